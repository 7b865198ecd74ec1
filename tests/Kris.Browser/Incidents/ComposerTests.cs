using Kris.Browser.Look;
using Kris.Browser.Running;

namespace Kris.Browser.Incidents;

/// <summary>Writing fast: prefixes, suggestions, short forms, and lines for somebody else.</summary>
public sealed class ComposerTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_prefix_chooses_the_kind_and_its_fields_come_along()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);

        await officer.Composer.PressSequentiallyAsync("/beslut Koka allt vatten");
        await Expect(officer.Page.Locator("#composer-kind")).ToHaveValueAsync("beslut");
        await Expect(officer.Composer).ToHaveValueAsync("Koka allt vatten");
        await officer.Field("Beslutat av").FillAsync("Kommundirektören");
        await officer.Field("Skäl").FillAsync("Bakterier i provet.");
        await officer.Composer.PressAsync("Enter");

        var line = officer.Line("Koka allt vatten");
        await Expect(line).ToContainTextAsync("beslutat av Kommundirektören");
        await Expect(line).ToContainTextAsync("Bakterier i provet.");
        await Expect(line.Locator(".kind")).ToHaveTextAsync("Beslut");
        await Expect(officer.Field("Beslutat av")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task What_begins_with_a_slash_and_is_no_kind_is_text()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);

        await officer.WriteAsync("/mnt är fullt på servern");

        await Expect(officer.Line("/mnt är fullt på servern")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_suggestion_is_chosen_by_the_arrows_and_enter_saves_when_none_is_chosen()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);

        await officer.Composer.PressSequentiallyAsync("Ring @stabsc");
        await Expect(Options(officer).First).ToContainTextAsync("@stabschef");
        await Expect(officer.Composer).Not.ToHaveAttributeAsync("aria-activedescendant", "composer-text-options-0");
        await officer.Composer.PressAsync("ArrowDown");
        await Expect(officer.Composer).ToHaveAttributeAsync("aria-activedescendant", "composer-text-options-0");
        await Expect(Options(officer).First).ToHaveAttributeAsync("aria-selected", "true");
        await officer.Composer.PressAsync("Enter");
        await Expect(officer.Composer).ToHaveValueAsync("Ring @stabschef ");
        await Expect(Options(officer)).ToHaveCountAsync(0);

        await officer.Composer.PressSequentiallyAsync("om #vat");
        await officer.Composer.PressAsync("Enter");

        var line = officer.Line("Ring @stabschef om #vat");
        await Expect(line.Locator(".mention")).ToHaveTextAsync("@stabschef");
        await Expect(line.Locator(".tag")).ToHaveTextAsync("#vat");
        Assert.Single(await incident.LinesAsync(), row => row.Text == "Ring @stabschef om #vat");
    }

    [Fact]
    public async Task A_kind_is_chosen_by_the_arrows_after_a_slash()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);

        await officer.Composer.PressSequentiallyAsync("/be");
        await Expect(Options(officer).First).ToContainTextAsync("Beslut");
        await officer.Composer.PressAsync("ArrowDown");
        await officer.Composer.PressAsync("Enter");

        await Expect(officer.Page.Locator("#composer-kind")).ToHaveValueAsync("beslut");
        await Expect(officer.Field("Beslutat av")).ToBeVisibleAsync();
        await Expect(officer.Composer).ToHaveValueAsync("");
        Assert.Empty((await incident.LinesAsync()).Skip(1));
    }

    [Fact]
    public async Task A_correction_begins_with_what_the_line_said_in_its_own_fields()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);
        await officer.Composer.PressSequentiallyAsync("/beslut Koka vattnet");
        await officer.Field("Beslutat av").FillAsync("Kommundirektören");
        await officer.Field("Skäl").FillAsync("Bakterier.");
        await officer.Composer.PressAsync("Enter");
        await Expect(officer.Line("Koka vattnet")).ToHaveCountAsync(1);

        await officer.Line("Koka vattnet").FocusAsync();
        await officer.PressAsync("r");
        await Expect(officer.Field("Beslutat av")).ToHaveValueAsync("Kommundirektören");
        await officer.Field("Skäl").FillAsync("Bakterier i två prov.");
        await officer.Field("Varför rättas raden?").FillAsync("Nya uppgifter");
        await officer.WriteAsync("Koka allt vatten");

        var line = officer.Line("Koka allt vatten");
        await Expect(line).ToContainTextAsync("beslutat av Kommundirektören");
        await Expect(line).ToContainTextAsync("Bakterier i två prov.");
        await Expect(officer.Field("Beslutat av")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Escape_takes_the_suggestions_away_and_the_caret_stays()
    {
        var incident = await OpenAsync();
        await incident.Director.WriteAsync(incident.Id, "Allt om #dricksvattenbrist");
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);

        await officer.Composer.PressSequentiallyAsync("Mer om #dricksv");
        await Expect(Options(officer).First).ToContainTextAsync("#dricksvattenbrist");
        await officer.Composer.PressAsync("Escape");
        await Expect(Options(officer)).ToHaveCountAsync(0);
        await Expect(officer.Composer).ToBeFocusedAsync();
        await officer.Composer.PressSequentiallyAsync("a");
        await Expect(Options(officer).First).ToBeVisibleAsync();
        await Options(officer).First.ClickAsync();

        await Expect(officer.Composer).ToHaveValueAsync("Mer om #dricksvattenbrist ");
        await Expect(officer.Composer).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Without_the_server_the_same_words_are_written_and_mean_the_same()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        officer.ExpectsOutages();
        await officer.GoAsync(incident);
        await officer.Page.RouteAsync("**/api/v1/people*", route => route.AbortAsync());
        await officer.Page.RouteAsync("**/tags*", route => route.AbortAsync());

        await officer.Composer.PressSequentiallyAsync("/observation Rök vid @tib #brand");
        await Expect(officer.Page.Locator("#composer-kind")).ToHaveValueAsync("observation");
        await officer.Composer.PressAsync("Enter");

        await Expect(officer.Line("Rök vid @tib #brand").Locator(".tag")).ToHaveTextAsync("#brand");
    }

    [Fact]
    public async Task A_log_keeper_writes_for_another_and_both_are_shown()
    {
        var incident = await OpenAsync();
        var keeper = await AsAsync("loggforare1");
        await keeper.GoAsync(incident);

        await keeper.Field("Å vägnar av").FillAsync("Anna Ek, räddningstjänsten");
        await keeper.WriteAsync("Vägen är fri igen");

        await Expect(keeper.Line("Vägen är fri igen")).ToContainTextAsync("å vägnar av Anna Ek, räddningstjänsten");
        await Expect(keeper.Line("Vägen är fri igen")).ToContainTextAsync("Loggförare 1");
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);
        await Expect(officer.Field("Å vägnar av")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_deadline_that_cannot_be_read_is_refused_where_it_stands_and_one_that_can_is_told()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);

        await officer.Composer.PressSequentiallyAsync("/uppgift Kör ut vatten");
        await officer.Field("Klart senast").FillAsync("snart");
        await officer.Composer.PressAsync("Enter");
        await Expect(officer.Page.Locator("#composer-problem")).ToContainTextAsync("Skriv klart senast som 18:00");
        await Expect(officer.Field("Klart senast")).ToBeFocusedAsync();
        await officer.Field("Klart senast").FillAsync("2027-01-02 08:00");
        await officer.Field("Utförare").FocusAsync();
        await Expect(officer.Text("Klart senast 2027-01-02 08:00.")).ToBeVisibleAsync();
        await officer.Composer.PressAsync("Enter");

        await Expect(officer.Line("Kör ut vatten")).ToContainTextAsync("klart senast 2027-01-02 08:00");
    }

    [Theory]
    [InlineData("18:00", "2026-11-25T17:00:00.000Z")]
    [InlineData("08:00", "2026-11-26T07:00:00.000Z")]
    [InlineData("i morgon 7.30", "2026-11-26T06:30:00.000Z")]
    [InlineData("om 2 h", "2026-11-25T12:00:00.000Z")]
    [InlineData("45 min", "2026-11-25T10:45:00.000Z")]
    [InlineData("2026-12-24 kl 15", "2026-12-24T14:00:00.000Z")]
    [InlineData("2026-10-25 02:30", "2026-10-25T00:30:00.000Z")]
    [InlineData("2027-03-28 02:30", "Klockan blir aldrig 02:30")]
    [InlineData("2026-02-30 12:00", "finns inte i kalendern")]
    [InlineData("25:00", "Skriv klart senast som")]
    [InlineData("snart", "Skriv klart senast som")]
    public async Task A_deadline_is_read_as_it_is_typed(string typed, string meant)
    {
        var person = await NobodyAsync();
        await person.Page.GotoAsync("/logga-in");

        // 11:00 in Sweden.
        var read = await person.Page.EvaluateAsync<string>(
            """
            async typed => {
              const { at, problem } = (await import('/js/due.js')).readDue(typed, Date.parse('2026-11-25T10:00:00Z'));
              return problem ?? new Date(at).toISOString();
            }
            """,
            typed);

        Assert.Contains(meant, read, StringComparison.Ordinal);
    }

    [Fact]
    public Task The_suggestions_are_open_to_everybody_who_uses_help_to_read_light_and_wide() =>
        ReadAsync(Screens.LightAndWide());

    [Fact]
    public Task The_suggestions_are_open_to_everybody_who_uses_help_to_read_dark_and_narrow() =>
        ReadAsync(Screens.DarkAndNarrow());

    private async Task ReadAsync(BrowserNewContextOptions screen)
    {
        var incident = await OpenAsync();
        var chief = await AsAsync("stabschef", options: screen);
        await chief.GoAsync(incident);
        await chief.Composer.PressSequentiallyAsync("/uppgift Kör ut vatten @sta");
        await chief.Composer.PressAsync("ArrowDown");
        await Pictures.TakeAsync(chief, "forslag");
        var open = await Accessibility.ViolationsAsync(chief.Page);
        await chief.Field("Utförare").PressSequentiallyAsync("stabs");
        await Expect(chief.Page.Locator("#composer-assignee-options [role=option]").First).ToBeVisibleAsync();
        await chief.Field("Utförare").PressAsync("ArrowDown");
        var field = await Accessibility.ViolationsAsync(chief.Page);
        await chief.Field("Utförare").PressAsync("Enter");

        Assert.Empty(open);
        Assert.Empty(field);
        await Expect(chief.Field("Utförare")).ToHaveValueAsync("stabschef");
    }

    private static ILocator Options(Person person) => person.Page.Locator("#composer-text-options > [role=option]");
}
