using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>The logs that are asked for as PDF: asking, looking and fetching.</summary>
public sealed class ExportJobs(NpgsqlDataSource source)
{
    /// <summary>How long a finished file can be fetched.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>How many may wait in all, and how many of one person's.</summary>
    public const int MaxUnfinished = 20;
    public const int MaxOfOne = 3;

    /// <summary>The longest log that is printed in one go: some minutes, and 250 volumes.</summary>
    public const int MaxLines = 100_000;

    // Megabytes go in and out, and nobody stands and waits for them.
    internal const int SecondsForAFile = 60;

    private const string Asked =
        """
        INSERT INTO export_job (id, incident_id, asked_by, asked_by_name, duty, unit, is_token, asked_at, first,
            last, with_system, head_number, head_hash, lines, only_numbers, request)
        SELECT $1, $2, $3, $4, $5, $6, $7, clock_timestamp(), $8, $9, $10, $11, $12, $13, $14, $15
        FROM (SELECT count(*) AS waiting, count(*) FILTER (WHERE asked_by = $3) AS own FROM export_job
            WHERE state IN ('waiting', 'running')) q
        WHERE q.waiting < $16 AND q.own < $17
        ON CONFLICT (id) DO NOTHING
        """;

    /// <summary>Puts it in the queue; the same asked again is the same job.</summary>
    /// <exception cref="RefusedException">Too long, or too much waits already.</exception>
    public async Task<ExportJob> AskAsync(ExportJob job, CancellationToken stop = default)
    {
        Refuse.If(job.Lines == 0, "Det finns inga rader att skriva ut i urvalet.");
        Refuse.If(
            job.Lines > MaxLines, $"Högst {MaxLines} rader skrivs ut åt gången. Välj ett kortare spann av radnummer.");
        await using (var connection = await source.OpenConnectionAsync(stop))
        await using (var transaction = await connection.BeginTransactionAsync(stop))
        {
            await ExportRoom.HoldAsync(connection, stop);
            await using var command = new NpgsqlCommand(Asked, connection);
            AddAsked(command, job);
            command.Parameters.AddWithValue(MaxUnfinished);
            command.Parameters.AddWithValue(MaxOfOne);
            await command.ExecuteNonQueryAsync(stop);
            await ExportRoom.MakeAsync(connection, stop);
            await transaction.CommitAsync(stop);
        }

        var asked = await FindAsync(job.Id, stop);
        Refuse.If(
            asked is null,
            $"Kön är full: högst {MaxOfOne} utskrifter var och {MaxUnfinished} i allt. Vänta tills någon är klar.");
        return asked;
    }

    public async Task<ExportJob?> FindAsync(Guid id, CancellationToken stop = default)
    {
        await using var command = source.CreateCommand($"{ExportJobRow.Columns} WHERE j.id = $1");
        command.Parameters.AddWithValue(id);
        var found = await ReadAsync(command, stop);
        return found.Count == 0 ? null : found[0] with { Parts = await PartsAsync(id, stop) };
    }

    /// <summary>What somebody has asked for of one log, newest first.</summary>
    public async Task<IReadOnlyList<ExportJob>> OfAsync(Guid incident, Guid by, CancellationToken stop = default)
    {
        await using var command = source.CreateCommand(
            $"{ExportJobRow.Columns} WHERE j.incident_id = $1 AND j.asked_by = $2 ORDER BY j.asked_at DESC LIMIT $3");
        command.Parameters.AddWithValue(incident);
        command.Parameters.AddWithValue(by);
        command.Parameters.AddWithValue(ExportRoom.MaxShown);
        var jobs = await ReadAsync(command, stop);
        for (var i = 0; i < jobs.Count; i++)
            jobs[i] = jobs[i] with { Parts = await PartsAsync(jobs[i].Id, stop) };
        return jobs;
    }

    /// <exception cref="RefusedException">No such volume, or not any more.</exception>
    public async Task<byte[]> FileAsync(Guid id, int part, CancellationToken stop = default)
    {
        await using var command = source.CreateCommand("SELECT file FROM export_part WHERE job_id = $1 AND part = $2");
        command.CommandTimeout = SecondsForAFile;
        command.Parameters.AddWithValue(id);
        command.Parameters.AddWithValue(part);
        return (byte[]?)await command.ExecuteScalarAsync(stop)
            ?? throw new RefusedException("Filen finns inte, eller inte längre.", Refusal.Unknown);
    }

    /// <summary>Takes a job away, whether it is done or not; the printer notices at its next volume.</summary>
    public async Task RemoveAsync(Guid id, CancellationToken stop = default)
    {
        await using var command = source.CreateCommand("DELETE FROM export_job WHERE id = $1");
        command.Parameters.AddWithValue(id);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Whether a line in it has been marked as secret since, or is to be erased.</summary>
    public async Task<bool> IsOvertakenAsync(Guid id, CancellationToken stop = default)
    {
        await using var command = source.CreateCommand(
            $"SELECT {ExportJobRow.IsOvertaken} FROM export_job j WHERE j.id = $1");
        command.Parameters.AddWithValue(id);
        return await command.ExecuteScalarAsync(stop) is true;
    }

    internal static async Task<List<ExportJob>> ReadAsync(NpgsqlCommand command, CancellationToken stop)
    {
        await using var reader = await command.ExecuteReaderAsync(stop);
        var jobs = new List<ExportJob>();
        while (await reader.ReadAsync(stop))
            jobs.Add(ExportJobRow.Read(reader));
        return jobs;
    }

    internal async Task<IReadOnlyList<ExportPart>> PartsAsync(Guid id, CancellationToken stop)
    {
        await using var command = source.CreateCommand(
            "SELECT part, first, last, octet_length(file) FROM export_part WHERE job_id = $1 ORDER BY part LIMIT 1000");
        command.Parameters.AddWithValue(id);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var parts = new List<ExportPart>();
        while (await reader.ReadAsync(stop))
            parts.Add(new(reader.GetInt32(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt32(3)));
        return parts;
    }

    private static void AddAsked(NpgsqlCommand command, ExportJob job)
    {
        command.Parameters.AddWithValue(job.Id);
        command.Parameters.AddWithValue(job.Incident);
        command.Parameters.AddWithValue(job.By.Id);
        command.Parameters.AddWithValue(job.By.Name);
        command.Parameters.AddWithValue(job.By.Duty.Code());
        command.Parameters.AddWithValue(NpgsqlTypes.NpgsqlDbType.Uuid, (object?)job.By.Unit ?? DBNull.Value);
        command.Parameters.AddWithValue(job.By.IsToken);
        command.Parameters.AddWithValue(job.Cut.From);
        command.Parameters.AddWithValue(job.Cut.To);
        command.Parameters.AddWithValue(job.Cut.WithSystem);
        command.Parameters.AddWithValue(job.Head.Number);
        command.Parameters.AddWithValue(job.Head.Hash);
        command.Parameters.AddWithValue(job.Lines);
        command.Parameters.AddWithValue(
            NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Bigint,
            (object?)job.Cut.Only?.ToArray() ?? DBNull.Value);
        command.Parameters.AddWithValue(NpgsqlTypes.NpgsqlDbType.Bytea, (object?)job.Request ?? DBNull.Value);
    }
}
