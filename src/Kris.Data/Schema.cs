using Kris.Data.Server;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kris.Data;

public enum SchemaState
{
    Current,
    Older,
}

/// <summary>How a database's tables stand to this program.</summary>
public static class Schema
{
    /// <exception cref="StartupException">The tables are a newer program's, and may mean other things.</exception>
    public static async Task<SchemaState> StateAsync(
        IDbContextFactory<KrisDb> factory, CancellationToken cancellationToken = default)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
        var applied = await AppliedAsync(db, cancellationToken);
        if (applied.Any(migration => !known.Contains(migration)))
        {
            throw new StartupException(
                "Databasens tabeller är gjorda av en nyare Kris än den här. Använd den nyare, eller läs tillbaka en "
                + "säkerhetskopia från tiden före uppgraderingen.");
        }

        return applied.Count == known.Count ? SchemaState.Current : SchemaState.Older;
    }

    // Before the first migration there is no table to read, and nobody has given the application's role its rights.
    private static async Task<IReadOnlyCollection<string>> AppliedAsync(KrisDb db, CancellationToken cancellationToken)
    {
        try
        {
            return [.. await db.Database.GetAppliedMigrationsAsync(cancellationToken)];
        }
        catch (PostgresException denied) when (denied.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return [];
        }
    }
}
