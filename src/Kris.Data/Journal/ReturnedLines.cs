using Npgsql;

namespace Kris.Data.Journal;

/// <summary>What comes back with a copy that is older than the decision to erase it.</summary>
public static class ReturnedLines
{
    private const int MaxErased = 100_000;

    /// <summary>The lines whose content is erased in the database in use, and stands in the copy.</summary>
    public static async Task<IReadOnlyList<(Guid Stream, long Number)>> OfAsync(
        NpgsqlDataSource inUse, NpgsqlDataSource copy, CancellationToken cancellationToken = default)
    {
        await using var erased = inUse.CreateCommand(
            "SELECT stream_id, number FROM line_state WHERE erased_by IS NOT NULL ORDER BY 1, 2 LIMIT $1");
        erased.Parameters.AddWithValue(MaxErased);
        var gone = await ReadAsync(erased, cancellationToken);
        await using var back = copy.CreateCommand(
            """
            SELECT l.stream_id, l.number FROM unnest($1, $2) AS w (stream_id, number)
            JOIN log_content l ON l.stream_id = w.stream_id AND l.number = w.number ORDER BY 1, 2
            """);
        back.Parameters.AddWithValue(gone.Select(line => line.Stream).ToArray());
        back.Parameters.AddWithValue(gone.Select(line => line.Number).ToArray());
        return await ReadAsync(back, cancellationToken);
    }

    private static async Task<List<(Guid Stream, long Number)>> ReadAsync(
        NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new List<(Guid Stream, long Number)>();
        while (await reader.ReadAsync(cancellationToken))
            lines.Add((reader.GetGuid(0), reader.GetInt64(1)));
        return lines;
    }
}
