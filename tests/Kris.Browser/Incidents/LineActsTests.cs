using Kris.Browser.Running;

namespace Kris.Browser.Incidents;

/// <summary>What is done with a line that stands: it is corrected, moved and flagged, and never gone.</summary>
public sealed class LineActsTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_line_is_corrected_with_r_and_the_old_one_stands_struck()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);
        await officer.WriteAsync("Tre skolor berörs");
        await Expect(officer.Line("Tre skolor berörs")).ToBeVisibleAsync();

        await officer.Composer.PressAsync("Escape");
        await officer.PressAsync("j", "r");
        await Expect(officer.Text("Rättar rad 3: Tre skolor berörs")).ToBeVisibleAsync();
        await officer.WriteAsync("Fyra skolor berörs");
        await Expect(officer.Text("Skriv varför raden rättas")).ToBeVisibleAsync();
        await Expect(officer.Field("Varför rättas raden?")).ToBeFocusedAsync();
        await officer.Field("Varför rättas raden?").FillAsync("Nya uppgifter");
        await officer.PressAsync("Enter");

        await Expect(officer.Line("Fyra skolor berörs")).ToContainTextAsync("rättar rad 3");
        await Expect(officer.Page.Locator("#rad-3")).ToContainTextAsync("struken av rad 4");
        await Expect(officer.Page.Locator("#rad-3")).ToContainTextAsync("Tre skolor berörs");
    }

    [Fact]
    public async Task A_correction_begins_with_what_the_line_said_and_when_and_takes_nothing_that_is_half_typed()
    {
        var incident = await OpenAsync();
        var when = "2026-01-02T09:00:37.000000Z";
        await incident.Director.PutLineAsync(
            incident.Id, new { kind = "observation", text = "Tre skolor i #norr", from = "Rektor", occurredAt = when });
        var chief = await AsAsync("stabschef");
        await chief.GoAsync(incident);
        await chief.Composer.FillAsync("Halvskrivet");

        await chief.Composer.PressAsync("Escape");
        await chief.PressAsync("j", "r");
        await Expect(chief.Field("Inträffade")).ToHaveValueAsync("2026-01-02 10:00");
        await Expect(chief.Composer).ToHaveValueAsync("Halvskrivet");
        await chief.Composer.FillAsync("");
        await chief.Button("Avbryt").ClickAsync();
        await Expect(chief.Field("Inträffade")).ToHaveValueAsync("nu");

        await chief.Composer.PressAsync("Escape");
        await chief.PressAsync("j", "r");
        await Expect(chief.Composer).ToHaveValueAsync("Tre skolor i #norr");
        await Expect(chief.Field("Från")).ToHaveValueAsync("Rektor");
        await chief.WriteAsync("Fyra skolor i #norr");
        await chief.Field("Varför rättas raden?").FillAsync("Felskrivning");
        await chief.PressAsync("Enter");

        await Expect(chief.Line("Fyra skolor i #norr")).ToContainTextAsync("från Rektor");
        await Expect(chief.Page.Locator("#rad-4 time")).ToHaveAttributeAsync("datetime", when);
        await Expect(chief.Composer).ToHaveValueAsync("");
        await Expect(chief.Field("Inträffade")).ToHaveValueAsync("nu");
    }

    [Fact]
    public async Task The_correction_of_a_reference_begins_with_where_it_is_kept_and_is_not_saved_without()
    {
        var incident = await OpenAsync();
        await incident.Director.PutLineAsync(
            incident.Id, new { kind = "hanvisning", text = "Hotbild", keptAt = "Skåp 2", turnTo = "Säkerhetschefen" });
        var chief = await AsAsync("stabschef");
        await chief.GoAsync(incident);

        await chief.PressAsync("j", "r");
        await Expect(chief.Field("Finns hos")).ToHaveValueAsync("Skåp 2");
        await Expect(chief.Field("Från")).ToBeHiddenAsync();
        await Expect(chief.Page.Locator(".attaching")).ToBeHiddenAsync();
        await chief.Field("Varför rättas raden?").FillAsync("Felskrivning");
        await chief.Field("Finns hos").FillAsync("");
        await chief.PressAsync("Enter");
        await Expect(chief.Text("Skriv var ärendet finns").First).ToBeVisibleAsync();
        await chief.Field("Finns hos").FillAsync("Skåp 3");
        await chief.PressAsync("Enter");

        await Expect(chief.Page.Locator("#rad-4")).ToContainTextAsync("finns: Skåp 3");
        await Expect(chief.Page.Locator("#rad-4")).ToContainTextAsync("vänd dig till: Säkerhetschefen");
    }

    [Fact]
    public async Task A_line_in_the_wrong_incident_is_moved_and_stands_struck_where_it_was()
    {
        var wrong = await OpenAsync();
        var right = await OpenAsync();
        await wrong.Director.WriteAsync(wrong.Id, "Raden som hör till den andra");
        var chief = await AsAsync("stabschef");
        await chief.GoAsync(wrong);

        await ActOnAsync(chief, "Raden som hör till den andra", "Flytta till annan händelse …");
        await chief.Field("Händelsen som raden hör till").FillAsync(right.Title);
        // What stands there before the search goes when it is answered.
        await Expect(chief.Dialog.Locator("input[name^=picked-]")).ToHaveCountAsync(1);
        await chief.Page.GetByRole(AriaRole.Radio, new() { Name = right.Title }).CheckAsync();
        await chief.Field("Varför flyttas raden?").FillAsync("Hamnade i fel händelse.");
        await chief.Button("Flytta").ClickAsync();

        await Expect(chief.Dialog).ToBeHiddenAsync();
        await Expect(chief.Page.Locator("#rad-3")).ToHaveClassAsync(
            new System.Text.RegularExpressions.Regex("struck", default, TimeSpan.FromSeconds(1)));
        await chief.GoAsync(right);
        await Expect(chief.Line("Raden som hör till den andra")).ToContainTextAsync("flyttad hit från");
    }

    [Fact]
    public async Task The_incident_that_is_chosen_is_seen_and_what_stands_below_rests_while_another_is_looked_for()
    {
        var wrong = await OpenAsync();
        var right = await OpenAsync();
        await wrong.Director.WriteAsync(wrong.Id, "Raden som hör till den andra");
        var chief = await AsAsync("stabschef");
        await chief.GoAsync(wrong);
        await ActOnAsync(chief, "Raden som hör till den andra", "Flytta till annan händelse …");
        var search = chief.Field("Händelsen som raden hör till");
        var choices = chief.Dialog.Locator("input[name^=picked-]");
        await Expect(choices).Not.ToHaveCountAsync(0);
        var before = await HeightAsync();

        await search.FillAsync(right.Title);
        await Expect(choices).ToHaveCountAsync(1);
        await choices.CheckAsync();
        await search.FillAsync("En rubrik som ingen har");

        await Expect(chief.Text("Ingen händelse passar sökningen.")).ToBeVisibleAsync();
        await Expect(chief.Page.GetByRole(AriaRole.Radio, new() { Name = right.Title })).ToBeCheckedAsync();
        Assert.Equal(before, await HeightAsync());

        // As it is laid out: a dialog that is still opening is drawn smaller.
        Task<int> HeightAsync() => chief.Dialog.Locator(".choices").EvaluateAsync<int>("list => list.offsetHeight");
    }

    [Fact]
    public async Task A_line_that_is_flagged_to_the_board_is_what_the_board_reads()
    {
        var incident = await OpenAsync();
        await incident.Director.WriteAsync(incident.Id, "Det nämnden ska veta");
        await incident.Director.WriteAsync(incident.Id, "Det staben håller för sig själv");
        var chair = await AsAsync("kln-ordforande");
        await chair.GoAsync(incident);
        await Expect(chair.Text("Ingen rad är flaggad till nämnden.")).ToBeVisibleAsync();
        var chief = await AsAsync("stabschef");
        await chief.GoAsync(incident);

        await ActOnAsync(chief, "Det nämnden ska veta", "Flagga till nämnden");

        await Expect(chief.Line("Det nämnden ska veta")).ToContainTextAsync("flaggad till nämnden");
        await chair.GoAsync(incident);
        await Expect(chair.Line("Det nämnden ska veta")).ToBeVisibleAsync();
        await Expect(chair.Line("Det staben håller")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Whoever_only_reads_has_no_composer_and_nothing_to_do_with_a_line()
    {
        var incident = await OpenAsync();
        var reader = await AsAsync("lasare");
        await reader.GoAsync(incident);

        await Expect(reader.Line("Första raden")).ToBeVisibleAsync();
        await Expect(reader.Composer).ToHaveCountAsync(0);
        await reader.Line("Första raden").GetByRole(AriaRole.Button).ClickAsync();
        await Expect(reader.Dialog).ToBeVisibleAsync();
        await Expect(reader.Button("Rätta")).ToHaveCountAsync(0);
        await Expect(reader.Button("Flagga till nämnden")).ToHaveCountAsync(0);
    }

    internal static async Task ActOnAsync(Person person, string line, string act)
    {
        await person.Line(line).GetByRole(AriaRole.Button).ClickAsync();
        await person.Button(act).ClickAsync();
        // Nobody can type beside the menu, and what was chosen takes it away when it is done.
        await Expect(person.Page.Locator("dialog.line-menu")).ToHaveCountAsync(0);
    }
}
