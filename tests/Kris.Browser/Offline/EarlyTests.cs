using Kris.Browser.Running;

namespace Kris.Browser.Offline;

/// <summary>What is typed in the moments in which a page has not read yet what an earlier one had kept.</summary>
[Collection(KeepingSiteCollection.Name)]
public sealed class EarlyTests(Site site) : BrowserTest(site)
{
    // A computer with much to do opens what is sealed later.
    internal const string Slow =
        """
        const decrypt = crypto.subtle.decrypt.bind(crypto.subtle);
        crypto.subtle.decrypt = async (...all) => {
            await new Promise(later => setTimeout(later, 2_500));
            return decrypt(...all);
        };
        """;

    // One whose disk has much to do does not open its database at once.
    internal const string Shut =
        """
        const open = IDBFactory.prototype.open;
        IDBFactory.prototype.open = function (...all) {
            if (!window.opensNow) throw new DOMException('Not now.', 'UnknownError');
            return open.apply(this, all);
        };
        """;

    [Fact]
    public async Task A_line_that_is_sent_before_the_draft_is_back_leaves_the_draft()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        await DraftAsync(person, incident, "Det som stod där.");
        await person.GoAsync(incident.Address);

        await TypeAsync(person, "Det som kom emellan.");
        await person.Composer.PressAsync("Enter");

        await Expect(person.Line("Det som kom emellan.")).ToBeVisibleAsync();
        await Expect(person.Composer).ToHaveValueAsync("Det som stod där.");
        await Expect(person.Line("Det som stod där.")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_was_typed_before_the_draft_was_back_is_there_when_the_page_has_died_and_once()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        await DraftAsync(person, incident, "Det som stod där.");
        await person.GoAsync(incident.Address);
        await TypeAsync(person, "Det som kom emellan.");

        await person.GoAsync("/konto");
        await person.GoAsync(incident);

        const string both = "Det som stod där.\nDet som kom emellan.";
        await Expect(person.Composer).ToHaveValueAsync(both);
        await person.GoAsync("/konto");
        await person.GoAsync(incident);
        await Expect(person.Composer).ToHaveValueAsync(both);
    }

    [Fact]
    public async Task What_waits_and_what_was_typed_is_there_also_when_the_browser_opens_its_database_late()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        await person.GoAsync(incident);
        person.ExpectsOutages();
        await person.Page.RouteAsync("**/lines/*", route => route.AbortAsync());
        await person.Composer.FillAsync("Raden som väntar.");
        await person.Composer.PressAsync("Enter");
        await Expect(person.LineState).ToContainTextAsync("väntar på nät");
        await person.Composer.FillAsync("Det som stod där.");
        await Expect(person.Page.Locator("[data-part=draft-state]")).ToContainTextAsync("utkast");
        await person.GoAsync("/konto");
        await person.Context.AddInitScriptAsync(Shut);
        await person.Page.UnrouteAsync("**/lines/*");

        await person.GoAsync(incident.Address);
        await person.Composer.FillAsync("Det som kom emellan.");
        await person.Page.EvaluateAsync("() => { window.opensNow = true; }");

        await Expect(person.Composer).ToHaveValueAsync(
            "Det som stod där.\nDet som kom emellan.", new() { Timeout = 15_000 });
        await Expect(person.Line("Raden som väntar.")).ToBeVisibleAsync(new() { Timeout = 15_000 });
    }

    [Fact]
    public async Task What_a_page_leaves_is_sent_by_the_one_that_was_opened_before_it_had_gone()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        person.ExpectsOutages();
        await person.Page.AddInitScriptAsync(Shut);
        await person.Page.RouteAsync("**/lines/*", route => route.AbortAsync());
        await person.GoAsync(incident);
        await person.Composer.FillAsync("Raden från sidan som gick.");
        await person.Composer.PressAsync("Enter");
        await Expect(person.LineState).ToContainTextAsync("väntar på nät");
        var other = await Person.InAsync(person.Context);
        await other.GoAsync(incident);
        await Expect(other.Line("Raden från sidan som gick.")).ToHaveCountAsync(0);

        await person.Page.CloseAsync();

        await Expect(other.Line("Raden från sidan som gick.")).ToBeVisibleAsync(new() { Timeout = 15_000 });
    }

    [Fact]
    public async Task What_a_page_leaves_half_typed_stands_with_what_was_typed_in_another_since()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        person.ExpectsOutages();
        await person.Page.AddInitScriptAsync(Shut);
        await person.GoAsync(incident);
        await person.Composer.FillAsync("Det som skrevs där.");
        var other = await Person.InAsync(person.Context);
        await other.GoAsync(incident);
        await other.Composer.FillAsync("Det som skrevs här.");

        await person.Page.CloseAsync();

        await Expect(other.Composer).ToHaveValueAsync(
            "Det som skrevs här.\nDet som skrevs där.", new() { Timeout = 15_000 });
    }

    [Fact]
    public async Task What_an_earlier_page_kept_of_a_form_is_there_when_the_browser_opens_its_database_late()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("stabschef");
        var facts = $"{incident.Address}/fakta?andra=ja";
        await person.GoAsync(facts);
        await person.Field("Inriktning").FillAsync("Vatten till alla.");
        await Expect(person.Field("Inriktning")).ToHaveValueAsync("Vatten till alla.");
        await person.GoAsync("/konto");
        await person.Page.AddInitScriptAsync(Shut);
        await person.GoAsync(facts);
        await person.Field("Plats").FillAsync("Storgatan 1");

        await person.Page.EvaluateAsync("() => { window.opensNow = true; }");

        await Expect(person.Field("Inriktning")).ToHaveValueAsync("Vatten till alla.", new() { Timeout = 15_000 });
        await Expect(person.Field("Plats")).ToHaveValueAsync("Storgatan 1");
        await person.GoAsync(facts);
        await person.Page.EvaluateAsync("() => { window.opensNow = true; }");
        await Expect(person.Field("Inriktning")).ToHaveValueAsync("Vatten till alla.", new() { Timeout = 15_000 });
        await Expect(person.Field("Plats")).ToHaveValueAsync("Storgatan 1");
    }

    [Fact]
    public async Task What_is_attached_before_the_draft_is_back_is_attached_beside_what_was()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        await person.GoAsync(incident);
        await AttachAsync(person, "karta 1.pdf");
        await Expect(Attached(person)).ToContainTextAsync("klar");
        await person.GoAsync("/konto");
        await person.Context.AddInitScriptAsync(Slow);
        await person.GoAsync(incident.Address);

        await Expect(Busy(person)).ToBeVisibleAsync();
        await AttachAsync(person, "karta 2.pdf");

        await Expect(Attached(person)).ToContainTextAsync("karta 2.pdf");
        await Expect(Attached(person)).ToContainTextAsync("karta 1.pdf");
    }

    [Fact]
    public async Task A_draft_that_cannot_be_one_with_what_was_typed_early_is_kept_apart_and_offered()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        await person.GoAsync(incident);
        await ReportAsync(person, "Reservvattnet står i Åsen.", "VA-jouren");
        await Expect(person.Page.Locator("[data-part=draft-state]")).ToContainTextAsync("utkast");
        await person.GoAsync("/konto");
        await person.Context.AddInitScriptAsync(Slow);
        await person.GoAsync(incident.Address);

        await Expect(Busy(person)).ToBeVisibleAsync();
        await ReportAsync(person, "Bron är avstängd.", "Polisen");

        await Expect(person.Text("står för sig: ”Reservvattnet står i Åsen.”")).ToBeVisibleAsync();
        await Expect(person.Composer).ToHaveValueAsync("Bron är avstängd.");
        await Expect(person.Field("Från")).ToHaveValueAsync("Polisen");
        await person.Composer.PressAsync("Enter");
        await Expect(person.Line("Bron är avstängd.")).ToBeVisibleAsync();
        await person.Button("Ta fram").ClickAsync();
        await Expect(person.Composer).ToHaveValueAsync("Reservvattnet står i Åsen.");
        await Expect(person.Field("Från")).ToHaveValueAsync("VA-jouren");
        await Expect(person.Button("Ta fram")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task What_is_taken_away_while_the_draft_is_read_anew_does_not_come_back()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        await person.GoAsync(incident);
        await person.Composer.PressSequentiallyAsync("Bron är avstängd");
        await Expect(person.Page.Locator("[data-part=draft-state]")).ToContainTextAsync("utkast");
        await person.Page.EvaluateAsync($"() => {{ {Slow} dispatchEvent(new Event('kris-adopted')); }}");
        await Expect(Busy(person)).ToBeVisibleAsync();

        for (var letters = 0; letters < "avstängd".Length; letters++)
            await person.Composer.PressAsync("Backspace");
        await Expect(Busy(person)).ToBeVisibleAsync();

        await Expect(Busy(person)).ToHaveCountAsync(0);
        await person.Composer.PressSequentiallyAsync("öppen");
        await Expect(person.Composer).ToHaveValueAsync("Bron är öppen");
    }

    private static ILocator Busy(Person person) => person.Page.Locator("kris-composer form[aria-busy=true]");

    private static ILocator Attached(Person person) =>
        person.Page.GetByRole(AriaRole.List, new() { Name = "Bilagor till raden" });

    private static Task AttachAsync(Person person, string name) =>
        person.Page.Locator("[data-attach=file]").SetInputFilesAsync(new FilePayload
        {
            Name = name,
            MimeType = "application/pdf",
            Buffer = "%PDF-1.7\n%%EOF\n"u8.ToArray(),
        });

    private static async Task ReportAsync(Person person, string text, string from)
    {
        await person.Page.Locator("#composer-kind").SelectOptionAsync("inkommet");
        await person.Field("Från").FillAsync(from);
        await person.Composer.FillAsync(text);
    }

    private static async Task DraftAsync(Person person, TestIncident incident, string text)
    {
        await person.GoAsync(incident);
        await person.Composer.FillAsync(text);
        await Expect(person.Page.Locator("[data-part=draft-state]")).ToContainTextAsync("utkast");
        await person.GoAsync("/konto");
        await person.Context.AddInitScriptAsync(Slow);
    }

    private static async Task TypeAsync(Person person, string text)
    {
        await Expect(Busy(person)).ToBeVisibleAsync();
        await person.Composer.FillAsync(text);
        await Expect(Busy(person)).ToBeVisibleAsync();
    }
}
