using Kris.Data;
using Kris.Data.Journal;
using Kris.Data.Search;
using Kris.Data.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace Kris.Web.Hosting;

/// <summary>
/// The database that this start or this command works on: the private one, our own or that of a Kris that runs, or a
/// server of the municipality's.
/// </summary>
public sealed class Database : IAsyncDisposable
{
    private Database(string app, string? owner, DataFolder folder, PrivatePostgres? postgres)
    {
        App = app;
        Owner = owner;
        Folder = folder;
        Private = postgres;
        var connection = new NpgsqlConnectionStringBuilder(app) { ReadBufferSize = KrisDataSource.BytesAtATime };
        Source = NpgsqlDataSource.Create(connection);
        Contexts = new PooledDbContextFactory<KrisDb>(new DbContextOptionsBuilder<KrisDb>().UseNpgsql(Source).Options);
        var signal = new JournalSignal();
        Journal = new JournalStore(Source, signal);
        Desk = new Desk(Contexts, Journal, signal);
    }

    /// <summary>The role that the application logs in as.</summary>
    public string App { get; }

    public string? Owner { get; }

    public DataFolder Folder { get; }

    public PrivatePostgres? Private { get; }

    public NpgsqlDataSource Source { get; }

    public IDbContextFactory<KrisDb> Contexts { get; }

    public JournalStore Journal { get; }

    public Desk Desk { get; }

    /// <summary>For the one who serves: the folder is taken, and nobody else may have it.</summary>
    public static async Task<Database> ServeAsync(KrisSettings settings, ILogger logger, CancellationToken cancel)
    {
        var folder = DataFolder.Open(settings.Data);
        return settings.Db is { } db
            ? await SharedAsync(db, settings.DbOwner, folder, cancel)
            : Of(await PrivatePostgres.StartAsync(folder, logger, cancel));
    }

    /// <summary>For a command: beside a Kris that runs, or alone.</summary>
    public static async Task<Database> OpenAsync(KrisSettings settings, CancellationToken cancel)
    {
        var folder = DataFolder.Open(settings.Data);
        if (settings.Db is { } db)
            return await SharedAsync(db, settings.DbOwner, folder, cancel);
        if (await PrivatePostgres.AttachAsync(folder, cancel) is { } running)
            return Of(running);
        if (!File.Exists(Path.Combine(folder.Postgres, "PG_VERSION")))
        {
            throw new StartupException(
                $"Det finns ingen databas i {folder.Root} än. Starta Kris med ./kris up, eller peka ut en annan "
                + "datamapp med KRIS_DATA.");
        }

        return Of(await PrivatePostgres.StartAsync(folder, cancel: cancel));
    }

    /// <summary>As above, and refuses a database whose tables are of another time than this program.</summary>
    public static async Task<Database> OpenMigratedAsync(KrisSettings settings, CancellationToken cancel)
    {
        var database = await OpenAsync(settings, cancel);
        try
        {
            if (await Schema.StateAsync(database.Contexts, cancel) is SchemaState.Older)
            {
                throw new StartupException(
                    "Databasens tabeller är äldre än programmet. Kör ./kris migrate, eller starta Kris med ./kris up.");
            }

            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <exception cref="StartupException">There is something to do, and no role that may do it.</exception>
    public async Task<bool> MigrateAsync(CancellationToken cancel)
    {
        if (await Schema.StateAsync(Contexts, cancel) is SchemaState.Current)
            return false;
        if (Owner is null)
        {
            throw new StartupException(
                "Databasens tabeller är äldre än programmet, och KRIS_DB_OWNER är inte satt. Sätt den till den roll "
                + "som äger tabellerna, och starta igen.");
        }

        await Migrator.RunAsync(Owner, SharedDatabase.RoleOf(App), cancel);
        return true;
    }

    /// <summary>Makes the search know the dictionary, where the server has it and we may; whether it does.</summary>
    public async Task<bool> PrepareSearchAsync(CancellationToken cancel) =>
        Owner is not null && await SearchConfiguration.EnsureAsync(Owner, SharedDatabase.RoleOf(App), cancel);

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        if (Private is not null)
            await Private.DisposeAsync();
    }

    private static Database Of(PrivatePostgres postgres) =>
        new(postgres.AppConnectionString, postgres.OwnerConnectionString, postgres.Folder, postgres);

    private static async Task<Database> SharedAsync(
        string db, string? dbOwner, DataFolder folder, CancellationToken cancel)
    {
        var app = SharedDatabase.Read("KRIS_DB", db);
        var owner = dbOwner is null ? null : SharedDatabase.Read("KRIS_DB_OWNER", dbOwner);
        await SharedDatabase.CheckAsync("KRIS_DB", app, cancel);
        await SharedDatabase.CheckRoleAsync(app, cancel);
        if (owner is not null)
            await SharedDatabase.CheckAsync("KRIS_DB_OWNER", owner, cancel);
        return new Database(app, owner, folder, postgres: null);
    }
}
