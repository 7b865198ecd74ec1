using System.Diagnostics;
using Npgsql;

namespace Kris.Tests.Server;

/// <summary>Questions that a test puts to a server, each in a connection of its own.</summary>
public static class Ask
{
    public static async Task<T> ValueAsync<T>(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public static async Task RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Every column of every table, as text: nowhere is nowhere.</summary>
    public static Task<string[]> TablesWithAsync(string connectionString, string word) => ValueAsync<string[]>(
        connectionString,
        $"""
        SELECT coalesce(array_agg(name), ARRAY[]::text[]) FROM (
            SELECT c.relname::text AS name,
                query_to_xml(format(
                    'SELECT count(*) AS n FROM %I t WHERE t::text LIKE %L', c.relname, '%{word}%'),
                    false, true, '')::text AS found
            FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace) AS tables
        WHERE found NOT LIKE '%<n>0</n>%'
        """);

    /// <summary>How long it takes until the server lets somebody new in, tried until it does.</summary>
    public static async Task<TimeSpan> UntilAnsweredAsync(string connectionString, TimeSpan limit)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                await ValueAsync<int>(connectionString, "SELECT 1");
                return Stopwatch.GetElapsedTime(begun);
            }
            catch (NpgsqlException) when (Stopwatch.GetElapsedTime(begun) < limit)
            {
                await Task.Delay(20);
            }
        }
    }
}
