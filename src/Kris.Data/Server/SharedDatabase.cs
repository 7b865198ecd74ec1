using System.Globalization;
using System.Net.Sockets;
using Npgsql;

namespace Kris.Data.Server;

/// <summary>
/// A database on a server of the municipality's own: what has to hold before Kris uses it, each said in a sentence.
/// </summary>
public static class SharedDatabase
{
    // Owning the tables means being able to take the journal's guards away: the one thing the application must not.
    private const string Owns =
        """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind = 'r' AND pg_has_role(current_user, c.relowner, 'MEMBER')
        ORDER BY c.relname LIMIT 1
        """;

    /// <summary>The connection string as Kris uses it.</summary>
    /// <exception cref="StartupException">It cannot be understood.</exception>
    public static string Read(string variable, string value)
    {
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(value);
            if (string.IsNullOrEmpty(connection.Host) || string.IsNullOrEmpty(connection.Username))
                throw Malformed(variable);
            connection.ApplicationName ??= "kris";
            connection.Timeout = Math.Min(connection.Timeout, 10);
            return connection.ConnectionString;
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException)
        {
            throw Malformed(variable, failure);
        }
    }

    /// <exception cref="StartupException">Out of reach, too old, or a role that could change the journal.</exception>
    public static async Task CheckAsync(string variable, string connectionString, CancellationToken cancel = default)
    {
        await using var connection = await ReachAsync(variable, connectionString, cancel);
        if (connection.PostgreSqlVersion.Major < PostgresBinaries.OldestMajor)
        {
            throw new StartupException(
                $"Databasen i {variable} är PostgreSQL {connection.PostgreSqlVersion.ToString()}, men Kris behöver "
                + $"{PostgresBinaries.OldestMajor} eller nyare. Uppgradera servern.");
        }
    }

    /// <summary>The application's role may read and append, and nothing that would let it change the journal.</summary>
    public static async Task CheckRoleAsync(string connectionString, CancellationToken cancel = default)
    {
        await using var connection = await ReachAsync("KRIS_DB", connectionString, cancel);
        const string isSuper = "SELECT CASE WHEN rolsuper THEN 'ja' END FROM pg_roles WHERE rolname = current_user";
        if (await AskAsync(connection, isSuper, cancel) is not null)
        {
            throw new StartupException(
                $"Rollen {RoleOf(connectionString)} i KRIS_DB är superanvändare och skulle kunna ändra journalen. Ange "
                + "en vanlig roll i KRIS_DB, och den som äger tabellerna i KRIS_DB_OWNER.");
        }

        if (await AskAsync(connection, Owns, cancel) is { } table)
        {
            throw new StartupException(
                $"Rollen {RoleOf(connectionString)} i KRIS_DB äger tabellen {table} och skulle kunna ändra journalen. "
                + "Ange en annan roll i KRIS_DB, och den som äger tabellerna i KRIS_DB_OWNER.");
        }
    }

    public static string RoleOf(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString).Username ?? "";

    private static async Task<NpgsqlConnection> ReachAsync(
        string variable, string connectionString, CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancel);
            return connection;
        }
        catch (Exception failure) when (failure is NpgsqlException or TimeoutException or SocketException)
        {
            await connection.DisposeAsync();
            throw OutOfReach(variable, connectionString, failure);
        }
    }

    private static StartupException OutOfReach(string variable, string connectionString, Exception failure)
    {
        var where = new NpgsqlConnectionStringBuilder(connectionString);
        var place = string.Create(
            CultureInfo.InvariantCulture, $"{where.Host}:{where.Port}, databasen {where.Database}");
        var reason = failure is PostgresException refused ? refused.MessageText : failure.Message;
        return new StartupException(
            $"Databasen i {variable} går inte att nå ({place}: {reason.TrimEnd('.')}). Kontrollera att servern är "
            + "igång och att adress, roll och lösenord stämmer.",
            failure);
    }

    private static async Task<string?> AskAsync(NpgsqlConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancel) as string;
    }

    private static StartupException Malformed(string variable, Exception? cause = null) => new(
        $"{variable} går inte att läsa. Skriv den så här: Host=server;Database=kris;Username=roll;Password=lösenord.",
        cause);
}
