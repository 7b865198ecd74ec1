using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>The newest lines of one sort, and how many there are.</summary>
public sealed record SinceList(IReadOnlyList<JournalLine> Lines, long Count);

/// <summary>What somebody who has been away must know of a log. What is of two sorts stands in the first.</summary>
public sealed record SinceFound(SinceList KeyEvents, SinceList Changes, SinceList Decisions);

/// <summary>
/// What of a log somebody who has been away must know: key events, decisions, and changes of the incident itself.
/// </summary>
public sealed class SinceLines(NpgsqlDataSource source, JournalStore journal)
{
    private const int KeyEvents = 1;
    private const int Changes = 2;
    private const int Decisions = 3;

    // A correction counts as what it corrects, and stands in its place for whoever may read it; what was moved stands
    // where it came to. A correction that is erased leaves what it struck: the decision says that it did.
    private static readonly string Sql =
        $"""
        WITH wanted AS (
            SELECT p.number, {KeyEvents} AS sort FROM line_state p
            WHERE p.stream_id = $1 AND p.pinned_by IS NOT NULL AND (p.number > $2 OR p.pinned_by > $2)
            UNION ALL
            SELECT l.number, CASE WHEN l.fields ->> 'kind' = 'beslut' THEN {Decisions} ELSE {Changes} END
            FROM log_content l WHERE l.stream_id = $1 AND l.number > $2
            AND (l.fields ->> 'kind' = 'beslut' OR l.fields ->> 'act' IN (
                'level-raised', 'level-lowered', 'extraordinar-proposed', 'extraordinar-declined', 'life-danger',
                'life-danger-over', 'central-support-asked', 'closed', 'reopened', 'merged', 'merged-here'))
            UNION ALL
            SELECT c.number, {Decisions} FROM line_state c
            JOIN log_content o ON o.stream_id = $1 AND o.number = c.origin
            WHERE c.stream_id = $1 AND c.number > $2 AND c.origin IS NOT NULL AND o.fields ->> 'kind' = 'beslut'),
        shown AS (
            SELECT w.number, min(w.sort) AS sort FROM wanted w
            LEFT JOIN line_state s ON s.stream_id = $1 AND s.number = w.number
            LEFT JOIN log_content x ON x.stream_id = $1 AND x.number = s.struck_by
            LEFT JOIN line_state xs ON xs.stream_id = $1 AND xs.number = s.struck_by
            LEFT JOIN log_content d ON d.stream_id = $1 AND d.number = xs.erased_by
            WHERE {Readable.Condition(4)} AND s.erased_by IS NULL AND (s.struck_by IS NULL
                OR (x.fields ->> 'kind' = 'rattelse' AND {Readable.Condition(4, "xs")} IS NOT TRUE)
                OR (x.number IS NULL AND d.fields ? 'strikes'))
            GROUP BY w.number)
        SELECT number, sort, many FROM (
            SELECT number, sort, row_number() OVER (PARTITION BY sort ORDER BY number DESC) AS place,
                count(*) OVER (PARTITION BY sort) AS many FROM shown) ranked
        WHERE place <= $3
        """;

    /// <summary>
    /// Newest first, of each sort as many as are asked for. A line that was made a key event meanwhile is one, however
    /// old it is; a marked one is a row without its content.
    /// </summary>
    public async Task<SinceFound> OfAsync(
        Guid stream, long after, ReadingRight right, int limit, CancellationToken cancellationToken = default)
    {
        var found = new List<(long Number, int Sort, long Many)>();
        await using (var command = source.CreateCommand(Sql))
        {
            command.Parameters.AddWithValue(stream);
            command.Parameters.AddWithValue(after);
            command.Parameters.AddWithValue(Math.Clamp(limit, 1, JournalStore.MaxLimit / Decisions));
            Readable.Add(command, right);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                found.Add((reader.GetInt64(0), reader.GetInt32(1), reader.GetInt64(2)));
        }

        var lines = found.Count == 0
            ? []
            : await journal.TheseAsync(stream, [.. found.Select(one => one.Number)], cancellationToken);
        return new SinceFound(Of(KeyEvents), Of(Changes), Of(Decisions));

        // Asked again of what was read last: a line can have been marked between the two.
        SinceList Of(int sort) => new(
            [
                .. lines.Where(line => found.Exists(one => one.Sort == sort && one.Number == line.Number)
                        && right.Reads(line.State.Marking))
                    .Select(line => line.Collapsed()),
            ],
            found.Find(one => one.Sort == sort).Many);
    }
}
