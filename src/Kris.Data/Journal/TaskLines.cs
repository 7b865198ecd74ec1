using Kris.Domain;
using Kris.Domain.Journal;
using Kris.Domain.Tasks;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>Tasks are lines; what later lines have made of them is laid together here.</summary>
public sealed class TaskLines(NpgsqlDataSource source)
{
    /// <summary>How many tasks a list gives at most.</summary>
    public const int MaxLimit = 500;

    // A task that was moved stands where it came to, in whatever wording it was moved; one that was corrected goes on
    // with its new text, and goes on too when that is erased: the decision says that it struck a line. Terms in a line
    // that the reader may not open are asked for in vain; of those that nobody has opened it is told whether they are
    // late and whether a life depends on them, and they are found and placed by no more. An exercise never stands
    // before what is real.
    private const string Nothing = "{}";

    private static readonly string LastCorrections =
        $"""
        WITH RECURSIVE ahead AS (
            SELECT w.stream_id, w.number AS task, w.number FROM unnest($1, $2) AS w (stream_id, number)
            UNION ALL
            SELECT a.stream_id, a.task, n.struck_by FROM ahead a
            JOIN line_state n ON n.stream_id = a.stream_id AND n.number = a.number
            JOIN line_state s ON s.stream_id = a.stream_id AND s.number = n.struck_by
            WHERE n.struck_by > a.number AND s.origin = a.task AND {Readable.Condition(3)})
        SELECT a.stream_id, a.task, max(a.number) FROM ahead a WHERE a.number > a.task GROUP BY a.stream_id, a.task
        """;

    private static readonly string Wanted =
        $"""
        SELECT l.stream_id, l.number FROM log_content l
        LEFT JOIN line_state s ON s.stream_id = l.stream_id AND s.number = l.number
        LEFT JOIN log_content g ON g.stream_id = l.stream_id AND g.number = s.changed_by
        LEFT JOIN line_state gs ON gs.stream_id = l.stream_id AND gs.number = s.changed_by
        LEFT JOIN log_content x ON x.stream_id = l.stream_id AND x.number = s.struck_by
        LEFT JOIN incident i ON i.id = l.stream_id
        CROSS JOIN LATERAL (SELECT CASE WHEN g.number IS NULL THEN l.fields
            WHEN {Readable.Condition(8, "gs")} THEN g.fields ELSE '{Nothing}' END AS terms) t
        CROSS JOIN LATERAL (SELECT CASE WHEN g.number IS NULL AND {Readable.Closed("s")}
            OR {Readable.Closed("gs")} THEN '{Nothing}' ELSE t.terms END AS terms) o
        WHERE (l.fields ->> 'kind' = 'uppgift' OR (l.fields ->> 'kind' = 'atgard' AND l.fields ? 'due'))
        AND (s.struck_by IS NULL OR x.fields ->> 'kind' = 'rattelse' OR (x.number IS NULL AND EXISTS (
            SELECT FROM line_state e JOIN log_content d ON d.stream_id = e.stream_id AND d.number = e.erased_by
            WHERE e.stream_id = l.stream_id AND e.number = s.struck_by AND d.fields ? 'strikes')))
        AND (s.struck_by IS NULL OR NOT {TaskSql.CorrectionIsMoved})
        AND ($1::uuid IS NULL OR l.stream_id = $1)
        AND ($2::bigint IS NULL OR l.number = $2)
        AND ($3::boolean IS NULL OR (s.done_by IS NULL) = $3)
        AND ($4::text[] IS NULL OR o.terms ->> 'assignee' = ANY ($4) OR {TaskSql.Assignee} = ANY ($4))
        AND ($5::text IS NULL OR (t.terms ->> 'due' < $5 AND (s.done_by IS NULL OR (t.terms ->> 'due')::timestamptz < (
            SELECT d.recorded_at FROM log_chain d
            LEFT JOIN log_content w ON w.stream_id = d.stream_id AND w.number = d.number
            WHERE d.stream_id = l.stream_id AND d.number = s.done_by AND (w.fields ? 'withdrawn') IS NOT TRUE))))
        AND ($6::text IS NULL OR o.terms ->> 'horizon' = $6)
        AND ($11::boolean IS NULL OR (i.closed_at IS NULL) = $11)
        AND {Readable.Condition(8)}
        ORDER BY (s.done_by IS NULL) DESC, coalesce(i.is_exercise, false),
            (t.terms ->> 'lifeDanger') IS NULL, o.terms ->> 'due' NULLS LAST, l.stream_id, l.number
        LIMIT $7
        """;

    /// <summary>
    /// Life-saving first, then what is to be done soonest; those that are done stand last. A marked one is a row
    /// without its content, which is opened in the log.
    /// </summary>
    public async Task<IReadOnlyList<LineTask>> ListAsync(
        TaskFilter filter, ReadingRight right, int limit, CancellationToken cancellationToken = default) =>
        [.. (await FoundAsync(filter, right, limit, cancellationToken)).Select(task => task.Collapsed())];

    private async Task<List<LineTask>> FoundAsync(
        TaskFilter filter, ReadingRight right, int limit, CancellationToken cancellationToken)
    {
        var wanted = await WantedAsync(filter, right, limit, cancellationToken);
        // Asked again of what was read last: a line can have been marked between the two.
        var lines = (await LinesAsync(wanted, cancellationToken))
            .Where(line => right.Reads(line.Value.State.Marking)).ToDictionary();
        var told = await LinesAsync([.. lines.Values.SelectMany(ToldBy)], cancellationToken);
        var corrected = await CorrectionsAsync(lines.Values, right, cancellationToken);
        return
        [
            .. wanted.Where(lines.ContainsKey).Select(at => lines[at]).Select(line => new LineTask(
                line,
                corrected.GetValueOrDefault((line.Stream, line.Number)),
                Of(told, line, line.State.ChangedBy, right),
                Of(told, line, line.State.DoneBy, right))),
        ];
    }

    /// <summary>The task with what it says, for what is done about it.</summary>
    /// <exception cref="RefusedException">There is no such task, or it is not for the reader.</exception>
    public async Task<LineTask> FindAsync(
        Guid stream, long number, ReadingRight right, CancellationToken cancellationToken = default)
    {
        var found = await FoundAsync(new TaskFilter(stream, number), right, 1, cancellationToken);
        return found.Count > 0
            ? found[0]
            : throw new RefusedException($"Rad {number} är ingen uppgift som du kan se.", Refusal.Unknown);
    }

    private async Task<List<(Guid Stream, long Number)>> WantedAsync(
        TaskFilter filter, ReadingRight right, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(Wanted);
        command.Parameters.AddWithValue(NpgsqlTypes.NpgsqlDbType.Uuid, Value(filter.Incident));
        command.Parameters.AddWithValue(NpgsqlTypes.NpgsqlDbType.Bigint, Value(filter.Number));
        command.Parameters.AddWithValue(NpgsqlTypes.NpgsqlDbType.Boolean, Value(filter.IsOpen));
        command.Parameters.AddWithValue(
            NpgsqlTypes.NpgsqlDbType.Array | NpgsqlTypes.NpgsqlDbType.Text, Value(filter.Mine?.ToArray()));
        command.Parameters.AddWithValue(
            NpgsqlTypes.NpgsqlDbType.Text, Value(filter.OverdueAt is { } at ? IsoTime.Format(at) : null));
        command.Parameters.AddWithValue(NpgsqlTypes.NpgsqlDbType.Text, Value(filter.Horizon));
        command.Parameters.AddWithValue(Math.Clamp(limit, 1, MaxLimit));
        Readable.Add(command, right);
        command.Parameters.AddWithValue(NpgsqlTypes.NpgsqlDbType.Boolean, Value(filter.GoesOn));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var wanted = new List<(Guid Stream, long Number)>();
        while (await reader.ReadAsync(cancellationToken))
            wanted.Add((reader.GetGuid(0), reader.GetInt64(1)));
        return wanted;
    }

    private async Task<Dictionary<(Guid Stream, long Number), JournalLine>> LinesAsync(
        IReadOnlyCollection<(Guid Stream, long Number)> at, CancellationToken cancellationToken)
    {
        if (at.Count == 0)
            return [];

        await using var command = source.CreateCommand(
            $"""
            {JournalStore.Columns}
            WHERE (c.stream_id, c.number) IN (SELECT w.stream_id, w.number FROM unnest($1, $2) AS w (stream_id, number))
            """);
        command.Parameters.AddWithValue(at.Select(one => one.Stream).ToArray());
        command.Parameters.AddWithValue(at.Select(one => one.Number).ToArray());
        var lines = await JournalStore.ReadAsync(command, cancellationToken);
        return lines.ToDictionary(line => (line.Stream, line.Number));
    }

    // The last correction of each, as far as the reader may read them, however many they are.
    private async Task<Dictionary<(Guid Stream, long Number), JournalLine>> CorrectionsAsync(
        IEnumerable<JournalLine> tasks, ReadingRight right, CancellationToken cancellationToken)
    {
        var struck = tasks.Where(line => line.State.StruckBy is not null).ToList();
        if (struck.Count == 0)
            return [];

        var last = new Dictionary<(Guid Stream, long Number), (Guid Stream, long Number)>();
        await using (var command = source.CreateCommand(LastCorrections))
        {
            command.Parameters.AddWithValue(struck.Select(line => line.Stream).ToArray());
            command.Parameters.AddWithValue(struck.Select(line => line.Number).ToArray());
            Readable.Add(command, right);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                last[(reader.GetGuid(0), reader.GetInt64(1))] = (reader.GetGuid(0), reader.GetInt64(2));
        }

        var lines = await LinesAsync(last.Values, cancellationToken);
        // Asked again of what was read last: a line can have been marked between the two.
        return last.Where(pair => lines.TryGetValue(pair.Value, out var line) && right.Reads(line.State.Marking))
            .ToDictionary(pair => pair.Key, pair => lines[pair.Value]);
    }

    private static IEnumerable<(Guid Stream, long Number)> ToldBy(JournalLine line)
    {
        if (line.State.ChangedBy is { } changed)
            yield return (line.Stream, changed);
        if (line.State.DoneBy is { } done)
            yield return (line.Stream, done);
    }

    private static JournalLine? Of(
        Dictionary<(Guid Stream, long Number), JournalLine> told, JournalLine line, long? number, ReadingRight right) =>
        number is { } by && told.TryGetValue((line.Stream, by), out var said) ? right.Shown(said) : null;

    private static object Value(object? value) => value ?? DBNull.Value;
}
