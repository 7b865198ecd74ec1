using System.Diagnostics;
using Kris.Domain;
using Kris.Web.Hosting;

namespace Kris.Web.Exports;

/// <summary>
/// The browser of this machine as a printer: it is given a document that holds all it needs, and gives back a PDF. It
/// sees no network, no script and nothing of the program's environment; its profile is thrown away each time.
/// </summary>
public sealed class Chromium(KrisSettings settings, ILogger<Chromium> log) : IDisposable
{
    public const string Missing =
        "Kris hittar ingen Chromium, Chrome eller Edge på servern och kan inte göra PDF själv. Öppna utskriftsvyn och "
        + "skriv ut därifrån: webbläsaren kan spara som PDF.";

    /// <summary>How long one document may take; a volume takes a few seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Queue = TimeSpan.FromSeconds(30);

    private static readonly string[] Names =
    [
        "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
        "microsoft-edge", "microsoft-edge-stable", "msedge", "chrome.exe", "msedge.exe",
    ];

    private static readonly string[] Installed =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    ];

    private static readonly string[] Settings =
    [
        "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-default-browser-check",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
        "--disable-default-apps", "--disable-domain-reliability", "--no-pings", "--disable-dev-shm-usage",
        "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://127.0.0.1:9", "--no-pdf-header-footer",
        "--export-tagged-pdf", "--generate-pdf-document-outline",
    ];

    private readonly SemaphoreSlim one = new(1, 1);

    public bool IsHere => Find() is not null;

    /// <param name="write">Writes the document.</param>
    /// <exception cref="RefusedException">No browser, one that is too busy, or one that gave no PDF.</exception>
    public async Task<byte[]> PrintAsync(Func<Stream, Task> write, CancellationToken stop)
    {
        var browser = Find() ?? throw new RefusedException(Missing);
        Refuse.If(
            !await one.WaitAsync(Queue, stop), "Skrivaren är upptagen med något långt. Försök igen om en stund.");
        using var folder = PrintFolder.Make();
        try
        {
            await using (var html = folder.Create("blad.html"))
                await write(html);
            await RunAsync(browser, folder, stop);
            return await folder.ReadAsync("blad.pdf", stop)
                ?? throw new RefusedException("Webbläsaren på servern gav ingen PDF. Försök igen.");
        }
        finally
        {
            one.Release();
        }
    }

    public void Dispose() => one.Dispose();

    private async Task RunAsync(string browser, PrintFolder folder, CancellationToken stop)
    {
        using var process = Process.Start(Start(browser, folder))
            ?? throw new RefusedException("Webbläsaren på servern går inte att starta.");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        // What it says is read, so that a full pipe does not stop it, and told if nothing comes of it.
        var said = process.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new RefusedException($"Utskriften tog mer än {Patience.TotalSeconds:0} sekunder och avbröts.");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        if (!folder.Has("blad.pdf"))
            log.LogWarning("Chromium gave no PDF, code {Code}: {Said}", process.ExitCode, Last(await said));
    }

    private static ProcessStartInfo Start(string browser, PrintFolder folder)
    {
        var start = new ProcessStartInfo(browser)
        {
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Passwords to the database are in the environment, and no business of a browser's.
        foreach (var name in start.Environment.Keys.Where(IsOurs).ToList())
            start.Environment.Remove(name);
        start.Environment["HOME"] = folder.Path;
        foreach (var setting in Settings)
            start.ArgumentList.Add(setting);
        // The browser's own sandbox does not work for root, whom it is there to keep from being.
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
            start.ArgumentList.Add("--no-sandbox");
        start.ArgumentList.Add($"--user-data-dir={folder.Of("profil")}");
        start.ArgumentList.Add($"--print-to-pdf={folder.Of("blad.pdf")}");
        start.ArgumentList.Add(new Uri(folder.Of("blad.html")).AbsoluteUri);
        return start;
    }

    private static bool IsOurs(string name) =>
        name.StartsWith("KRIS", StringComparison.Ordinal)
        || name.StartsWith("PG", StringComparison.Ordinal)
        || name.StartsWith("XDG_", StringComparison.Ordinal)
        || name.Contains("ASPNETCORE", StringComparison.Ordinal)
        || name.StartsWith("DBUS_", StringComparison.Ordinal);

    private static string Last(string said) => said.Length > 500 ? said[^500..] : said;

    // Looked for each time: it may be installed while Kris runs.
    private string? Find()
    {
        if (settings.Chromium is { } told)
            return File.Exists(told) ? told : null;

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name)))
            .Concat(Installed)
            .FirstOrDefault(File.Exists);
    }
}
