using Kris.Browser.Running;

namespace Kris.Browser.Look;

/// <summary>Pictures of a state that somebody wants to look at, taken where KRIS_LOOK names a folder.</summary>
internal static class Pictures
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("KRIS_LOOK");

    public static async Task TakeAsync(Person person, string name)
    {
        if (Folder is null)
            return;

        Directory.CreateDirectory(Folder);
        var width = person.Page.ViewportSize?.Width ?? 0;
        await person.Page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}-{width}.png") });
    }
}
