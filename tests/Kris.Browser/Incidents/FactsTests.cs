using Kris.Browser.Running;

namespace Kris.Browser.Incidents;

public sealed class FactsTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task The_facts_are_filled_in_later()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("stabschef");
        await officer.GoAsync($"{incident.Address}/fakta");
        await officer.Link("Ändra fakta").ClickAsync();

        await officer.Field("Plats").FillAsync("Storgatan 1");
        var water = new SelectOptionValue { Label = "Avbrott i dricksvatten" };
        await officer.Field("Typ av händelse").SelectOptionAsync(water);
        await officer.Field("Latitud").FillAsync("58,5877");
        await officer.Field("Longitud").FillAsync("16,1924");
        await officer.Field("Socialförvaltningen").CheckAsync();
        await officer.Field("Leds av").FillAsync("Stabschefen");
        await officer.Button("Spara fakta").ClickAsync();

        await Expect(officer.Link("Ändra fakta")).ToBeVisibleAsync();
        var facts = officer.Page.GetByRole(AriaRole.Region, new() { Name = "Fakta om händelsen" });
        await Expect(facts).ToContainTextAsync("Storgatan 1");
        await Expect(facts).ToContainTextAsync("Avbrott i dricksvatten");
        await Expect(facts).ToContainTextAsync("Socialförvaltningen");
        await Expect(officer.Page.Locator(".incident-head")).ToContainTextAsync("Stabschefen");
    }

    [Fact]
    public async Task A_coordinate_that_is_none_is_refused_and_what_was_typed_stays()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("stabschef");
        await officer.GoAsync($"{incident.Address}/fakta?andra=ja");

        await officer.Field("Plats").FillAsync("Storgatan 2");
        await officer.Field("Latitud").FillAsync("norrut");
        await officer.Field("Longitud").FillAsync("16,1");
        await officer.Button("Spara fakta").ClickAsync();

        await Expect(officer.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Skriv koordinaterna i grader");
        await Expect(officer.Field("Plats")).ToHaveValueAsync("Storgatan 2");
    }

    [Fact]
    public async Task Facts_that_are_being_typed_come_back_after_a_reload()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("beredskapssamordnare");
        await officer.GoAsync($"{incident.Address}/fakta?andra=ja");
        await officer.Field("Inriktning").FillAsync("Vatten till alla inom fyra timmar.");

        await officer.GoAsync($"{incident.Address}/fakta?andra=ja");

        await Expect(officer.Field("Inriktning")).ToHaveValueAsync("Vatten till alla inom fyra timmar.");
        await officer.Button("Avbryt och kasta ändringarna").ClickAsync();
        await Expect(officer.Link("Ändra fakta")).ToBeVisibleAsync();
    }
}
