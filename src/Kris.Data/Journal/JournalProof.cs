using System.Runtime.CompilerServices;
using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>
/// Streams as they prove themselves: read with what an export and a verification need, secrets included.
/// </summary>
public sealed class JournalProof(NpgsqlDataSource source)
{
    private const int Batch = 500;

    /// <summary>Where a stream ends now; nothing when there is no such stream.</summary>
    public async Task<ChainHead?> HeadAsync(Guid stream, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            "SELECT number, hash FROM log_chain WHERE stream_id = $1 ORDER BY number DESC LIMIT 1");
        command.Parameters.AddWithValue(stream);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new ChainHead(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1))
            : null;
    }

    /// <summary>
    /// The lines up to a number, in order. They are fetched a batch at a time, so that whoever receives them slowly
    /// keeps no connection meanwhile; what stands in a chain stays as it is between.
    /// </summary>
    public async IAsyncEnumerable<ProvenLine> LinesAsync(
        Guid stream, long upTo, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var after = 0L; after < upTo;)
        {
            var lines = await BatchAsync(stream, after, upTo, cancellationToken);
            if (lines.Count == 0)
                yield break;
            foreach (var line in lines)
                yield return line;
            after = lines[^1].Link.Number;
        }
    }

    private async Task<List<ProvenLine>> BatchAsync(
        Guid stream, long after, long upTo, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            SELECT c.number, c.key, c.recorded_at, c.digest, c.hash, l.fields, l.secret
            FROM log_chain c LEFT JOIN log_content l ON l.stream_id = c.stream_id AND l.number = c.number
            WHERE c.stream_id = $1 AND c.number > $2 AND c.number <= $3 ORDER BY c.number LIMIT $4
            """);
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(upTo);
        command.Parameters.AddWithValue(Batch);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new List<ProvenLine>();
        while (await reader.ReadAsync(cancellationToken))
            lines.Add(Read(reader));
        return lines;
    }

    private static ProvenLine Read(NpgsqlDataReader reader)
    {
        var link = new ChainLink(
            reader.GetInt64(0),
            reader.GetGuid(1),
            reader.GetFieldValue<DateTimeOffset>(2),
            reader.GetFieldValue<byte[]>(3),
            reader.GetFieldValue<byte[]>(4));
        return reader.IsDBNull(5)
            ? ProvenLine.Erased(link)
            : ProvenLine.Of(link, JournalRow.Fields(reader.GetString(5)), reader.GetFieldValue<byte[]>(6));
    }
}
