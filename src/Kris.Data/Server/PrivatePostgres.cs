using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Kris.Data.Server;

/// <summary>
/// The PostgreSQL that Kris keeps in its data folder when no server is given: a Unix socket and no port, watched over,
/// and gone when Kris stops.
/// </summary>
public sealed class PrivatePostgres : IAsyncDisposable
{
    private static readonly TimeSpan AttachLimit = TimeSpan.FromSeconds(15);

    private readonly FolderLock? hold;
    private readonly Supervisor? server;
    private int disposed;

    private PrivatePostgres(
        DataFolder folder, PostgresBinaries binaries, string sockets, FolderLock? hold, Supervisor? server)
    {
        Folder = folder;
        Binaries = binaries;
        Sockets = sockets;
        this.hold = hold;
        this.server = server;
    }

    public DataFolder Folder { get; }

    /// <summary>Programs of the running version, <c>pg_dump</c> among them.</summary>
    public PostgresBinaries Binaries { get; }

    public string Sockets { get; }

    /// <summary>Whether this program started the server, and stops it; otherwise another Kris does.</summary>
    public bool IsOurs => server is not null;

    public int? ProcessId => PostmasterFile.Read(Folder)?.Process;

    public string AppConnectionString => ConnectionString(PrivateDatabase.App, PrivateDatabase.Name);

    public string OwnerConnectionString => ConnectionString(PrivateDatabase.Owner, PrivateDatabase.Name);

    public string SuperConnectionString => ConnectionString(PrivateDatabase.SuperUser, PrivateDatabase.Name);

    /// <summary>Takes the folder, starts its server and makes what is missing in it.</summary>
    /// <exception cref="StartupException">With a sentence for the one who starts Kris.</exception>
    public static async Task<PrivatePostgres> StartAsync(
        DataFolder folder, ILogger? logger = null, CancellationToken cancel = default)
    {
        var held = await FolderLock.TakeAsync(folder, cancel);
        Supervisor? supervisor = null;
        try
        {
            var binaries = PostgresBinaries.Find(folder);
            await Cluster.PrepareAsync(folder, binaries, cancel);
            var sockets = await SocketFolder.MakeAsync(folder, cancel);
            supervisor = await Supervisor.StartAsync(folder, binaries, sockets, logger ?? NullLogger.Instance, cancel);
            await PrivateDatabase.EnsureAsync(sockets, cancel);
            return new PrivatePostgres(folder, binaries, sockets, held, supervisor);
        }
        catch (Exception failure)
        {
            if (supervisor is not null)
                await supervisor.DisposeAsync();
            held.Dispose();
            if (failure is PostgresException { SqlState: PostgresErrorCodes.DiskFull })
                throw StartupException.DiskFull(folder.Root, failure);
            throw;
        }
    }

    /// <summary>The server of the Kris that holds the folder, for a command beside it; null when none does.</summary>
    public static async Task<PrivatePostgres?> AttachAsync(DataFolder folder, CancellationToken cancel = default)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            using (var free = FolderLock.TryTake(folder))
            {
                if (free is not null)
                    return null;
            }

            if (PostmasterFile.Read(folder) is { IsReady: true } running && await AnswersAsync(running.Sockets, cancel))
                return new PrivatePostgres(folder, PostgresBinaries.Find(folder), running.Sockets, null, null);

            if (Stopwatch.GetElapsedTime(begun) > AttachLimit)
            {
                throw new StartupException(
                    $"En annan Kris använder datamappen {folder.Root}, men dess databas svarar inte. Vänta och försök "
                    + "igen, eller stoppa och starta om den.");
            }

            await Task.Delay(200, cancel);
        }
    }

    public string ConnectionString(string user, string database) =>
        PrivateDatabase.ConnectionString(Sockets, user, database);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1)
            return;

        if (server is not null)
        {
            await server.DisposeAsync();
            SocketFolder.Remove(Sockets);
        }

        hold?.Dispose();
    }

    private static async Task<bool> AnswersAsync(string sockets, CancellationToken cancel)
    {
        try
        {
            var app = PrivateDatabase.ConnectionString(sockets, PrivateDatabase.App, PrivateDatabase.Name);
            await using var connection = new NpgsqlConnection(app + ";Pooling=false");
            await connection.OpenAsync(cancel);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
