using Npgsql;

namespace Kris.Data;

/// <summary>The program's connections, as it uses them: the same few questions over and over.</summary>
public static class KrisDataSource
{
    private const int PreparedPerConnection = 100;

    // Together they are how long somebody waits to be told that the database is out of reach: Npgsql, when an answer is
    // late, first tries on a connection of its own to call off what it asked.
    private const int LongestAnswer = 3;
    private const int LongestConnect = 3;

    // A transaction whose program is out of reach holds the lock of its stream; the server does not see that by itself.
    private const string EndsWhatIsForsaken = "-c idle_in_transaction_session_timeout=10000";

    /// <remarks>
    /// Npgsql empties a connection (DISCARD ALL) whenever it goes back to the pool, and with it every plan that the
    /// journal's functions have made. Kris leaves nothing behind on a connection, no setting, no lock and no temporary
    /// table, so there is nothing to empty, and what is asked twice is prepared.
    /// </remarks>
    public static NpgsqlDataSource Create(string connection)
    {
        var given = new NpgsqlConnectionStringBuilder(connection);
        given.NoResetOnClose = true;
        given.MaxAutoPrepare = PreparedPerConnection;
        given.AutoPrepareMinUsages = 2;
        given.Timeout = Math.Min(given.Timeout, LongestConnect);
        given.CommandTimeout = LongestAnswer;
        given.CancellationTimeout = -1;
        given.Options ??= EndsWhatIsForsaken;
        return NpgsqlDataSource.Create(given);
    }
}
