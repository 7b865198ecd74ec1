using Npgsql;

namespace Kris.Data.Search;

/// <summary>
/// The configuration of the text search that knows the dictionary. It is made where the server has the dictionary's
/// files, in a schema of its own that no copy of the database holds: where the files are gone, reading the copy back
/// would otherwise stop at it.
/// </summary>
public static class SearchConfiguration
{
    public const string Schema = "kris_search";
    public const string Name = $"{Schema}.swedish";

    // Debian's hunspell-sv, as pg_updatedicts or ./kris puts it where PostgreSQL looks.
    private const string Make =
        $"""
        CREATE SCHEMA {Schema};
        CREATE TEXT SEARCH DICTIONARY {Schema}.stops (
            TEMPLATE = pg_catalog.simple, StopWords = swedish, Accept = false);
        CREATE TEXT SEARCH DICTIONARY {Schema}.hunspell (
            TEMPLATE = pg_catalog.ispell, DictFile = sv_se, AffFile = sv_se);
        CREATE TEXT SEARCH CONFIGURATION {Name} (COPY = pg_catalog.swedish);
        ALTER TEXT SEARCH CONFIGURATION {Name}
            ALTER MAPPING FOR asciiword, asciihword, hword_asciipart, word, hword, hword_part
            WITH {Schema}.stops, {Schema}.hunspell, swedish_stem;
        """;

    private const string Exists =
        $"""
        SELECT EXISTS (
            SELECT FROM pg_ts_config c JOIN pg_namespace n ON n.oid = c.cfgnamespace
            WHERE n.nspname = '{Schema}' AND c.cfgname = 'swedish')
        """;

    /// <summary>Makes it where it is missing and can be made; whether it stands there now.</summary>
    /// <param name="owner">The role that owns the tables.</param>
    public static async Task<bool> EnsureAsync(string owner, string appRole, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(owner + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var exists = new NpgsqlCommand(Exists, connection);
        if (await exists.ExecuteScalarAsync(cancellationToken) is true)
            return true;
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var role = $"\"{appRole.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
            await using var make = new NpgsqlCommand(
                $"{Make} GRANT USAGE ON SCHEMA {Schema} TO {role}, kris_journal", connection, transaction);
            await make.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return true;
        }
        catch (PostgresException)
        {
            // No files, or no right to make a schema: words are found by PostgreSQL's own stemmer alone.
            return false;
        }
    }

    /// <summary>
    /// Whether it can be used now. A connection of its own is asked, because one that has read the dictionary goes on
    /// with it long after the files are gone.
    /// </summary>
    public static async Task<bool> WorksAsync(string app, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(app + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        try
        {
            await using var command = new NpgsqlCommand(
                $"SELECT length(to_tsvector('{Name}'::regconfig, 'vattnet')) > 0", connection);
            return await command.ExecuteScalarAsync(cancellationToken) is true;
        }
        catch (PostgresException missing) when (IsAboutIt(missing))
        {
            return false;
        }
    }

    /// <summary>Whether what went wrong is the dictionary's fault: its files, its schema, or the right to it.</summary>
    public static bool IsAboutIt(PostgresException failed) => failed.SqlState
        is PostgresErrorCodes.ConfigFileError or PostgresErrorCodes.UndefinedObject
        or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.InsufficientPrivilege
        or PostgresErrorCodes.UndefinedFile or PostgresErrorCodes.CharacterNotInRepertoire;
}
