using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>
/// The queue as whoever prints sees it. A job is one printer's while that printer is heard of; a printer that was
/// killed is silent, and the next one goes on after the last volume that was kept. What time it is, the database says:
/// the clocks of nodes differ.
/// </summary>
public sealed class ExportQueue(NpgsqlDataSource source, ExportJobs jobs)
{
    /// <summary>How long a printer may be silent.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private const int MaxTries = 3;

    /// <summary>The next job, if any waits or was left.</summary>
    public async Task<ExportJob?> TakeAsync(Guid worker, CancellationToken stop = default)
    {
        await using var command = source.CreateCommand(
            """
            UPDATE export_job SET state = 'running', worker = $1, seen_at = clock_timestamp(), tries = tries + 1
            WHERE id = (
                SELECT id FROM export_job
                WHERE state = 'waiting' OR (state = 'running' AND seen_at < clock_timestamp() - $2)
                ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id
            """);
        command.Parameters.AddWithValue(worker);
        command.Parameters.AddWithValue(Silence);
        return await command.ExecuteScalarAsync(stop) is Guid id ? await jobs.FindAsync(id, stop) : null;
    }

    /// <summary>Whether a job has been begun so often, and no volume kept, that something in it must be what stops it.
    /// </summary>
    public static bool IsHopeless(ExportJob job) => job.Tries > MaxTries;

    /// <summary>Tells that the printer lives.</summary>
    public async Task BeatAsync(Guid id, Guid worker, CancellationToken stop = default)
    {
        await using var command = source.CreateCommand(
            """
            UPDATE export_job SET seen_at = clock_timestamp() WHERE id = $1 AND worker = $2 AND state = 'running'
            """);
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(worker);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <returns>False when the job is gone, or another's: then there is no use in going on.</returns>
    public async Task<bool> KeepAsync(
        Guid id, Guid worker, ExportPart part, byte[] file, long lines, CancellationToken stop = default)
    {
        await using var command = source.CreateCommand(
            """
            WITH mine AS (
                UPDATE export_job SET done = done + $7, tries = 0
                WHERE id = $1 AND worker = $2 AND state = 'running' RETURNING id)
            INSERT INTO export_part (job_id, part, first, last, file) SELECT id, $3, $4, $5, $6 FROM mine
            """);
        command.CommandTimeout = ExportJobs.SecondsForAFile;
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(worker);
        command.Parameters.AddWithValue(part.Number);
        command.Parameters.AddWithValue(part.First);
        command.Parameters.AddWithValue(part.Last);
        command.Parameters.AddWithValue(file);
        command.Parameters.AddWithValue(lines);
        return await command.ExecuteNonQueryAsync(stop) == 1;
    }

    /// <param name="refusal">Why it failed; nothing when it is done.</param>
    public async Task EndAsync(Guid id, Guid worker, string? refusal, CancellationToken stop = default)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var command = new NpgsqlCommand(
            """
            UPDATE export_job
            SET state = CASE WHEN $3 IS NULL THEN 'done' ELSE 'failed' END, refusal = $3,
                ended_at = clock_timestamp()
            WHERE id = $1 AND worker = $2 AND state = 'running'
            """,
            connection);
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(worker);
        command.Parameters.AddWithValue(NpgsqlTypes.NpgsqlDbType.Text, (object?)refusal ?? DBNull.Value);
        await command.ExecuteNonQueryAsync(stop);
        await ExportRoom.MakeAsync(connection, stop);
    }

    /// <summary>Gives a job back, as the printer that had it stops.</summary>
    public async Task GiveBackAsync(Guid id, Guid worker)
    {
        await using var command = source.CreateCommand(
            """
            UPDATE export_job SET state = 'waiting', tries = greatest(tries - 1, 0)
            WHERE id = $1 AND worker = $2 AND state = 'running'
            """);
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(worker);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Forgets what is older than files are kept.</summary>
    public async Task<int> SweepAsync(CancellationToken stop = default)
    {
        await using var command = source.CreateCommand(
            "DELETE FROM export_job WHERE asked_at < clock_timestamp() - $1");
        command.Parameters.AddWithValue(ExportJobs.Kept);
        return await command.ExecuteNonQueryAsync(stop);
    }
}
