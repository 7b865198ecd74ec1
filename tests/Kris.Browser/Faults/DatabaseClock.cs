using System.Diagnostics;
using System.Globalization;
using Kris.Data.Server;
using Npgsql;

namespace Kris.Browser.Faults;

/// <summary>A server whose clock is set while it runs: the same files, under a library that tells the time.</summary>
internal sealed class DatabaseClock : IAsyncDisposable
{
    private readonly DataFolder data;
    private readonly PostgresBinaries binaries;
    private readonly Process server;
    private readonly Func<Task> restore;

    private DatabaseClock(DataFolder data, PostgresBinaries binaries, Process server, Func<Task> restore)
    {
        this.data = data;
        this.binaries = binaries;
        this.server = server;
        this.restore = restore;
    }

    /// <param name="data">Files that no server is at work in.</param>
    /// <param name="restore">Called when this server is gone again.</param>
    public static async Task<DatabaseClock> StartAsync(DataFolder data, string library, Func<Task> restore)
    {
        var found = PostgresBinaries.Find(data);
        var sockets = await SocketFolder.MakeAsync(data, CancellationToken.None);
        Write(data, TimeSpan.Zero);
        var start = ServerUser.Command(
        [
            "setsid", "env", $"LD_PRELOAD={library}", $"FAKETIME_TIMESTAMP_FILE={Offset(data)}", "FAKETIME_NO_CACHE=1",
            "FAKETIME_DISABLE_SHM=1", "FAKETIME_DONT_FAKE_MONOTONIC=1", found["postgres"], "-D", data.Postgres,
            "-c", "listen_addresses=", "-c", $"unix_socket_directories={sockets}",
        ]);
        var started = Process.Start(start)!;
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        var clock = new DatabaseClock(data, found, started, restore);
        try
        {
            await UntilReadyAsync(PrivateDatabase.ConnectionString(sockets, PrivateDatabase.App, PrivateDatabase.Name));
            return clock;
        }
        catch
        {
            await clock.DisposeAsync();
            throw;
        }
    }

    /// <summary>At the next look at it the clock is wrong by so much.</summary>
    public void Set(TimeSpan wrong) => Write(data, wrong);

    public async ValueTask DisposeAsync()
    {
        await Leftovers.ClearAsync(data, binaries, CancellationToken.None);
        server.Dispose();
        await restore();
    }

    private static string Offset(DataFolder data) => Path.Combine(data.Postgres, "kris-clock.txt");

    // Moved into its place, so that nobody reads half of it.
    private static void Write(DataFolder data, TimeSpan wrong)
    {
        var beside = $"{Offset(data)}.new";
        File.WriteAllText(beside, wrong.TotalSeconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture));
        File.Move(beside, Offset(data), overwrite: true);
    }

    private static async Task UntilReadyAsync(string connection)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                await using var first = new NpgsqlConnection(connection + ";Pooling=false");
                await first.OpenAsync(limit.Token);
                return;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(50, limit.Token);
            }
        }
    }
}
