using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Kris.Data.Server;
using Kris.Tests.Server;
using Npgsql;

namespace Kris.Browser.Running;

/// <summary>
/// The program that ./kris up runs, as a process of its own with a data folder of its own: it can be killed and started
/// again, and what a killed run left behind is swept up by the next.
/// </summary>
public sealed class KrisProgram : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    private readonly ConcurrentQueue<string> said = new();
    private readonly TemporaryFolder? own;
    private readonly IReadOnlyDictionary<string, string> environment;
    private readonly bool plays;
    private Process? process;

    private KrisProgram(bool plays, DataFolder? folder, IReadOnlyDictionary<string, string>? environment)
    {
        this.plays = plays;
        this.environment = environment ?? new Dictionary<string, string>(StringComparer.Ordinal);
        own = folder is null ? new TemporaryFolder() : null;
        Folder = folder ?? own!.Data;
    }

    /// <summary>Told every line that the program writes.</summary>
    public event Action<string>? Heard;

    public DataFolder Folder { get; }

    /// <summary>The process of the program while it runs.</summary>
    public int ProcessId => process?.Id ?? throw new InvalidOperationException("Kris is not started.");

    public bool IsRunning => process is { HasExited: false };

    public int Port { get; } = FreePort();

    public string Address => $"http://localhost:{Port}";

    /// <summary>Whether the demo municipality has its courses of events.</summary>
    public bool HasPlayed => File.Exists(Played);

    public string DemoAccounts => Folder.DemoAccounts;

    private string Played => Path.Combine(Folder.Root, "demo-replayed.txt");

    /// <summary>What the program said last, for whoever wants to know why.</summary>
    public string LastWords => string.Join('\n', said.TakeLast(40));

    /// <param name="plays">Whether the demo municipality gets its courses of events.</param>
    /// <param name="folder">Where it keeps what it has, if somebody else looks after that.</param>
    /// <param name="environment">What is set for it besides.</param>
    public static async Task<KrisProgram> StartAsync(
        bool plays = false, DataFolder? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        OrphanedPrograms.Kill();
        await TemporaryFolder.SweepAsync();
        var program = new KrisProgram(plays, folder, environment);
        try
        {
            await program.StartAgainAsync();
            return program;
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts what was killed; what runs is left alone.</summary>
    public async Task StartAgainAsync()
    {
        if (process is { HasExited: false })
            return;

        // What is marked as played is not played again.
        if (!plays)
            await File.WriteAllTextAsync(Played, "");
        process = Launch();
        OrphanedPrograms.Note(Folder, process);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var begun = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync(http))
        {
            var isLate = Stopwatch.GetElapsedTime(begun) > StartLimit;
            if (isLate || process.HasExited)
                throw new InvalidOperationException($"Kris did not start:\n{LastWords}");
            await Task.Delay(50);
        }
    }

    /// <summary>
    /// Waits for a page: on the server the program may have lost all its connections, or, where its clock is told by a
    /// library, break off its first reads before their time.
    /// </summary>
    public async Task UntilShownAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri(Address), Timeout = TimeSpan.FromSeconds(12) };
        for (var tries = 0; tries < 50; tries++)
        {
            using var ready = await http.GetAsync(new Uri("/readyz", UriKind.Relative));
            using var page = await http.GetAsync(new Uri("/logga-in", UriKind.Relative));
            if (ready.IsSuccessStatusCode && page.IsSuccessStatusCode)
                return;
            await Task.Delay(200);
        }

        throw new InvalidOperationException($"Kris shows no page to log in on:\n{LastWords}");
    }

    /// <summary>As a power cut does: the program alone, and its PostgreSQL is left alive without it.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Says something to its database that would otherwise take hours to become so.</summary>
    public async Task TellDatabaseAsync(string sql)
    {
        var sockets = PostmasterFile.Read(Folder)!.Sockets;
        await using var connection = new NpgsqlConnection(
            PrivateDatabase.ConnectionString(sockets, PrivateDatabase.App, PrivateDatabase.Name) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
            await StopAsync(process);
        process?.Dispose();
        await Leftovers.ClearAsync(Folder, PostgresBinaries.Find(Folder), CancellationToken.None);
        own?.Dispose();
    }

    private static async Task StopAsync(Process running)
    {
        using (var kill = Process.Start("kill", ["-TERM", running.Id.ToString(CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync();
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            await running.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            running.Kill();
            await running.WaitForExitAsync(CancellationToken.None);
        }
    }

    private Process Launch()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Environment.GetEnvironmentVariable("KRIS_PROGRAM") ?? BesideTheTests(), "up" },
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.ToList())
        {
            if (name.StartsWith("KRIS_", StringComparison.Ordinal))
                start.Environment.Remove(name);
        }

        start.Environment["KRIS_DATA"] = Folder.Root;
        start.Environment["KRIS_PORT"] = Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["KRIS_RATE"] = "100000";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var started = Process.Start(start)!;
        started.OutputDataReceived += (_, line) => Hear(line.Data);
        started.ErrorDataReceived += (_, line) => Hear(line.Data);
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return started;
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        Heard?.Invoke(line);
        said.Enqueue(line);
        while (said.Count > 200)
            said.TryDequeue(out _);
    }

    private async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"{Address}/readyz"));
            return answer.StatusCode is HttpStatusCode.OK;
        }
        catch (Exception notYet) when (notYet is HttpRequestException or OperationCanceledException or SocketException)
        {
            return false;
        }
    }

    private static string BesideTheTests() => Path.Combine(AppContext.BaseDirectory, "kris-web.dll");

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
