using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>That somebody read a marked line, as it is told to whoever asks.</summary>
/// <param name="Number">The number in the stream of readings.</param>
public sealed record Reading(long Number, DateTimeOffset At, string? Name, string? Duty, string? Way);

/// <summary>
/// Who has read which marked line. A reading is recorded before the content is shown, so that what is shown is always
/// recorded: without the database nothing is opened.
/// </summary>
public sealed class ReadingLog(NpgsqlDataSource source, JournalStore journal, TimeProvider clock)
{
    public const int MaxLimit = 500;

    private const int Batch = 200;
    private const int MaxKnown = 50_000;

    // What this process has recorded already; the key in the journal is what makes it one reading.
    private readonly ConcurrentDictionary<Guid, byte> known = new();

    /// <summary>Opens one line: of a marked one the reading is recorded first.</summary>
    /// <exception cref="RefusedException">No such line, or marked for a circle that the reader is not in.</exception>
    public async Task<JournalLine> OpenAsync(
        Guid incident, long number, Actor by, CancellationToken cancellationToken = default)
    {
        var line = await journal.LineAsync(incident, number, cancellationToken);
        LineActs.UnlessReadable(line, by);
        await NoteAsync(by, [line], ReadingWay.Opened, cancellationToken);
        return line;
    }

    /// <summary>Why a line that was opened is marked: it, or a later line, says so.</summary>
    public async Task<string?> ReasonAsync(JournalLine opened, CancellationToken cancellationToken = default)
    {
        if (opened.State.Marked is not { } marking || opened.State.ErasureBy is not null)
            return null;
        var told = marking.By == opened.Number
            ? opened
            : await journal.LineAsync(opened.Stream, marking.By, cancellationToken);
        return told.Field(LineFields.MarkingReason);
    }

    /// <summary>
    /// Records that somebody gets to read the lines; those that are not marked are not noted. For exports and search
    /// hits, before they are shown.
    /// </summary>
    public async Task NoteAsync(
        Actor by, IEnumerable<JournalLine> lines, ReadingWay way, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var readings = lines
            .Where(line => line.State.Marking is not null && line.Fields is not null)
            .Select(line => Readings.Of(line.Stream, line.Number, way, by, now));
        await RecordAsync(readings, cancellationToken);
    }

    /// <summary>
    /// As above, for whoever has no more than the places of marked lines; in one round, however many the incidents.
    /// </summary>
    public async Task NoteAsync(
        Actor by,
        IEnumerable<(Guid Incident, long Number)> marked,
        ReadingWay way,
        CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        await RecordAsync(marked.Select(at => Readings.Of(at.Incident, at.Number, way, by, now)), cancellationToken);
    }

    /// <summary>The lines as they come; each that is marked and shown is recorded as read before it is given.</summary>
    public async IAsyncEnumerable<JournalLine> NotedAsync(
        IAsyncEnumerable<JournalLine> lines,
        Actor by,
        ReadingWay way,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var right = ReadingRight.Of(by);
        await foreach (var batch in lines.Chunk(Batch).WithCancellation(cancellationToken))
        {
            await NoteAsync(by, batch.Where(line => right.Reads(line.State.Marking)), way, cancellationToken);
            foreach (var line in batch)
                yield return line;
        }
    }

    /// <summary>Who has read a line, the latest first.</summary>
    /// <exception cref="RefusedException">Not by this duty: whoever lifts markings answers for them.</exception>
    public async Task<IReadOnlyList<Reading>> OfLineAsync(
        Guid incident, long number, Actor by, int limit, CancellationToken cancellationToken = default)
    {
        Refuse.UnlessDuty(
            by.May(Act.LiftMarking), $"Vem som har läst en rad ser {DutyTable.WhoMay(Act.LiftMarking)}.");
        await using var command = source.CreateCommand(
            """
            SELECT l.number, c.recorded_at, l.fields ->> 'authorName', l.fields ->> 'duty', l.fields ->> 'way'
            FROM log_content l JOIN log_chain c ON c.stream_id = l.stream_id AND c.number = l.number
            WHERE l.stream_id = $1 AND l.fields ->> 'act' = 'line-read' AND l.fields ->> 'line' = $2
            ORDER BY l.number DESC LIMIT $3
            """);
        command.Parameters.AddWithValue(Readings.Stream(incident));
        command.Parameters.AddWithValue(number.ToString(CultureInfo.InvariantCulture));
        command.Parameters.AddWithValue(Math.Clamp(limit, 1, MaxLimit));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var readings = new List<Reading>();
        while (await reader.ReadAsync(cancellationToken))
        {
            readings.Add(new Reading(
                reader.GetInt64(0),
                reader.GetFieldValue<DateTimeOffset>(1),
                Text(reader, 2),
                Text(reader, 3),
                Text(reader, 4)));
        }

        return readings;
    }

    private static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    private async Task RecordAsync(IEnumerable<NewLine> readings, CancellationToken cancellationToken)
    {
        foreach (var chunk in readings.Where(reading => !known.ContainsKey(reading.Key)).Chunk(Batch))
        {
            var ordered = chunk.OrderBy(reading => reading.Stream).DistinctBy(reading => reading.Key).ToList();
            try
            {
                await AppendAsync(ordered, cancellationToken);
            }
            catch (RefusedException taken) when (taken.Kind is Refusal.Stale)
            {
                // Somebody has written something else under a key that can be reckoned. A reading told twice is
                // better than one that another person can stand in the way of.
                await AppendAsync(
                    [.. ordered.Select(reading => reading with { Key = Guid.CreateVersion7() })], cancellationToken);
            }

            if (known.Count > MaxKnown)
                known.Clear();
            foreach (var reading in ordered)
                known[reading.Key] = 0;
        }
    }

    private async Task AppendAsync(IReadOnlyList<NewLine> readings, CancellationToken cancellationToken)
    {
        // One alone is all or nothing by itself, and is one question to the database where a transaction is two.
        if (readings is [var single])
        {
            await JournalAppend.OneAsync(source, single, begins: true, cancellationToken);
            return;
        }

        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await JournalAppend.AsNeededAsync(connection, readings, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
