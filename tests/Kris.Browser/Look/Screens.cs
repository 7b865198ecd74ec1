namespace Kris.Browser.Look;

internal static class Screens
{
    public static BrowserNewContextOptions LightAndWide() => new()
    {
        ViewportSize = new() { Width = 1280, Height = 800 },
        ColorScheme = ColorScheme.Light,
        ReducedMotion = ReducedMotion.Reduce,
    };

    public static BrowserNewContextOptions DarkAndNarrow() => new()
    {
        ViewportSize = new() { Width = 360, Height = 740 },
        ColorScheme = ColorScheme.Dark,
        ReducedMotion = ReducedMotion.Reduce,
    };
}
