using System.Text.Json;
using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Tests.Journal;

/// <summary>A stream as the tables hold it, read past everything that Kris itself reads with.</summary>
internal static class StoredStream
{
    private const string Sql =
        """
        SELECT c.number, c.key, c.recorded_at, c.digest, c.hash, l.fields, l.secret
        FROM log_chain c LEFT JOIN log_content l USING (stream_id, number)
        WHERE c.stream_id = $1 ORDER BY c.number
        """;

    public static async Task<IReadOnlyList<ProvenLine>> ReadAsync(string connectionString, Guid stream)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Sql, connection) { Parameters = { new() { Value = stream } } };
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<ProvenLine>();
        while (await reader.ReadAsync())
        {
            var link = new ChainLink(
                reader.GetInt64(0),
                reader.GetGuid(1),
                reader.GetFieldValue<DateTimeOffset>(2),
                reader.GetFieldValue<byte[]>(3),
                reader.GetFieldValue<byte[]>(4));
            lines.Add(await reader.IsDBNullAsync(5)
                ? ProvenLine.Erased(link)
                : ProvenLine.Of(link, Fields(reader.GetString(5)), reader.GetFieldValue<byte[]>(6)));
        }

        return lines;
    }

    /// <summary>The first fault of the stream; nothing when it holds.</summary>
    public static async Task<ChainFault?> VerifyAsync(string connectionString, Guid stream, params ChainHead[] saved)
    {
        var verifier = new ChainVerifier(stream, saved);
        foreach (var line in await ReadAsync(connectionString, stream))
            verifier.Add(line);
        return verifier.Finish();
    }

    private static Dictionary<string, string> Fields(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;
}
