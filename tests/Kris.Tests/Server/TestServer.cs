using Kris.Data.Server;
using Npgsql;

namespace Kris.Tests.Server;

/// <summary>One private PostgreSQL for a whole collection. Every test gets databases of its own in it.</summary>
public sealed class TestServer : IAsyncLifetime, IDisposable
{
    private readonly SemaphoreSlim cloning = new(1, 1);
    private readonly Dictionary<string, Task> templates = new(StringComparer.Ordinal);
    private TemporaryFolder? temporary;
    private PrivatePostgres? postgres;

    public PrivatePostgres Postgres => postgres ?? throw new InvalidOperationException("The server is not started.");

    public async Task InitializeAsync()
    {
        await TemporaryFolder.SweepAsync();
        temporary = new TemporaryFolder();
        postgres = await PrivatePostgres.StartAsync(temporary.Data);

        // What a test writes need not survive a power cut.
        await RunAsync("ALTER SYSTEM SET fsync = off");
        await RunAsync("ALTER SYSTEM SET max_connections = 300");
        await RunAsync("SELECT pg_reload_conf()");
    }

    /// <summary>A database of its own, as the template stands; returns its name.</summary>
    public async Task<string> NewDatabaseAsync(string template = PrivateDatabase.Name)
    {
        var name = $"t_{Guid.NewGuid():N}";
        await CloneAsync(name, template);
        return name;
    }

    /// <summary>Makes a template once, filled by whoever asks first.</summary>
    public Task TemplateAsync(string name, Func<string, Task> fill)
    {
        lock (templates)
        {
            if (!templates.TryGetValue(name, out var made))
                templates[name] = made = MakeTemplateAsync(name, fill);
            return made;
        }
    }

    public string App(string database) => Postgres.ConnectionString(PrivateDatabase.App, database);

    public string Owner(string database) => Postgres.ConnectionString(PrivateDatabase.Owner, database);

    public string Super(string database) => Postgres.ConnectionString(PrivateDatabase.SuperUser, database);

    public async Task DisposeAsync()
    {
        if (postgres is not null)
            await postgres.DisposeAsync();
        temporary?.Dispose();
    }

    public void Dispose() => cloning.Dispose();

    private async Task MakeTemplateAsync(string name, Func<string, Task> fill)
    {
        await CloneAsync(name, PrivateDatabase.Name);
        await fill(name);
    }

    // PostgreSQL copies a database only while nobody is in it, and our own pools may still be.
    private async Task CloneAsync(string name, string template)
    {
        await cloning.WaitAsync();
        try
        {
            await RunAsync(
                $"SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE datname = '{template}'");
            await RunAsync($"CREATE DATABASE {name} TEMPLATE {template} OWNER {PrivateDatabase.Owner}");
            await using var connection = await OpenAsync();
            await PrivateDatabase.GrantAsync(connection, name, CancellationToken.None);
        }
        finally
        {
            cloning.Release();
        }
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(Super("postgres"));
        await connection.OpenAsync();
        return connection;
    }
}

[CollectionDefinition(Name)]
public sealed class TestServerCollection : ICollectionFixture<TestServer>
{
    public const string Name = "PostgreSQL";
}

/// <summary>
/// A second server for what is about the log. The tests of a collection wait for each other, and on one alone half of
/// the machine stood idle for most of a run.
/// </summary>
[CollectionDefinition(Name)]
public sealed class LogServerCollection : ICollectionFixture<TestServer>
{
    public const string Name = "PostgreSQL of the log";
}
