namespace Kris.Browser.Running;

/// <summary>
/// The browser of this machine. None is ever downloaded. The shell is the same browser without its own windows, which
/// nobody sees here and which cost as much as our pages do.
/// </summary>
internal static class Chromium
{
    private static readonly string[] Names =
    [
        "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
        "microsoft-edge",
    ];

    private static readonly string[] Applications =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ];

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new()
    {
        ExecutablePath = Find(),
        Args =
        [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync",
        ],
    });

    private static string Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name)))
            .Concat(Applications)
            .FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("Chromium is not installed; ./kris test installs it.");
    }
}
