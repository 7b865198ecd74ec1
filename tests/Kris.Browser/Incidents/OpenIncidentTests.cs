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
    public async Task An_opening_whose_answer_was_lost_is_asked_for_again_from_another_page_and_made_once()
    {
        var officer = await AsAsync("tib2");
        officer.ExpectsOutages();
        officer.Expects("status of 403");
        var title = $"Skogsbrand {Guid.NewGuid():N}"[..24];
        await officer.GoAsync("/handelser/ny");
        // The server takes it, and something on the way says no in its own words for as long as this page is open.
        var isFirst = true;
        await officer.Page.RouteAsync("**/api/v1/incidents", async route =>
        {
            if (!officer.Page.Url.EndsWith("/ny", StringComparison.Ordinal))
            {
                await route.ContinueAsync();
                return;
            }

            if (isFirst)
                await route.FetchAsync();
            isFirst = false;
            await route.FulfillAsync(new() { Status = 403, ContentType = "text/html", Body = "<html>Blocked</html>" });
        });
        await officer.Field("Rubrik").FillAsync(title);
        await officer.Button("Öppna händelse").ClickAsync();
        await Expect(officer.Text("väntar på nät, försöker igen …").First).ToBeVisibleAsync();

        await officer.GoAsync("/konto");

        await Expect(officer.Text($"Händelsen ”{title}” är öppnad.").First).ToBeVisibleAsync();
        await officer.GoAsync($"/handelser?q={title}");
        await Expect(officer.Page.Locator("tbody tr")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task What_was_typed_to_open_an_incident_is_asked_about_when_somebody_leaves()
    {
        var officer = await LoggedInAsync("stabschef2");
        await officer.GoAsync("/handelser/ny");
        await officer.Field("Första raden (kan vänta)").FillAsync("Rök över torget.");

        await officer.SignOutAsync();

        await Expect(officer.Heading("Ett utkast finns bara här")).ToBeVisibleAsync();
        await officer.Button("Logga ut ändå").ClickAsync();
        await Expect(officer.Heading("Logga in i Kris")).ToBeVisibleAsync();
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
