using Npgsql;

namespace Kris.Data;

/// <summary>The program's connections, as it uses them: the same few questions over and over.</summary>
public static class KrisDataSource
{
    private const int PreparedPerConnection = 100;

    // What comes of a log comes in tens of megabytes, and each piece of it is a wait and a thread that is woken.
    public const int BytesAtATime = 64 * 1024;

    // Together they are how long somebody waits to be told that the database is out of reach: when an answer is late,
    // Npgsql first tries to call off, on a connection of its own, what it asked. Who comes next waits for that alone.
    private const int LongestAnswer = 3;
    private const int LongestConnect = 2;

    // Zero is for ever, and below it a pool of dead connections is kept.
    private const int MillisecondsForCallingOff = 1;

    // A transaction whose program is out of reach holds the lock of its stream; the server does not see that by itself.
    // What PostgreSQL only remarks is read by nobody, and every search would be sent half a dozen remarks.
    internal const string SessionOptions =
        "-c idle_in_transaction_session_timeout=10000 -c client_min_messages=warning";

    /// <remarks>
    /// Npgsql empties a connection (DISCARD ALL) whenever it goes back to the pool, and with it every plan that the
    /// journal's functions have made. Kris leaves nothing behind on a connection, no setting, no lock and no temporary
    /// table, so there is nothing to empty, and what is asked twice is prepared.
    /// </remarks>
    /// <param name="longestAnswer">In seconds, where the questions are heavier than most.</param>
    public static NpgsqlDataSource Create(string connection, int longestAnswer = LongestAnswer)
    {
        var given = new NpgsqlConnectionStringBuilder(connection);
        given.NoResetOnClose = true;
        given.MaxAutoPrepare = PreparedPerConnection;
        given.AutoPrepareMinUsages = 2;
        given.ReadBufferSize = BytesAtATime;
        given.Timeout = Math.Min(given.Timeout, LongestConnect);
        given.CommandTimeout = longestAnswer;
        given.CancellationTimeout = MillisecondsForCallingOff;
        // Asking for a kind of encryption that nobody has set up is one more wait for an answer.
        if (given.GssEncryptionMode is GssEncryptionMode.Prefer)
            given.GssEncryptionMode = GssEncryptionMode.Disable;
        given.Options ??= SessionOptions;
        return NpgsqlDataSource.Create(given);
    }
}
