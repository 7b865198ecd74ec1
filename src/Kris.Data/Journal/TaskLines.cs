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
        SELECT l.stream_id, l.number {TaskSql.Asked}
        AND ($4::text[] IS NULL OR o.terms ->> 'assignee' = ANY ($4) OR {TaskSql.Assignee} = ANY ($4))
        AND ($6::text IS NULL OR o.terms ->> 'horizon' = $6)
        ORDER BY (s.done_by IS NULL) DESC, coalesce(i.is_exercise, false),
            (t.terms ->> 'lifeDanger') IS NULL, o.terms ->> 'due' NULLS LAST, l.stream_id, l.number
        LIMIT $7
        """;

    private static readonly string Untold = $"SELECT count(*) {TaskSql.Asked} AND {TaskSql.AreTermsClosed}";

    /// <summary>
    /// Life-saving first, then what is to be done soonest; those that are done stand last. A marked one is a row
    /// without its content, which is opened in the log.
    /// </summary>
    public async Task<IReadOnlyList<LineTask>> ListAsync(
        TaskFilter filter, ReadingRight right, int limit, CancellationToken cancellationToken = default) =>
        [.. (await FoundAsync(filter, right, limit, cancellationToken)).Select(task => task.Collapsed())];

    /// <summary>
    /// How many tasks may belong to those that are asked for by whose they are or by their horizon: that stands in a
    /// marked line, which nobody has opened. The list has them when it is asked for without.
    /// </summary>
    public async Task<long> UntoldAsync(
        TaskFilter filter, ReadingRight right, CancellationToken cancellationToken = default)
    {
        if (filter is { Mine: null, Horizon: null })
            return 0;

        await using var command = Ask(Untold, filter, right, MaxLimit);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

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
        await using var command = Ask(Wanted, filter, right, limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var wanted = new List<(Guid Stream, long Number)>();
        while (await reader.ReadAsync(cancellationToken))
            wanted.Add((reader.GetGuid(0), reader.GetInt64(1)));
        return wanted;
    }

    private NpgsqlCommand Ask(string sql, TaskFilter filter, ReadingRight right, int limit)
    {
        var command = source.CreateCommand(sql);
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
        return command;
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
