using Kris.Browser.Running;

namespace Kris.Browser.Incidents;

public sealed class OpenIncidentTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task An_incident_is_opened_with_a_title_and_a_line_and_stands_on_the_first_page()
    {
        var officer = await AsAsync("tib");
        var title = $"Vattenläcka {Guid.NewGuid():N}"[..24];
        await officer.GoAsync("/");
        await officer.Link("Öppna händelse").First.ClickAsync();

        await officer.Field("Rubrik").FillAsync(title);
        await officer.Field("Första raden (kan vänta)").FillAsync("Ring från driften, trycket faller.");
        await officer.Button("Öppna händelse").ClickAsync();

        await Expect(officer.Page.GetByRole(AriaRole.Heading, new() { Name = title, Level = 1 })).ToBeVisibleAsync();
        await Expect(officer.Line("Ring från driften, trycket faller.")).ToBeVisibleAsync();
        await officer.Page.GetByRole(AriaRole.Link, new() { Name = "Läge", Exact = true }).ClickAsync();
        await Expect(officer.Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = title })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_incident_without_a_title_is_not_opened_and_keeps_its_line()
    {
        var officer = await AsAsync("tib2");
        await officer.GoAsync("/handelser/ny");

        await officer.Field("Första raden (kan vänta)").FillAsync("Något luktar rök.");
        await officer.Button("Öppna händelse").ClickAsync();

        await Expect(officer.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Skriv en rubrik");
        await Expect(officer.Field("Rubrik")).ToBeFocusedAsync();
        await Expect(officer.Field("Första raden (kan vänta)")).ToHaveValueAsync("Något luktar rök.");
    }

    [Fact]
    public async Task An_incident_that_is_opened_shows_at_once_on_the_first_page_of_others()
    {
        var other = await AsAsync("stabschef");
        await other.GoAsync("/");

        var incident = await OpenAsync();

        await Expect(other.Page.Locator("main").GetByRole(AriaRole.Link, new() { Name = incident.Title }))
            .ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_incident_is_found_by_its_title_and_the_filter_stands_in_the_address()
    {
        var incident = await OpenAsync();
        var reader = await AsAsync("lasare");
        await reader.GoAsync("/handelser");

        await reader.Field("Sök rubrik eller nummer").FillAsync(incident.Title);
        await reader.Button("Filtrera").ClickAsync();

        await Expect(reader.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(reader.Page.Locator("tbody").GetByRole(AriaRole.Link, new() { Name = incident.Title }))
            .ToBeVisibleAsync();
        Assert.Contains("q=", reader.Page.Url, StringComparison.Ordinal);
    }
}
