using Npgsql;

namespace Kris.Data.Journal;

/// <summary>
/// How much finished prints may take: each can be made anew, and the oldest go when there are newer ones.
/// </summary>
internal static class ExportRoom
{
    /// <summary>How many of one person's are kept of one log: as many as the page shows.</summary>
    public const int MaxShown = 10;

    // A volume of 400 lines is a few hundred kilobytes.
    private const long MaxBytesOfOne = 500_000_000;
    private const long MaxBytes = 2_000_000_000;

    // Whoever asks waits for whoever asked just before, or both are counted as the last that may.
    private const string Lock = "SELECT pg_advisory_xact_lock(hashtextextended('export_job', 2))";

    private const string Overflowing =
        """
        DELETE FROM export_job WHERE id IN (
            SELECT id FROM (
                SELECT j.id, j.state,
                    row_number() OVER (PARTITION BY j.asked_by, j.incident_id ORDER BY j.asked_at DESC, j.id) AS place,
                    sum(p.size) OVER (PARTITION BY j.asked_by ORDER BY j.asked_at DESC, j.id
                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS newer_of_one,
                    sum(p.size) OVER (ORDER BY j.asked_at DESC, j.id
                        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS newer
                FROM export_job j CROSS JOIN LATERAL (
                    SELECT coalesce(sum(octet_length(file)), 0) AS size FROM export_part WHERE job_id = j.id) p) q
            WHERE q.state IN ('done', 'failed') AND (q.place > $1 OR q.newer_of_one >= $2 OR q.newer >= $3))
        """;

    public static async Task HoldAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(Lock, connection);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Takes away the oldest finished ones, where newer ones fill what there is room for.</summary>
    public static async Task MakeAsync(
        NpgsqlConnection connection,
        CancellationToken stop,
        long maxBytesOfOne = MaxBytesOfOne,
        long maxBytes = MaxBytes)
    {
        await using var command = new NpgsqlCommand(Overflowing, connection);
        command.Parameters.AddWithValue(MaxShown);
        command.Parameters.AddWithValue(maxBytesOfOne);
        command.Parameters.AddWithValue(maxBytes);
        await command.ExecuteNonQueryAsync(stop);
    }
}
