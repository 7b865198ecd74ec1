using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>What the journal does not tell of though it stands in the database, and content without a line.</summary>
internal static class AuditStrays
{
    // Everything that changes records a line in a stream of its own, so that a row without one came in another way.
    private const string Sql =
        """
        SELECT what, id, number FROM (
            SELECT 'incident' AS what, id, 1 AS number FROM incident
            UNION ALL SELECT 'account', id, 1 FROM account
            UNION ALL SELECT 'api_token', id, 1 FROM api_token
            UNION ALL SELECT 'unit', id, 1 FROM unit
            UNION ALL SELECT 'event_type', id, 1 FROM event_type
            UNION ALL SELECT 'municipality', id, 1 FROM municipality) AS rows
        WHERE NOT EXISTS (SELECT FROM log_chain c WHERE c.stream_id = rows.id)
        UNION ALL
        SELECT 'log_content', l.stream_id, l.number FROM log_content l
        WHERE (SELECT count(*) FROM log_content) <> $2
            AND NOT EXISTS (SELECT FROM log_chain c WHERE c.stream_id = l.stream_id AND c.number = l.number)
        LIMIT $1
        """;

    /// <param name="contents">
    /// How many lines were met that have content. As long as there is no more of it, none is a stray, and it need not
    /// be held against the chain a second time.
    /// </param>
    public static async Task<IReadOnlyList<(Guid Stream, ChainFault Fault)>> FindAsync(
        NpgsqlConnection connection, long contents, int limit, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection) { CommandTimeout = 0 };
        command.Parameters.AddWithValue(limit);
        command.Parameters.AddWithValue(contents);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var strays = new List<(Guid Stream, ChainFault Fault)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var (what, id, number) = (reader.GetString(0), reader.GetGuid(1), reader.GetInt64(2));
            strays.Add((id, new ChainFault(number, Sentence(what, number))));
        }

        return strays;
    }

    private static string Sentence(string what, long number) => what switch
    {
        "log_content" => $"Rad {number} saknas i kedjan, men har innehåll kvar.",
        _ => $"Raden i tabellen {what} har ingen ström i journalen: den är skriven förbi Kris, eller så är strömmen "
            + "borttagen.",
    };
}
