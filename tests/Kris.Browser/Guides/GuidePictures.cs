using Kris.Browser.Look;
using Kris.Browser.Running;

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
        var open = (await (await ApiAsync("tib")).GetAsync("/incidents")).GetProperty("incidents").EnumerateArray()
            .First(incident => !incident.TryGetProperty("closedAt", out _));

        var address = $"/handelser/{open.GetProperty("id").GetGuid()}";
        await TakeAllAsync(address, "1280-ljus", Screens.LightAndWide);
        await TakeAllAsync(address, "360-mork", Screens.DarkAndNarrow);
    }

    private async Task TakeAllAsync(string incident, string screen, Func<BrowserNewContextOptions> options)
    {
        var officer = await AsAsync("kommundirektor", options: options());
        await officer.GoAsync("/");
        await TakeAsync(officer, "lage", screen);
        await officer.GoAsync(incident);
        await TakeAsync(officer, "handelse", screen);
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
