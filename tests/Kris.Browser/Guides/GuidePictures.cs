using Kris.Browser.Incidents;
using Kris.Browser.Loggblad;
using Kris.Browser.Look;
using Kris.Browser.Offline;
using Kris.Browser.Running;
using Kris.Browser.Secrecy;

namespace Kris.Browser.Guides;

/// <summary>The pictures of the guides, of the demo as it comes, taken where KRIS_SCREENSHOTS names a folder.</summary>
public sealed class GuidePictures(Site site) : BrowserTest(site)
{
    // The line that two persons erase.
    private const int Spilt = 9;

    private static readonly TimeSpan PlayLimit = TimeSpan.FromMinutes(5);

    protected override bool HasWorker => true;

    public static string? Folder { get; } = Environment.GetEnvironmentVariable("KRIS_SCREENSHOTS");

    [WithFolder]
    public async Task The_pictures_of_the_guides_are_taken()
    {
        Directory.CreateDirectory(Folder!);
        using var limit = new CancellationTokenSource(PlayLimit);
        while (!Site.Program.HasPlayed)
            await Task.Delay(500, limit.Token);
        var incident = await LeakAsync();
        await TakeAllAsync(incident, "1280-ljus", Screens.LightAndWide);
        await TakeAllAsync(incident, "360-mork", Screens.DarkAndNarrow);
    }

    /// <summary>Something of everything that the guides tell of.</summary>
    private async Task<TestIncident> LeakAsync()
    {
        var director = await ApiAsync("kommundirektor");
        var incident = await TestIncident.OpenAsync(director, "Vattenläcka i centrala Norrvåga", "sarskild-handelse");
        object[] lines =
        [
            new
            {
                kind = "inkommet", text = "Boende på Storgatan har inget vatten.", from = "Kundtjänst",
                channel = "telefon", reliability = "trolig",
            },
            new
            {
                kind = "beslut", text = "Dricksvatten körs ut till Solgården.", decidedBy = "Stabschef",
                basis = "Läget från VA-jouren", reasons = "Sköra äldre står utan vatten.", alternatives = "Avvakta",
            },
            new
            {
                kind = "uppgift", text = "Kör ut tankvagn till Solgården", assignee = "VA-jour", lifeDanger = true,
                due = TimeProvider.System.GetUtcNow().AddMinutes(-10),
            },
            new { kind = "anteckning", text = "Reservvattentäkten provas. #vatten" },
        ];
        foreach (var line in lines)
            await director.PutLineAsync(incident.Id, line);
        await MarkingTests.MarkAsync(director, incident, 7);
        await director.WriteAsync(incident.Id, "En boendes personnummer och diagnos skrevs upp här av misstag.");
        var chief = await ApiAsync("stabschef");
        await chief.PostAsync(
            $"/incidents/{incident.Id}/lines/{Spilt}/erasure/propose",
            new { key = Guid.CreateVersion7(), spill = "personuppgift", reason = "En utomståendes uppgifter." });
        return incident;
    }

    private async Task TakeAllAsync(TestIncident incident, string screen, Func<BrowserNewContextOptions> options)
    {
        var officer = await AsAsync("kommundirektor", options: options());
        foreach (var (name, address) in new[]
        {
            ("lage", "/"), ("uppgifter", "/uppgifter"), ("sok", "/sok?q=vatten"), ("loggblad", "/loggblad"),
            ("handelse", incident.Address),
        })
        {
            await officer.GoAsync(address);
            await TakeAsync(officer, name, screen);
        }

        await ExportedAsync(officer, incident, screen);
        await LineActsTests.ActOnAsync(officer, "Boende på Storgatan", "Sekretessmarkera …");
        await officer.Dialog.GetByLabel("Lagrum").SelectOptionAsync("osl-21-7");
        await TakeAsync(officer, "markera", screen);
        await officer.GoAsync($"/handelser/{incident.Id}/radering/{Spilt}");
        await officer.Button("Besluta radering …").ClickAsync();
        await Expect(officer.Dialog).ToBeVisibleAsync();
        await TakeAsync(officer, "radera", screen);
        await officer.GoAsync(incident);
        await officer.Composer.FillAsync("/beslut Skolan stänger klockan 14.");
        await officer.Button("Sekretess …").ClickAsync();
        await TakeAsync(officer, "skriva", screen);
        await officer.Composer.FillAsync("");
        await officer.Button("Eskalera …").ClickAsync();
        await Expect(officer.Dialog).ToBeVisibleAsync();
        await TakeAsync(officer, "eskalera", screen);
        await officer.Page.GotoAsync("/tavla");
        await TakeAsync(officer, "tavla", screen);
        await SheetAsync(incident, screen, options());
        await WithoutServerAsync(incident, screen, options());
        var administrator = await AsAsync("administrator", options: options());
        await administrator.GoAsync("/administration/konton");
        await TakeAsync(administrator, "administration", screen);
    }

    private static async Task ExportedAsync(Person officer, TestIncident incident, string screen)
    {
        await officer.GoAsync($"{incident.Address}/exporter");
        await officer.Button("Gör PDF").ClickAsync();
        await Expect(officer.Text("Klar:").First).ToBeVisibleAsync(new() { Timeout = 3 * Person.Patience });
        await TakeAsync(officer, "exportera", screen);
        await officer.GoAsync(incident);
    }

    private async Task SheetAsync(TestIncident incident, string screen, BrowserNewContextOptions options)
    {
        var keeper = await AsAsync("loggforare1", options: options);
        var sheet = await LogSheetTests.PrintAsync(keeper);
        await keeper.GoAsync($"/loggblad/{sheet}/inskrivning");
        await LogSheetTests.FillAsync(keeper, incident);
        await keeper.Page.EvaluateAsync("scrollTo(0, 0)");
        await TakeAsync(keeper, "skriv-in", screen);
    }

    private async Task WithoutServerAsync(TestIncident incident, string screen, BrowserNewContextOptions options)
    {
        var logger = await AsAsync("loggforare2", options: options);
        logger.ExpectsOutages();
        await logger.GoAsync(incident);
        await Kept.UntilReadyAsync(logger, incident);
        await logger.Context.SetOfflineAsync(true);
        await logger.Page.ReloadAsync();
        await Expect(logger.Heading("Logg utan server")).ToBeVisibleAsync();
        await logger.WriteAsync("Tankbilen är på plats vid Solgården.");
        await Expect(logger.LineState).ToContainTextAsync("väntar på nät");
        await TakeAsync(logger, "utan-server", screen);
        await logger.Context.SetOfflineAsync(false);
    }

    private static async Task TakeAsync(Person person, string name, string screen) =>
        await person.Page.ScreenshotAsync(new()
        {
            Path = Path.Combine(Folder!, $"{name}-{screen}.png"),
            Animations = ScreenshotAnimations.Disabled,
            Caret = ScreenshotCaret.Hide,
        });

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class WithFolderAttribute : FactAttribute
    {
        public WithFolderAttribute() => Skip = Folder is null ? "KRIS_SCREENSHOTS names no folder." : null;
    }
}
