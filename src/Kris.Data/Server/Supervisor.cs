using Microsoft.Extensions.Logging;
using Npgsql;

namespace Kris.Data.Server;

/// <summary>Keeps a PostgreSQL running: when it dies it is started again, until it is asked to stop.</summary>
internal sealed class Supervisor : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3);

    private readonly DataFolder folder;
    private readonly PostgresBinaries binaries;
    private readonly string sockets;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task watching;
    private Postmaster current;

    private Supervisor(
        DataFolder folder, PostgresBinaries binaries, string sockets, ILogger logger, Postmaster postmaster)
    {
        this.folder = folder;
        this.binaries = binaries;
        this.sockets = sockets;
        this.logger = logger;
        current = postmaster;
        watching = WatchAsync();
    }

    public static async Task<Supervisor> StartAsync(
        DataFolder folder, PostgresBinaries binaries, string sockets, ILogger logger, CancellationToken cancel)
    {
        await Leftovers.ClearAsync(folder, binaries, cancel);
        var postmaster = await Postmaster.StartAsync(folder, binaries, sockets, cancel);
        return new Supervisor(folder, binaries, sockets, logger, postmaster);
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await watching;
        await current.StopAsync();
        current.Dispose();
        NpgsqlConnection.ClearAllPools();
        stopping.Dispose();
    }

    private async Task WatchAsync()
    {
        while (true)
        {
            await Task.WhenAny(current.Exited, Task.Delay(Timeout.Infinite, stopping.Token));
            if (stopping.IsCancellationRequested)
                return;

            logger.LogError("Den privata databasen dog och startas om.");
            if (!await RestartAsync())
                return;

            logger.LogWarning("Den privata databasen svarar igen.");
        }
    }

    // Nothing but being asked to stop ends the attempts: a full disk that is emptied is enough to come back.
    private async Task<bool> RestartAsync()
    {
        var pause = TimeSpan.FromMilliseconds(100);
        while (true)
        {
            try
            {
                await Leftovers.ClearAsync(folder, binaries, stopping.Token);
                var next = await Postmaster.StartAsync(folder, binaries, sockets, stopping.Token);
                current.Dispose();
                current = next;
                NpgsqlConnection.ClearAllPools();
                return true;
            }
            catch (OperationCanceledException)
            {
                return false;
            }
            catch (Exception failure)
            {
                logger.LogError("Ett nytt försök att starta databasen misslyckades: {Reason}", failure.Message);
            }

            await Task.WhenAny(Task.Delay(pause, stopping.Token));
            if (stopping.IsCancellationRequested)
                return false;
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
