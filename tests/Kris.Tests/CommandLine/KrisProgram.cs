using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Kris.Tests.HouseRules;

namespace Kris.Tests.CommandLine;

/// <summary>What a command said and how it ended.</summary>
public sealed record Ended(int Code, string Output, string Errors);

/// <summary>The program as it is built, run as a process of its own.</summary>
public sealed class KrisProgram : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private static readonly string[] Own =
        ["KRIS_DATA", "KRIS_PORT", "KRIS_DB", "KRIS_DB_OWNER", "KRIS_URL", "KRIS_CERT", "KRIS_DEMO", "KRIS_RATE"];

    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly ConcurrentQueue<string> errors = new();

    private KrisProgram(string[] args, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet", [Dll(), .. args])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in Own)
            start.Environment.Remove(name);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => string.Join('\n', output);

    public bool HasEnded => process.HasExited;

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public static async Task<Ended> RunAsync(IReadOnlyDictionary<string, string> settings, params string[] args)
    {
        await using var program = new KrisProgram(args, settings);
        return await program.EndAsync();
    }

    /// <summary>Runs <c>up</c> until it is ready. If it never is, the test ends with what it said.</summary>
    public static async Task<KrisProgram> UpAsync(IReadOnlyDictionary<string, string> settings)
    {
        var program = new KrisProgram(["up"], settings);
        var begun = Stopwatch.GetTimestamp();
        while (!program.Output.Contains("Ctrl-C stoppar.", StringComparison.Ordinal))
        {
            if (program.HasEnded || Stopwatch.GetElapsedTime(begun) > Limit)
            {
                var said = $"{program.Output}\n{string.Join('\n', program.errors)}";
                await program.DisposeAsync();
                Assert.Fail($"Kris did not come up: {said}");
            }

            await Task.Delay(50);
        }

        return program;
    }

    /// <summary>Asks it to stop as a service manager does, and tells how long it took.</summary>
    public async Task<TimeSpan> StopAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            await kill.WaitForExitAsync();
        await EndAsync();
        return Stopwatch.GetElapsedTime(begun);
    }

    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async Task<Ended> EndAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        await process.WaitForExitAsync(limit.Token);
        return new Ended(process.ExitCode, Output.Trim(), string.Join('\n', errors).Trim());
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await StopAsync();
        process.Dispose();
    }

    // As the build of the tests, so is the program's.
    private static string Dll()
    {
        var build = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(
            Sources.Root, "src", "Kris.Web", "bin", build.Parent!.Name, build.Name, "kris-web.dll");
        Assert.True(File.Exists(path), $"{path} is not built.");
        return path;
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }
}
