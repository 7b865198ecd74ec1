using Kris.Browser.Look;
using Kris.Browser.Running;
using Kris.Browser.Secrecy;

namespace Kris.Browser.Guides;

/// <summary>The pictures of the guides, of the demo as it comes, taken where KRIS_SCREENSHOTS names a folder.</summary>
public sealed class GuidePictures(Site site) : BrowserTest(site)
{
    private static readonly TimeSpan PlayLimit = TimeSpan.FromMinutes(5);

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
        return incident;
    }

    private async Task TakeAllAsync(TestIncident incident, string screen, Func<BrowserNewContextOptions> options)
    {
        var officer = await AsAsync("kommundirektor", options: options());
        foreach (var (name, address) in new[]
        {
            ("lage", "/"), ("uppgifter", "/uppgifter"), ("sok", "/sok?q=vatten"), ("loggblad", "/loggblad"),
            ("exportera", $"{incident.Address}/exporter"), ("handelse", incident.Address),
        })
        {
            await officer.GoAsync(address);
            await TakeAsync(officer, name, screen);
        }

        await officer.Composer.FillAsync("/beslut Skolan stänger klockan 14.");
        await officer.Button("Sekretess …").ClickAsync();
        await TakeAsync(officer, "skriva", screen);
        await officer.Composer.FillAsync("");
        await officer.Button("Eskalera …").ClickAsync();
        await Expect(officer.Dialog).ToBeVisibleAsync();
        await TakeAsync(officer, "eskalera", screen);
        await officer.Page.GotoAsync("/tavla");
        await TakeAsync(officer, "tavla", screen);
        var administrator = await AsAsync("administrator", options: options());
        await administrator.GoAsync("/administration/konton");
        await TakeAsync(administrator, "administration", screen);
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
