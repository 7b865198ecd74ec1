using Kris.Browser.Running;

namespace Kris.Browser.Keyboard;

[Collection(ShownSiteCollection.Name)]
public sealed class KeyboardTests(Site site) : BrowserTest(site)
{
    // What the page tells the server comes late, in its order.
    private const string SlowToServer =
        """
        (() => {
          const send = WebSocket.prototype.send;
          let last = Promise.resolve();
          WebSocket.prototype.send = function (data) {
            if (!window.krisSlow) return send.call(this, data);
            last = last.then(() => new Promise(later => setTimeout(later, window.krisSlow)))
              .then(() => send.call(this, data));
          };
        })();
        """;

    [Fact]
    public async Task From_login_to_sign_out_without_a_mouse()
    {
        var officer = await NobodyAsync();
        await officer.Page.GotoAsync("/logga-in");
        await Expect(officer.Field("Användarnamn")).ToBeFocusedAsync();
        await officer.Page.Keyboard.TypeAsync("tib2");
        await officer.PressAsync("Tab");
        await officer.Page.Keyboard.TypeAsync(Site.PasswordOf("tib2"));
        await officer.PressAsync("Enter");
        await Expect(officer.Heading("Läge")).ToBeVisibleAsync();
        await officer.AliveAsync();

        var title = $"Strömavbrott {Guid.NewGuid():N}"[..24];
        await officer.TabToAsync(officer.Link("Öppna händelse").First);
        await officer.PressAsync("Enter");
        await Expect(officer.Field("Rubrik")).ToBeFocusedAsync();
        await officer.Page.Keyboard.TypeAsync(title);
        await officer.TabToAsync(officer.Button("Öppna händelse"));
        await officer.PressAsync("Enter");
        await Expect(officer.Page.GetByRole(AriaRole.Heading, new() { Name = title, Level = 1 })).ToBeVisibleAsync();

        await LogAsync(officer, "Hela centrum är mörkt");
        await EscalateAsync(officer);
        await officer.TabToAsync(officer.Page.Locator("details.me > summary"));
        await officer.PressAsync("Enter");
        await officer.TabToAsync(officer.Button("Logga ut"));
        await officer.PressAsync("Enter");

        await Expect(officer.Heading("Logga in i Kris")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_first_stop_on_a_page_leads_past_the_menus()
    {
        var officer = await AsAsync("tib");
        await officer.GoAsync("/handelser");

        await Expect(officer.Heading("Händelser")).ToBeFocusedAsync();
        await officer.Link("Kris").FocusAsync();
        await officer.PressAsync("Shift+Tab");
        await Expect(officer.Link("Till innehållet")).ToBeFocusedAsync();
        await Expect(officer.Link("Till innehållet")).ToBeInViewportAsync();
        await officer.PressAsync("Enter");

        await Expect(officer.Page.Locator("#main")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_question_mark_shows_the_keys_and_escape_gives_the_focus_back()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);
        await Expect(officer.Line("Första raden")).ToBeVisibleAsync();
        await officer.PressAsync("j");
        var line = officer.Page.Locator("#rad-2");
        await Expect(line).ToBeFocusedAsync();

        await officer.PressAsync("?");
        var keys = officer.Page.GetByRole(AriaRole.Dialog, new() { Name = "Tangenter" });
        await Expect(keys).ToContainTextAsync("ny rad i loggen");
        await Expect(keys).ToContainTextAsync("gå till Händelser");
        await officer.PressAsync("Escape");

        await Expect(keys).ToHaveCountAsync(0);
        await Expect(line).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Letters_lead_to_the_areas_to_the_search_and_to_the_composer()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);

        await officer.PressAsync("n");
        await Expect(officer.Composer).ToBeFocusedAsync();
        await Expect(officer.Composer).ToHaveValueAsync("");
        await officer.PressAsync("Escape", "g", "h");
        await Expect(officer.Heading("Händelser")).ToBeFocusedAsync();
        await officer.PressAsync("/");

        await Expect(officer.Field("Sök rubrik eller nummer")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_letter_that_is_typed_in_a_field_is_only_a_letter()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);

        await officer.Composer.FocusAsync();
        await officer.Page.Keyboard.TypeAsync("n/jkr?gh");

        await Expect(officer.Composer).ToHaveValueAsync("n/jkr?gh");
        await Expect(officer.Heading(incident.Title)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_dialog_keeps_the_focus_asks_before_it_throws_away_and_gives_the_focus_back()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);
        var opener = officer.Button("Eskalera …");
        await opener.FocusAsync();
        await officer.PressAsync("Enter");
        await Expect(officer.Dialog).ToBeVisibleAsync();

        for (var stop = 1; stop <= 12; stop++)
        {
            await officer.PressAsync("Tab");
            await Expect(officer.Dialog.Locator(":focus")).ToHaveCountAsync(1);
        }

        await officer.Field("Vad behöver samordnas?").FillAsync("Något som inte får försvinna");
        await officer.PressAsync("Escape");
        await Expect(officer.Text("Kasta det du har skrivit?")).ToBeVisibleAsync();
        await Expect(officer.Button("Fortsätt skriva")).ToBeFocusedAsync();
        await officer.TabToAsync(officer.Button("Kasta"));
        await officer.PressAsync("Enter");

        await Expect(officer.Dialog).ToBeHiddenAsync();
        await Expect(opener).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Whoever_types_in_a_dialog_before_the_circuit_knows_that_it_is_open_stays_in_their_field()
    {
        var incident = await OpenAsync("sarskild-handelse");
        var director = await AsAsync("kommundirektor");
        await director.Page.AddInitScriptAsync(SlowToServer);
        await director.GoAsync(incident);
        await director.Page.EvaluateAsync("window.krisSlow = 300");
        await director.Button("Eskalera …").ClickAsync();
        await Expect(director.Dialog).ToBeVisibleAsync();
        Assert.Equal("reason", await director.Page.EvaluateAsync<string>("document.activeElement.name"));

        var second = director.Field("2. Allvarlig störning eller överhängande risk för det");
        await second.FocusAsync();
        await director.Page.Keyboard.TypeAsync("Sjukhem och skolor saknar vatten.", new() { Delay = 60 });

        await Expect(second).ToHaveValueAsync("Sjukhem och skolor saknar vatten.");
        await Expect(second).ToBeFocusedAsync();
        await Expect(director.Field("Motivering")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task A_dialog_in_which_nothing_was_typed_closes_by_escape()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("stabschef");
        await officer.GoAsync(incident);
        await officer.TabToAsync(officer.Page.Locator("details.menu > summary"));
        await officer.PressAsync("Enter");
        await officer.TabToAsync(officer.Button("Avsluta …"));
        await officer.PressAsync("Enter");
        await Expect(officer.Dialog.Locator("textarea").First).ToBeFocusedAsync();

        await officer.PressAsync("Escape");

        await Expect(officer.Dialog).ToBeHiddenAsync();
        await Expect(officer.Page.Locator("details.menu > summary")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task What_one_can_do_about_oneself_closes_by_escape()
    {
        var officer = await AsAsync("tib");
        await officer.GoAsync("/handelser");
        var me = officer.Page.Locator("details.me > summary");
        await me.FocusAsync();
        await officer.PressAsync("Enter", "Tab");
        await Expect(officer.Button("Logga ut")).ToBeVisibleAsync();

        await officer.PressAsync("Escape");

        await Expect(officer.Button("Logga ut")).ToBeHiddenAsync();
        await Expect(me).ToBeFocusedAsync();
    }

    [Fact]
    public async Task What_is_drawn_anew_under_the_hand_keeps_the_focus()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("stabschef");
        await officer.GoAsync(incident);
        var more = officer.Page.Locator("#rad-2").GetByRole(AriaRole.Button, new() { Name = "Mer om rad 2" });
        await more.FocusAsync();
        await officer.PressAsync("Enter");
        await officer.TabToAsync(officer.Button("Gör till nyckelhändelse"));
        await officer.PressAsync("Enter");

        await Expect(officer.Page.Locator("#rad-2")).ToContainTextAsync("nyckelhändelse");
        await Expect(more).ToBeFocusedAsync();
    }

    private static async Task LogAsync(Person officer, string text)
    {
        await Expect(officer.Here.GetByRole(AriaRole.Listitem).First).ToBeVisibleAsync();
        await officer.PressAsync("n");
        await Expect(officer.Composer).ToBeFocusedAsync();
        await officer.Page.Keyboard.TypeAsync(text);
        await officer.PressAsync("Enter");
        await Expect(officer.Line(text)).ToBeVisibleAsync();
    }

    private static async Task EscalateAsync(Person officer)
    {
        await officer.TabToAsync(officer.Button("Eskalera …"), backwards: true);
        await officer.PressAsync("Enter");
        await officer.TabToAsync(officer.Field("Vad behöver samordnas?"));
        await officer.Page.Keyboard.TypeAsync("Reservkraft och information.");
        await officer.TabToAsync(officer.Button("Eskalera"));
        await officer.PressAsync("Enter");
        await Expect(officer.Page.Locator(".incident-head")).ToContainTextAsync("Särskild händelse");
    }
}
