using Npgsql;

namespace Kris.Data.Journal;

/// <summary>The tags that have been used, for whoever is about to use one.</summary>
public sealed class TagWords(NpgsqlDataSource source)
{
    // Lines looked at, of this incident and of the newest ones. Ids of incidents grow with time.
    private const int Searched = 2_000;

    // What is marked gives no words to anybody: nobody has opened it, and no reading is recorded (decision 0029).
    private static readonly string Sql =
        $"""
        WITH tagged AS (
            (SELECT l.stream_id, l.number, l.fields ->> 'tags' AS tags FROM log_content l
             WHERE l.fields ? 'tags' AND l.stream_id = $1 ORDER BY l.number DESC LIMIT {Searched})
            UNION
            (SELECT l.stream_id, l.number, l.fields ->> 'tags' FROM log_content l
             WHERE l.fields ? 'tags' ORDER BY l.stream_id DESC, l.number DESC LIMIT {Searched}))
        SELECT w.tag FROM tagged t
        LEFT JOIN line_state s ON s.stream_id = t.stream_id AND s.number = t.number
        CROSS JOIN LATERAL unnest(string_to_array(t.tags, ' ')) AS w (tag)
        WHERE starts_with(w.tag, $2) AND NOT {Readable.Closed("s")}
        GROUP BY w.tag
        ORDER BY bool_or(t.stream_id = $1) DESC, count(*) DESC, w.tag LIMIT $3
        """;

    /// <summary>Those that begin so: the incident's own first, then the most used.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(
        Guid incident, string start, int limit, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(Sql);
        command.Parameters.AddWithValue(incident);
        command.Parameters.AddWithValue(start);
        command.Parameters.AddWithValue(limit);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var tags = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            tags.Add(reader.GetString(0));
        return tags;
    }
}
