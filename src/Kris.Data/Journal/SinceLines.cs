using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>
/// What of a log somebody who has been away must know: key events, decisions, and changes of the incident itself.
/// </summary>
public sealed class SinceLines(NpgsqlDataSource source)
{
    private static readonly string Sql =
        $"""
        WITH wanted AS (
            SELECT l.number FROM log_content l WHERE l.stream_id = $1 AND l.number > $2
            AND (l.fields ->> 'kind' = 'beslut' OR l.fields ->> 'act' IN (
                'level-raised', 'level-lowered', 'extraordinar-proposed', 'extraordinar-declined', 'life-danger',
                'life-danger-over', 'central-support-asked', 'closed', 'reopened', 'merged', 'merged-here'))
            UNION
            SELECT p.number FROM line_state p
            WHERE p.stream_id = $1 AND p.pinned_by IS NOT NULL AND (p.number > $2 OR p.pinned_by > $2))
        {JournalStore.Columns}
        WHERE c.stream_id = $1 AND c.number IN (SELECT number FROM wanted) AND s.struck_by IS NULL
        AND {Readable.Condition(4)}
        ORDER BY c.number DESC LIMIT $3
        """;

    /// <summary>Newest first. A line that was made a key event meanwhile is one, however old it is; a marked
    /// one is a row without its content.</summary>
    public async Task<IReadOnlyList<JournalLine>> OfAsync(
        Guid stream, long after, ReadingRight right, int limit, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(Sql);
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(Math.Clamp(limit, 1, JournalStore.MaxLimit));
        Readable.Add(command, right);
        var lines = await JournalStore.ReadAsync(command, cancellationToken);
        return [.. lines.Select(line => line.Collapsed())];
    }
}
