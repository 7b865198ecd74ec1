using Kris.Domain;
using Kris.Web.Hosting;

namespace Kris.Web.Exports;

/// <summary>
/// The browser of this machine as a printer: it is given a document that holds all it needs, and gives back a PDF. It
/// sees no network, no script and nothing of the program's environment; its profile is thrown away with it.
/// </summary>
public sealed class Chromium : IDisposable
{
    public const string Missing =
        "Kris hittar ingen Chromium, Chrome eller Edge på servern och kan inte göra PDF själv. Öppna utskriftsvyn och "
        + "skriv ut därifrån: webbläsaren kan spara som PDF.";

    /// <summary>How long one document may take; a volume takes a second or two.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>How long it waits for more: a start takes as long as a short log, and a wait takes memory.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    // Before it a page's margins are left empty, and loose paper tells neither its number nor the head of the chain.
    private const int Oldest = 131;

    private static readonly TimeSpan Queue = TimeSpan.FromSeconds(30);

    private static readonly string[] Names =
    [
        "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
        "microsoft-edge", "microsoft-edge-stable",
    ];

    private static readonly string[] Installed =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ];

    private readonly SemaphoreSlim one = new(1, 1);
    private readonly BrowserVersion version = new();
    private readonly KrisSettings settings;
    private readonly ILogger<Chromium> log;
    private readonly Timer idle;
    private RunningBrowser? running;

    public Chromium(KrisSettings settings, ILogger<Chromium> log)
    {
        this.settings = settings;
        this.log = log;
        idle = new Timer(_ => EndUnlessBusy());
    }

    public bool IsHere => WhyNot is null;

    /// <summary>Why nothing can be printed; nothing where it can.</summary>
    public string? WhyNot => Find() switch
    {
        null => Missing,
        var program when version.Of(program) is < Oldest and var major =>
            $"Webbläsaren på servern har version {major}, och Kris behöver {Oldest} eller senare för att göra PDF. "
                + "Öppna utskriftsvyn och skriv ut därifrån: webbläsaren kan spara som PDF.",
        _ => null,
    };

    /// <param name="write">Writes the document.</param>
    /// <exception cref="RefusedException">No browser, or one that is too old.</exception>
    /// <exception cref="PrinterException">One that is too busy, or one that gave no PDF.</exception>
    public async Task<byte[]> PrintAsync(Func<Stream, Task> write, CancellationToken stop)
    {
        if (WhyNot is { } sentence)
            throw new RefusedException(sentence);
        var program = Find() ?? throw new RefusedException(Missing);
        if (!await one.WaitAsync(Queue, stop))
            throw new PrinterException("Skrivaren är upptagen med något långt. Försök igen om en stund.");
        var isDone = false;
        RunningBrowser? browser = null;
        try
        {
            if (running is { IsAlive: false })
                End();
            browser = running ??= new RunningBrowser(program);
            var pdf = await browser.PrintAsync(write, Patience, stop);
            isDone = true;
            return pdf;
        }
        catch (IOException failure) when (browser is not null)
        {
            log.LogWarning("Chromium gave no PDF: {Reason} {Said}", failure.Message, await browser.EndAsync());
            throw new PrinterException("Webbläsaren på servern gav ingen PDF. Försök igen.", failure);
        }
        finally
        {
            // What went wrong once is not trusted with the next log.
            if (!isDone)
                End();
            if (isDone)
                idle.Change(Idle, Timeout.InfiniteTimeSpan);
            one.Release();
        }
    }

    public void Dispose()
    {
        // Whoever prints hears that the browser is gone, and lets go; nobody begins after that.
        End();
        one.Wait(Idle);
        End();
        using var over = new ManualResetEvent(false);
        if (idle.Dispose(over))
            over.WaitOne();
    }

    private void EndUnlessBusy()
    {
        if (!one.Wait(0))
            return;
        End();
        one.Release();
    }

    // By whoever prints or by the end of the program, and once.
    private void End() => Interlocked.Exchange(ref running, null)?.Dispose();

    // Looked for each time: it may be installed while Kris runs.
    private string? Find()
    {
        // It is told by pipes that a shell hands over, which Windows does not have.
        if (OperatingSystem.IsWindows())
            return null;
        if (settings.Chromium is { } told)
            return File.Exists(told) ? told : null;

        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name)))
            .Concat(Installed)
            .FirstOrDefault(File.Exists);
    }
}
