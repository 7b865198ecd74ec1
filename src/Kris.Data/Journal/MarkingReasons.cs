using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>
/// Why lines are marked, by the number of the line that says so. A line that was written as secret says it itself, and
/// is not among them.
/// </summary>
public static class MarkingReasons
{
    private const int MaxReasons = 10_000;

    public static async Task<IReadOnlyDictionary<long, string>> OfAsync(
        NpgsqlDataSource source, Guid stream, LogCut cut, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            """
            SELECT DISTINCT l.number, l.fields ->> 'markingReason'
            FROM line_state s JOIN log_content l
                ON l.stream_id = s.stream_id AND l.number = coalesce(s.marked_by, s.followed_by)
            WHERE s.stream_id = $1 AND s.number BETWEEN $2 AND $3 AND l.number <> s.number
                AND l.fields ->> 'markingReason' IS NOT NULL
            LIMIT $4
            """);
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(cut.From);
        command.Parameters.AddWithValue(cut.To);
        command.Parameters.AddWithValue(MaxReasons);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var reasons = new Dictionary<long, string>();
        while (await reader.ReadAsync(cancellationToken))
            reasons[reader.GetInt64(0)] = reader.GetString(1);
        return reasons;
    }
}
