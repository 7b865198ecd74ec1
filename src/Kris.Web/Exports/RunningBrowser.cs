using System.Diagnostics;
using System.Text.Json;

namespace Kris.Web.Exports;

/// <summary>
/// A browser that runs: documents go in by their address and come out as PDF through the pipe that it is told by. Each
/// has a context and a process of its own in it, so that nothing is left from one to the next.
/// </summary>
internal sealed class RunningBrowser : IDisposable
{
    // What is larger lies in the program's memory until all of that is gone through.
    private const int Piece = 48 * 1024;

    // A pipe and not a port, which whoever is on the machine could reach: it is the third and the fourth file.
    private const string ByPipe = "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null";

    private static readonly string[] Settings =
    [
        "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-default-browser-check",
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
        "--disable-default-apps", "--disable-domain-reliability", "--no-pings", "--disable-dev-shm-usage",
        "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=http://127.0.0.1:9", "--remote-debugging-pipe",
        // Nothing is drawn on a screen and nothing fetched: fewer processes, each with a dozen megabytes or two.
        "--disable-software-rasterizer", "--use-gl=disabled", "--enable-features=NetworkServiceInProcess2",
        // Layout leaves much behind, which is else collected when the page is closed and not before.
        "--js-flags=--max-old-space-size=8",
    ];

    private readonly PrintFolder folder = PrintFolder.Make();
    private readonly Process process;
    private readonly BrowserPipe pipe;
    private readonly Task<string> said;

    public RunningBrowser(string program)
    {
        process = Process.Start(Start(program, folder))
            ?? throw new PrinterException("Webbläsaren på servern går inte att starta.");
        pipe = new BrowserPipe(process.StandardInput.BaseStream, process.StandardOutput.BaseStream);
        // What it says is read, so that a full pipe does not stop it, and told if nothing comes of it.
        said = process.StandardError.ReadToEndAsync();
    }

    public bool IsAlive => !process.HasExited;

    /// <param name="write">Writes the document.</param>
    /// <exception cref="IOException">The browser gave no PDF, or was ended while it printed.</exception>
    /// <exception cref="PrinterException">It took too long.</exception>
    public async Task<byte[]> PrintAsync(Func<Stream, Task> write, TimeSpan patience, CancellationToken stop)
    {
        var html = folder.Of("blad.html");
        await using (var file = folder.Create("blad.html"))
            await write(file);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        // Whoever waits for its answer hears that it has ended.
        await using var ending = over.Token.Register(End);
        over.CancelAfter(patience);
        try
        {
            var context = Text(await pipe.AskAsync("Target.createBrowserContext", new { }), "browserContextId");
            var pdf = await PrintAsync(await OpenAsync(context, new Uri(html).AbsoluteUri));
            await pipe.AskAsync("Target.disposeBrowserContext", new { browserContextId = context });
            File.Delete(html);
            return pdf;
        }
        catch (IOException) when (over.IsCancellationRequested)
        {
            stop.ThrowIfCancellationRequested();
            throw new PrinterException($"Utskriften tog mer än {patience.TotalSeconds:0} sekunder och avbröts.");
        }
    }

    /// <summary>Ends it, and tells what it said last.</summary>
    public async Task<string> EndAsync()
    {
        End();
        var last = await said;
        return last.Length > 500 ? last[^500..] : last;
    }

    public void Dispose()
    {
        End();
        process.WaitForExit(TimeSpan.FromSeconds(5));
        process.Dispose();
        folder.Dispose();
    }

    private async Task<string> OpenAsync(string context, string address)
    {
        var target = Text(
            await pipe.AskAsync("Target.createTarget", new { url = "about:blank", browserContextId = context }),
            "targetId");
        var page = Text(
            await pipe.AskAsync("Target.attachToTarget", new { targetId = target, flatten = true }), "sessionId");
        await pipe.AskAsync("Page.enable", new { }, page);
        await pipe.AskAsync("Emulation.setScriptExecutionDisabled", new { value = true }, page);
        await pipe.AskAsync("Page.navigate", new { url = address }, page);
        await pipe.WaitAsync(page, "Page.loadEventFired");
        return page;
    }

    private async Task<byte[]> PrintAsync(string page)
    {
        var asked = new
        {
            preferCSSPageSize = true,
            printBackground = true,
            generateTaggedPDF = true,
            generateDocumentOutline = true,
            transferMode = "ReturnAsStream",
        };
        var handle = Text(await pipe.AskAsync("Page.printToPDF", asked, page), "stream");
        await using (var pdf = folder.Create("blad.pdf"))
        {
            JsonElement piece;
            do
            {
                piece = await pipe.AskAsync("IO.read", new { handle, size = Piece }, page);
                await pdf.WriteAsync(piece.GetProperty("data").GetBytesFromBase64());
            }
            while (!piece.GetProperty("eof").GetBoolean());
        }

        return await folder.ReadAsync("blad.pdf");
    }

    private static ProcessStartInfo Start(string program, PrintFolder folder)
    {
        var start = new ProcessStartInfo("/bin/sh")
        {
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        LeaveOut(start);
        start.Environment["HOME"] = folder.Path;
        string[] words = ["-c", ByPipe, program, .. Settings, $"--user-data-dir={folder.Of("profil")}"];
        foreach (var word in words)
            start.ArgumentList.Add(word);
        // The browser's own sandbox does not work for root, whom it is there to keep from being.
        if (Environment.IsPrivilegedProcess)
            start.ArgumentList.Add("--no-sandbox");
        return start;
    }

    /// <summary>Passwords to the database are in the environment, and no business of a browser's.</summary>
    public static void LeaveOut(ProcessStartInfo start)
    {
        foreach (var name in start.Environment.Keys.Where(IsOurs).ToList())
            start.Environment.Remove(name);
    }

    private static bool IsOurs(string name) =>
        name.StartsWith("KRIS", StringComparison.Ordinal)
        || name.StartsWith("PG", StringComparison.Ordinal)
        || name.StartsWith("XDG_", StringComparison.Ordinal)
        || name.Contains("ASPNETCORE", StringComparison.Ordinal)
        || name.StartsWith("DBUS_", StringComparison.Ordinal);

    private static string Text(JsonElement answer, string name) =>
        answer.GetProperty(name).GetString()!;

    private void End()
    {
        try
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended meanwhile, or was let go of by whoever ended it.
        }
    }
}
