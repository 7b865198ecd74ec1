using Npgsql;

namespace Kris.Data.Server;

/// <summary>The roles and the database inside a private server, named as on a server of its own.</summary>
public static class PrivateDatabase
{
    public const string Name = "kris";
    public const string SuperUser = "postgres";
    public const string Owner = "kris_owner";
    public const string App = "kris_app";

    /// <summary>
    /// What no copy holds: the configuration of the search, which cannot be read back where the dictionary's files are
    /// gone, the words to search, which are made from the lines, and prints, which are asked for again: a copy is kept
    /// for longer than a print, and whatever is marked meanwhile.
    /// </summary>
    public static readonly IReadOnlyList<string> LeftOut =
    [
        "--exclude-schema=kris_search", "--exclude-table-data=line_search", "--exclude-table-data=line_search_reach",
        "--exclude-table-data=export_job", "--exclude-table-data=export_part",
    ];

    private const string Roles = """
        DO $$
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kris_owner') THEN
                CREATE ROLE kris_owner LOGIN;
            END IF;
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kris_app') THEN
                CREATE ROLE kris_app LOGIN;
            END IF;
            -- The journal's tables belong to a role that nobody logs in as.
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'kris_journal') THEN
                CREATE ROLE kris_journal NOLOGIN;
            END IF;
            GRANT kris_journal TO kris_owner;
        END $$
        """;

    // After an upgrade of the system's ICU the order of words may be another than the one the indexes were built in.
    private const string ReordersWords = """
        SELECT datcollversion IS DISTINCT FROM pg_database_collation_actual_version(oid)
        FROM pg_database WHERE datname = current_database()
        """;

    public static string ConnectionString(string sockets, string user, string database) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = sockets,
            Port = 5432,
            Username = user,
            Database = database,
            SslMode = SslMode.Disable,
            GssEncryptionMode = GssEncryptionMode.Disable,
            MaxPoolSize = 80,
            Timeout = 5,
            ApplicationName = "kris",
        }.ConnectionString;

    public static async Task EnsureAsync(string sockets, CancellationToken cancel)
    {
        await using (var server = await OpenAsync(sockets, "postgres", cancel))
        {
            await RunAsync(server, Roles, cancel);
            var exists = await AskAsync(
                server, $"SELECT EXISTS (SELECT FROM pg_database WHERE datname = '{Name}')", cancel);
            if (!exists)
                await RunAsync(server, $"CREATE DATABASE {Name} OWNER {Owner}", cancel);
            await GrantAsync(server, Name, cancel);
        }

        await using var database = await OpenAsync(sockets, Name, cancel);
        if (await AskAsync(database, ReordersWords, cancel))
        {
            await RunAsync(database, $"REINDEX DATABASE {Name}", cancel);
            await RunAsync(database, $"ALTER DATABASE {Name} REFRESH COLLATION VERSION", cancel);
        }
    }

    /// <summary>Lets in Kris's two roles and nobody else.</summary>
    public static Task GrantAsync(NpgsqlConnection server, string database, CancellationToken cancel) =>
        RunAsync(
            server,
            $"REVOKE ALL ON DATABASE {database} FROM PUBLIC; GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {App}",
            cancel);

    private static async Task<NpgsqlConnection> OpenAsync(string sockets, string database, CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(ConnectionString(sockets, SuperUser, database) + ";Pooling=false");
        await connection.OpenAsync(cancel);
        return connection;
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static async Task<bool> AskAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancel) is true;
    }
}
