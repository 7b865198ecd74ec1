using System.Net.Sockets;
using Kris.Web.Journal;
using Npgsql;

namespace Kris.Web.Api;

/// <summary>Tells that the database is out of reach from that something is wrong with what was asked of it.</summary>
public static class DatabaseAway
{
    public const string DiskIsFull =
        "Disken där databasen ligger är full. Inget har sparats. När disken har tömts går det att skriva igen.";

    /// <summary>When it is worth asking again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    public static bool Is(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            var isAway = cause switch
            {
                PostgresException said => said.IsTransient || IsBrokenOff(said),
                NpgsqlException or SocketException or TimeoutException or OperationCanceledException => true,
                // What a connection says that was lost between two questions, or closed under the one who had it; now
                // and then it reaches for a part of itself that is gone.
                ObjectDisposedException or IOException or InvalidOperationException or NullReferenceException =>
                    cause.Source is "Npgsql",
                _ => false,
            };
            if (isAway)
                return true;
        }

        return false;
    }

    public static bool IsFull(Exception failure) =>
        failure.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.DiskFull };

    /// <summary>Where one connection died the others have, too: nobody else shall find that out one by one.</summary>
    public static void Note(HttpContext context, Exception failure)
    {
        var log = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Kris.Web.Api");
        log.LogWarning("The database does not answer: {Failure}", failure.GetType().Name);
        Quietly.Run(context.RequestServices.GetRequiredService<NpgsqlDataSource>().Clear, log);
    }

    // By whoever looks after the server, by the server itself because we were out of reach for long, or because it can
    // do no more: whatever ends the session is of the server and not of the question.
    private static bool IsBrokenOff(PostgresException said) =>
        said.SqlState.StartsWith("57", StringComparison.Ordinal)
        || said.SqlState is "25P03"
        || said.InvariantSeverity is "FATAL" or "PANIC";
}
