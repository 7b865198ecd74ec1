using System.Diagnostics;

namespace Kris.Bench.Setup;

/// <summary>A server in a process of its own: a question on a line of stdin, the answer on a line of stdout.</summary>
internal sealed class Child : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly SemaphoreSlim asking = new(1, 1);

    private Child(Process process) => this.process = process;

    public Uri Site { get; private set; } = null!;

    public int ProcessId => process.Id;

    /// <summary>Kris, hosted by this same program, with the garbage collector that a web program gets.</summary>
    public static Task<Child> KrisAsync(Ground ground, CancellationToken stop) =>
        StartAsync([Environment.GetCommandLineArgs()[0], "serve", ground.AppConnection], stop);

    /// <summary>The reference page, as published.</summary>
    public static Task<Child> BareAsync(string program, CancellationToken stop) =>
        StartAsync([program, "--urls", "http://127.0.0.1:0"], stop);

    public async Task<string> AskAsync(string question, CancellationToken stop)
    {
        await asking.WaitAsync(stop);
        try
        {
            await process.StandardInput.WriteLineAsync(question.AsMemory(), stop);
            return await AnswerAsync(stop);
        }
        finally
        {
            asking.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(15));
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
        asking.Dispose();
    }

    private static async Task<Child> StartAsync(IEnumerable<string> arguments, CancellationToken stop)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
            Environment = { ["DOTNET_gcServer"] = "1" },
        };
        var child = new Child(Process.Start(start) ?? throw new BenchException("Servern startade inte."));
        try
        {
            child.Site = new Uri(await child.AnswerAsync(stop));
            return child;
        }
        catch
        {
            await child.DisposeAsync();
            throw;
        }
    }

    // What the server logs comes on the same stream; an answer begins with a figure or an address.
    private async Task<string> AnswerAsync(CancellationToken stop)
    {
        while (await process.StandardOutput.ReadLineAsync(stop).AsTask().WaitAsync(Patience, stop) is { } line)
        {
            if (line.StartsWith("http://", StringComparison.Ordinal) || (line.Length > 0 && char.IsAsciiDigit(line[0])))
                return line;
            Console.Error.WriteLine($"  [{process.Id}] {line}");
        }

        throw new BenchException("Servern slutade innan den svarade.");
    }
}
