using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>
/// The register of log sheets. What becomes of a sheet, the line that tells of it and the rows of the log are one
/// transaction, in which the lock on the register's stream is what lets one at a time decide.
/// </summary>
public sealed class LogSheets(NpgsqlDataSource source, JournalSignal signal)
{
    public const int MaxShown = 200;

    private const string Columns =
        """
        SELECT number, incident_id, printed_at, printed_by, entered_into, entered_at, entered_by, voided_at, voided_by,
            void_reason, registered_at
        FROM log_sheet
        """;

    /// <summary>The rows of a sheet join the log, all of them or none; the same rows again are already there.</summary>
    /// <returns>How many lines are new.</returns>
    public async Task<int> EnterAsync(
        int number,
        Guid into,
        IReadOnlyList<SheetRow> rows,
        Actor by,
        DateTimeOffset now,
        CancellationToken stop = default)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await SheetNumbers.LockAsync(connection, stop);
        var sheet = await OfAsync(connection, number, stop);
        var there = await EnteredAsync(connection, number, ReadingRight.Of(by), stop);
        var added = rows.ToList();
        foreach (var known in there.Where(known => rows.Any(row => row.Number == known.Row)))
        {
            // A row is a line of its own for good: what differs from it is a correction of that line.
            var row = rows.First(row => row.Number == known.Row);
            Refuse.If(
                !await IsSameAsync(connection, row.ToLine(number, into, by, now), stop),
                $"Rad {known.Row} är redan inskriven, som rad {known.Line} i loggen. Rätta den där.");
            added.Remove(row);
        }

        if (added.Count == 0 && rows.Count > 0)
            return 0;
        var (lines, told) = sheet.Enter(into, added, by, now);
        await MarkEnteredAsync(connection, number, into, by, now, stop);
        await JournalAppend.InTransactionAsync(connection, lines, begins: false, stop);
        await JournalAppend.InTransactionAsync(connection, [told], begins: true, stop);
        await transaction.CommitAsync(stop);
        signal.Changed(into);
        return added.Count;
    }

    public async Task VoidAsync(
        int number, string? reason, Actor by, DateTimeOffset now, CancellationToken stop = default)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await SheetNumbers.LockAsync(connection, stop);
        var told = (await OfAsync(connection, number, stop)).Void(reason, by);
        await using var command = new NpgsqlCommand(
            "UPDATE log_sheet SET voided_at = $2, voided_by = $3, void_reason = $4 WHERE number = $1", connection);
        command.Parameters.AddWithValue(number);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(by.Name);
        command.Parameters.AddWithValue(told.Fields["reason"]);
        await command.ExecuteNonQueryAsync(stop);
        await JournalAppend.InTransactionAsync(connection, [told], begins: true, stop);
        await transaction.CommitAsync(stop);
    }

    /// <summary>The latest sheets, newest first.</summary>
    public async Task<IReadOnlyList<LogSheet>> LatestAsync(int? before = null, CancellationToken stop = default)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var command = new NpgsqlCommand(
            $"{Columns} WHERE number < $1 ORDER BY number DESC LIMIT $2", connection);
        command.Parameters.AddWithValue(before ?? int.MaxValue);
        command.Parameters.AddWithValue(MaxShown);
        return await LogSheetRow.ReadAsync(command, stop);
    }

    /// <exception cref="RefusedException">No such sheet.</exception>
    public async Task<(LogSheet Sheet, IReadOnlyList<EnteredRow> Rows)> FindAsync(
        int number, Actor by, CancellationToken stop = default)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        return (
            await OfAsync(connection, number, stop),
            await EnteredAsync(connection, number, ReadingRight.Of(by), stop));
    }

    private static async Task<LogSheet> OfAsync(NpgsqlConnection connection, int number, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand($"{Columns} WHERE number = $1", connection);
        command.Parameters.AddWithValue(number);
        return await LogSheetRow.ReadAsync(command, stop) is [var sheet]
            ? sheet
            : throw new RefusedException(
                $"Loggblad {number} finns inte i registret. Kontrollera numret. Är det utskrivet före en återläsning: "
                    + "för in det i registret först.",
                Refusal.Unknown);
    }

    private static async Task<IReadOnlyList<EnteredRow>> EnteredAsync(
        NpgsqlConnection connection, int number, ReadingRight right, CancellationToken stop)
    {
        var keys = Enumerable.Range(1, LogSheet.Rows).ToDictionary(row => SheetRow.KeyOf(number, row));
        await using var command = new NpgsqlCommand(
            $"""
            SELECT c.key, c.number, CASE WHEN {Readable.Condition(2)} THEN l.fields ->> 'occurredAt' END
            FROM log_chain c
            LEFT JOIN log_content l ON l.stream_id = c.stream_id AND l.number = c.number
            LEFT JOIN line_state s ON s.stream_id = c.stream_id AND s.number = c.number
            WHERE c.key = ANY ($1)
            """,
            connection);
        command.Parameters.AddWithValue(keys.Keys.ToArray());
        Readable.Add(command, right);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rows = new List<EnteredRow>();
        while (await reader.ReadAsync(stop))
        {
            DateTimeOffset? at = reader.IsDBNull(2) ? null : IsoTime.Parse(reader.GetString(2));
            rows.Add(new(keys[reader.GetGuid(0)], reader.GetInt64(1), at));
        }

        return [.. rows.OrderBy(row => row.Row)];
    }

    private static async Task<bool> IsSameAsync(NpgsqlConnection connection, NewLine line, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT coalesce(sha256(l.secret || $2) = l.request_digest, true)
            FROM log_chain c LEFT JOIN log_content l ON l.stream_id = c.stream_id AND l.number = c.number
            WHERE c.key = $1
            """,
            connection);
        command.Parameters.AddWithValue(line.Key);
        command.Parameters.AddWithValue(line.Request);
        return (bool)(await command.ExecuteScalarAsync(stop))!;
    }

    private static async Task MarkEnteredAsync(
        NpgsqlConnection connection, int number, Guid into, Actor by, DateTimeOffset now, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(
            """
            UPDATE log_sheet SET entered_into = $2, entered_at = coalesce(entered_at, $3),
                entered_by = coalesce(entered_by, $4)
            WHERE number = $1
            """,
            connection);
        command.Parameters.AddWithValue(number);
        command.Parameters.AddWithValue(into);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(by.Name);
        await command.ExecuteNonQueryAsync(stop);
    }
}
