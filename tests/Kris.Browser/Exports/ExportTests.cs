using Kris.Browser.Look;
using Kris.Browser.Running;
using Kris.Browser.Secrecy;

namespace Kris.Browser.Exports;

[Collection(ShownSiteCollection.Name)]
public sealed class ExportTests(Site site) : BrowserTest(site)
{
    // The printer is a browser too, and this machine has others to run.
    private const float Printing = 120_000;

    [Fact]
    public async Task A_log_is_asked_for_as_pdf_and_fetched_when_it_is_done()
    {
        var incident = await OpenAsync();
        var staff = await AsAsync("stabschef");
        await staff.GoAsync(incident);
        await staff.Page.Locator("details.menu > summary").ClickAsync();
        await staff.Link("Exportera loggen …").ClickAsync();

        await staff.Button("Gör PDF").ClickAsync();
        var file = staff.Page.GetByRole(AriaRole.Link, new() { Name = "Rad 1–" });
        await Expect(file).ToBeVisibleAsync(new() { Timeout = Printing });
        await Expect(staff.Page.GetByRole(AriaRole.Region, new() { Name = "PDF, rad 1–" })).ToContainTextAsync("Klar");
        var download = await staff.Page.RunAndWaitForDownloadAsync(() => file.ClickAsync());

        Assert.EndsWith(".pdf", download.SuggestedFilename, StringComparison.Ordinal);
        await using var stream = await download.CreateReadStreamAsync();
        var begins = new byte[5];
        await stream.ReadExactlyAsync(begins);
        Assert.Equal("%PDF-"u8.ToArray(), begins);
        Assert.Empty(await Accessibility.ViolationsAsync(staff.Page));
    }

    [Fact]
    public async Task A_print_that_a_marking_has_overtaken_is_made_anew_and_taken_away()
    {
        var incident = await OpenAsync();
        var staff = await AsAsync("stabschef");
        await staff.GoAsync($"{incident.Address}/exporter");
        await staff.Button("Gör PDF").ClickAsync();
        await Expect(staff.Text("Klar:")).ToBeVisibleAsync(new() { Timeout = Printing });
        await MarkingTests.MarkAsync(incident.Director, incident, 2);

        await staff.GoAsync($"{incident.Address}/exporter");
        await Expect(staff.Text("Den går inte att hämta längre.")).ToBeVisibleAsync();
        await Expect(Print(staff, AriaRole.Link, "Rad 1–")).ToBeHiddenAsync();
        await Print(staff, AriaRole.Button, "Gör en ny utskrift").ClickAsync();

        await Expect(staff.Text("Klar:")).ToBeVisibleAsync(new() { Timeout = Printing });
        await Expect(staff.Text("Den går inte att hämta längre.")).ToBeHiddenAsync();
        await Print(staff, AriaRole.Button, "Ta bort").ClickAsync();
        await Expect(staff.Text("PDF:en är borttagen.")).ToBeAttachedAsync();
        await Expect(staff.Heading("Dina PDF:er")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task What_is_wrong_with_the_choice_is_said_and_what_was_typed_stays()
    {
        var incident = await OpenAsync();
        var staff = await AsAsync("stabschef");
        await staff.GoAsync($"{incident.Address}/exporter");

        await staff.Field("Från rad").FillAsync("många");
        await staff.Button("Gör PDF").ClickAsync();
        await Expect(staff.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Skriv radnummer med siffror.");

        await staff.Field("Från rad").FillAsync("999");
        await staff.Button("Gör PDF").ClickAsync();
        await Expect(staff.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Välj en tidigare första rad.");
        await Expect(staff.Field("Från rad")).ToHaveValueAsync("999");
        await Expect(staff.Link("Kalkylblad (CSV)")).ToBeHiddenAsync();

        await staff.Field("Från rad").FillAsync("200-");
        await Expect(staff.Link("Utskriftsvy")).ToBeHiddenAsync();
        await staff.Field("Från rad").BlurAsync();
        await Expect(staff.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Skriv radnummer med siffror.");

        await staff.Field("Från rad").FillAsync("");
        await staff.Field("Från rad").BlurAsync();
        await Expect(staff.Link("Kalkylblad (CSV)")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_choice_follows_to_the_spreadsheet_and_to_the_paper()
    {
        var incident = await OpenAsync();
        var staff = await AsAsync("stabschef");
        await staff.GoAsync($"{incident.Address}/exporter");

        await staff.Field("Från rad").FillAsync("2");
        await staff.Field("Från rad").BlurAsync();

        await Expect(staff.Link("Utskriftsvy"))
            .ToHaveAttributeAsync("href", $"/handelser/{incident.Id}/utskrift?franrad=2");
        var download = await staff.Page.RunAndWaitForDownloadAsync(() => staff.Link("Kalkylblad (CSV)").ClickAsync());
        using var reader = new StreamReader(await download.CreateReadStreamAsync());
        Assert.StartsWith("2;", (await reader.ReadToEndAsync()).Split("\r\n")[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_may_not_export_prints_and_is_offered_no_more()
    {
        var incident = await OpenAsync();
        var reader = await AsAsync("lasare");
        reader.Expects("status of 403");
        await reader.GoAsync(incident);
        await reader.Page.Locator("details.menu > summary").ClickAsync();

        await Expect(reader.Link("Skriv ut loggen")).ToBeVisibleAsync();
        await Expect(reader.Link("Exportera loggen …")).ToBeHiddenAsync();
        var refused = await reader.Page.GotoAsync($"{incident.Address}/exporter");
        Assert.Equal(403, refused!.Status);
    }

    [Fact]
    public Task The_paper_is_open_to_everybody_light_and_wide() => ReadPaperAsync(Screens.LightAndWide());

    [Fact]
    public Task The_paper_is_open_to_everybody_dark_and_narrow() => ReadPaperAsync(Screens.DarkAndNarrow());

    private static ILocator Print(Person staff, AriaRole role, string name) => staff.Page
        .GetByRole(AriaRole.Region, new() { Name = "PDF, rad 1–" }).GetByRole(role, new() { Name = name });

    private async Task ReadPaperAsync(BrowserNewContextOptions screen)
    {
        var incident = await OpenAsync("sarskild-handelse");
        await incident.MakeBusyAsync();
        var reader = await AsAsync("lasare", options: screen);

        await reader.Page.GotoAsync($"{incident.Address}/utskrift");

        await Expect(reader.Button("Skriv ut")).ToBeVisibleAsync();
        await Expect(reader.Heading($"Krislogg: {incident.Title}")).ToBeVisibleAsync();
        await Expect(reader.Text("Kedjans huvud")).ToBeVisibleAsync();
        Assert.Empty(await Accessibility.ViolationsAsync(reader.Page));
    }
}
