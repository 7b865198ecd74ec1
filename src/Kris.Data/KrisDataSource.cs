using Npgsql;

namespace Kris.Data;

/// <summary>The program's connections, as it uses them: the same few questions over and over.</summary>
public static class KrisDataSource
{
    private const int PreparedPerConnection = 100;

    /// <remarks>
    /// Npgsql empties a connection (DISCARD ALL) whenever it goes back to the pool, and with it every plan that the
    /// journal's functions have made. Kris leaves nothing behind on a connection, no setting, no lock and no temporary
    /// table, so there is nothing to empty, and what is asked twice is prepared.
    /// </remarks>
    public static NpgsqlDataSource Create(string connection) => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connection)
        {
            NoResetOnClose = true,
            MaxAutoPrepare = PreparedPerConnection,
            AutoPrepareMinUsages = 2,
        });
}
