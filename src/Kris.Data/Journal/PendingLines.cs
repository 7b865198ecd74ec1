using Npgsql;

namespace Kris.Data.Journal;

/// <summary>A line that waits for the stabschef; what it says is read where it stands.</summary>
public sealed record PendingLine(Guid Stream, long Number, DateTimeOffset RecordedAt, string By, string? Duty);

/// <summary>What was written in a duty that was withdrawn before it arrived.</summary>
public static class PendingLines
{
    /// <summary>Over all incidents, the oldest first.</summary>
    public static async Task<IReadOnlyList<PendingLine>> OfAsync(
        NpgsqlDataSource source, int limit, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            """
            SELECT l.stream_id, l.number, c.recorded_at, l.fields ->> 'authorName', l.fields ->> 'duty'
            FROM log_content l
            JOIN log_chain c ON c.stream_id = l.stream_id AND c.number = l.number
            LEFT JOIN line_state s ON s.stream_id = l.stream_id AND s.number = l.number
            WHERE l.fields ? 'pending' AND s.accepted_by IS NULL AND s.struck_by IS NULL
            ORDER BY c.recorded_at LIMIT $1
            """);
        command.Parameters.AddWithValue(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new List<PendingLine>();
        while (await reader.ReadAsync(cancellationToken))
        {
            lines.Add(new PendingLine(
                reader.GetGuid(0),
                reader.GetInt64(1),
                reader.GetFieldValue<DateTimeOffset>(2),
                reader.IsDBNull(3) ? "" : reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetString(4)));
        }

        return lines;
    }
}
