using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace Kris.Data.Server;

/// <summary>One running PostgreSQL: started, waited for, and stopped. It is not looked after here.</summary>
public sealed class Postmaster : IDisposable
{
    private static readonly TimeSpan FirstAnswer = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly DataFolder folder;
    private readonly PostgresBinaries binaries;
    private readonly Process process;
    private readonly TaskCompletionSource exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> said = new();

    private Postmaster(DataFolder folder, PostgresBinaries binaries, string sockets)
    {
        this.folder = folder;
        this.binaries = binaries;
        process = new Process { StartInfo = Command(folder, binaries, sockets), EnableRaisingEvents = true };
        process.Exited += (_, _) => exited.TrySetResult();
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
    }

    public Task Exited => exited.Task;

    /// <summary>Starts and waits until it answers.</summary>
    /// <exception cref="StartupException">It ended, or did not answer in time, with what it said last.</exception>
    public static async Task<Postmaster> StartAsync(
        DataFolder folder, PostgresBinaries binaries, string sockets, CancellationToken cancel)
    {
        var postmaster = new Postmaster(folder, binaries, sockets);
        try
        {
            postmaster.process.Start();
            postmaster.process.StandardInput.Close();
            postmaster.process.BeginOutputReadLine();
            postmaster.process.BeginErrorReadLine();
            await postmaster.WaitUntilReadyAsync(
                PrivateDatabase.ConnectionString(sockets, PrivateDatabase.SuperUser, "postgres"), cancel);
            return postmaster;
        }
        catch
        {
            postmaster.Kill();
            postmaster.Dispose();
            throw;
        }
    }

    /// <summary>Stops it: open work is broken off, what is committed is on the disk.</summary>
    public async Task StopAsync()
    {
        foreach (var (mode, seconds) in new[] { ("fast", 5), ("immediate", 2) })
        {
            if (Exited.IsCompleted)
                return;

            await ServerUser.RunAsync(
                TimeSpan.FromSeconds(2), CancellationToken.None,
                binaries["pg_ctl"], "stop", "-D", folder.Postgres, "-m", mode, "-W", "-s");
            await Task.WhenAny(Exited, Task.Delay(TimeSpan.FromSeconds(seconds)));
        }

        Kill();
    }

    public void Dispose() => process.Dispose();

    private void Kill()
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It never started, or has ended by itself.
        }
    }

    // Ctrl-C goes to the whole group of processes: in a session of its own the database outlives the ones that use it.
    private static ProcessStartInfo Command(DataFolder folder, PostgresBinaries binaries, string sockets)
    {
        string[] session = OperatingSystem.IsLinux() ? ["setsid"] : [];
        return ServerUser.Command(
        [
            .. session, binaries["postgres"], "-D", folder.Postgres,
            "-c", "listen_addresses=", "-c", "port=5432",
            "-c", $"unix_socket_directories={sockets}", "-c", "unix_socket_permissions=0700",
        ]);
    }

    private async Task WaitUntilReadyAsync(string connectionString, CancellationToken cancel)
    {
        var begun = Stopwatch.GetTimestamp();
        var limit = FirstAnswer;
        while (Stopwatch.GetElapsedTime(begun) < limit)
        {
            if (Exited.IsCompleted)
            {
                await HearOutAsync();
                throw Explain("PostgreSQL avslutades direkt");
            }

            try
            {
                await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
                await connection.OpenAsync(cancel);
                return;
            }
            catch (PostgresException starting) when (starting is { SqlState: PostgresErrorCodes.CannotConnectNow })
            {
                // It reads its log after a crash. That takes what it takes, and is no reason to kill it again.
                limit = Recovery;
            }
            catch (NpgsqlException)
            {
            }

            await Task.WhenAny(Exited, Task.Delay(30, cancel));
            cancel.ThrowIfCancellationRequested();
        }

        throw Explain($"PostgreSQL svarade inte inom {limit.TotalSeconds:0} s");
    }

    // It can be gone before what it said last has come through.
    private async Task HearOutAsync()
    {
        using var limit = new CancellationTokenSource(LastWords);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // Something holds the pipe: what has been heard has to do.
        }
    }

    private void Hear(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
            return;

        said.Enqueue(line);
        while (said.Count > 20)
            said.TryDequeue(out _);
    }

    private StartupException Explain(string what)
    {
        var lines = $"{string.Join('\n', said)}\n{Cluster.LastWords(folder)}";
        if (lines.Contains("No space left on device", StringComparison.Ordinal))
            return StartupException.DiskFull(folder.Root);

        var reason = lines.Split('\n').LastOrDefault(
            l => l.Contains("FATAL", StringComparison.Ordinal) || l.Contains("PANIC", StringComparison.Ordinal));
        return new StartupException(
            $"Den privata databasen startade inte: {what}{(reason is null ? "" : $" ({reason.Trim()})")}. Mer står i "
            + $"{Path.Combine(folder.Postgres, "log")}.");
    }
}
