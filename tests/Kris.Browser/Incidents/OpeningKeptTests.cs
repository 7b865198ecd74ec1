using Kris.Browser.Offline;
using Kris.Browser.Running;

namespace Kris.Browser.Incidents;

/// <summary>What is typed to open an incident is kept, whatever else is opened and whenever the browser can.</summary>
public sealed class OpeningKeptTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task What_was_half_typed_is_there_beside_what_was_typed_before_the_browser_opened_its_database()
    {
        var officer = await LoggedInAsync("tib2");
        await officer.GoAsync("/handelser/ny");
        await Title(officer).FillAsync("Storm i norr");
        await First(officer).FillAsync("Träd över vägen.");
        await officer.GoAsync("/konto");
        await officer.Context.AddInitScriptAsync(EarlyTests.Shut);

        await officer.GoAsync("/handelser/ny");
        await Title(officer).PressSequentiallyAsync("Brand");
        await officer.Page.EvaluateAsync("() => { window.opensNow = true; }");

        await Expect(First(officer)).ToHaveValueAsync("Storm i norr\nTräd över vägen.", new() { Timeout = 15_000 });
        await Expect(Title(officer)).ToHaveValueAsync("Brand");
        await Expect(officer.Text("Det som du hade börjat skriva förut står sist under Första raden.").First)
            .ToBeVisibleAsync();
        await officer.Context.AddInitScriptAsync("window.opensNow = true;");
        await officer.GoAsync("/handelser/ny");
        await Expect(Title(officer)).ToHaveValueAsync("Brand");
        await Expect(First(officer)).ToHaveValueAsync("Storm i norr\nTräd över vägen.");
    }

    [Fact]
    public async Task An_incident_is_opened_while_the_browser_cannot_open_its_database_and_leaves_what_was_half_typed()
    {
        var officer = await LoggedInAsync("tib2");
        await officer.GoAsync("/handelser/ny");
        await Title(officer).FillAsync("Storm i norr");
        await officer.GoAsync("/konto");
        await officer.Page.AddInitScriptAsync(EarlyTests.Shut);
        var title = $"Brand {Guid.NewGuid():N}"[..20];

        await officer.GoAsync("/handelser/ny");
        await Title(officer).FillAsync(title);
        await officer.Button("Öppna händelse").ClickAsync();
        await Expect(officer.Heading(title)).ToBeVisibleAsync();

        var other = await officer.TabAsync();
        await other.GoAsync("/handelser/ny");
        await Expect(Title(other)).ToHaveValueAsync("Storm i norr");
    }

    [Fact]
    public async Task One_that_waits_for_the_server_is_opened_and_so_is_what_is_typed_meanwhile()
    {
        var officer = await AsAsync("tib");
        officer.ExpectsOutages();
        var (waiting, second) = ($"Skogsbrand {Guid.NewGuid():N}"[..24], $"Ras {Guid.NewGuid():N}"[..20]);
        var isHeld = true;
        await officer.Page.RouteAsync("**/api/v1/incidents", route =>
            isHeld && route.Request.PostData?.Contains(waiting, StringComparison.Ordinal) is true
                ? route.FulfillAsync(new() { Status = 503 })
                : route.ContinueAsync());
        await OpenAsync(officer, waiting);
        await Expect(officer.Text("väntar på servern, försöker igen …").First).ToBeVisibleAsync();

        await OpenAsync(officer, second);
        await Expect(officer.Heading(second)).ToBeVisibleAsync();
        isHeld = false;

        await Expect(officer.Text($"Händelsen ”{waiting}” är öppnad.").First).ToBeVisibleAsync();
        foreach (var title in new[] { waiting, second })
        {
            await officer.GoAsync($"/handelser?q={title}");
            await Expect(officer.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        }
    }

    [Fact]
    public async Task What_the_server_says_no_to_comes_back_to_the_form_beside_what_stands_there()
    {
        var officer = await AsAsync("tib");
        officer.ExpectsOutages();
        officer.Expects("status of 400");
        var title = $"Skred {Guid.NewGuid():N}"[..20];
        const string no = """{"detail":"Det går inte nu."}""";
        var status = 503;
        await officer.Page.RouteAsync("**/api/v1/incidents", route => route.FulfillAsync(
            new() { Status = status, ContentType = "application/problem+json", Body = no }));
        await OpenAsync(officer, title);
        await Expect(officer.Text("väntar på servern, försöker igen …").First).ToBeVisibleAsync();

        await officer.GoAsync("/handelser/ny");
        await Expect(Title(officer)).ToHaveValueAsync("");
        await Title(officer).FillAsync("Något annat");
        status = 400;

        await Expect(First(officer)).ToHaveValueAsync(title);
        await Expect(officer.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Det går inte nu.");
        await Expect(Title(officer)).ToHaveValueAsync("Något annat");
        await Title(officer).FillAsync("");
        await First(officer).FillAsync("");
    }

    [Fact]
    public async Task What_is_typed_in_one_tab_stands_in_the_other()
    {
        var officer = await LoggedInAsync("stabschef2");
        await officer.GoAsync("/handelser/ny");
        var other = await officer.TabAsync();
        await other.GoAsync("/handelser/ny");
        await officer.Page.EvaluateAsync("() => document.activeElement.blur()");

        await Title(other).FillAsync("Vattenläcka");

        await Expect(Title(officer)).ToHaveValueAsync("Vattenläcka");
    }

    private static ILocator Title(Person officer) => officer.Field("Rubrik");

    private static ILocator First(Person officer) => officer.Field("Första raden (kan vänta)");

    private static async Task OpenAsync(Person officer, string title)
    {
        await officer.GoAsync("/handelser/ny");
        await Title(officer).FillAsync(title);
        await officer.Button("Öppna händelse").ClickAsync();
    }
}
