using System.Globalization;
using System.Text;
using Kris.Data.Journal;
using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Browser.Faults;

/// <summary>A line with its two times.</summary>
internal sealed record Timed(
    Guid Stream, long Number, string Text, DateTimeOffset RecordedAt, DateTimeOffset? OccurredAt);

/// <summary>
/// The database as it is, past the program and past every wire; and the heads of all chains as they were after each
/// fault, each of which must still stand.
/// </summary>
internal sealed class Records(string connection)
{
    private const string Lines =
        """
        SELECT c.stream_id, c.number, c.key, coalesce(l.fields ->> 'text', ''), encode(c.hash, 'hex'),
            pg_xact_commit_timestamp(c.xmin),
            CASE WHEN l.fields ? 'attachment.1' THEN ARRAY (
                SELECT split_part(f.value, ':', 2) || ' ' || coalesce((
                    SELECT encode(sha256(string_agg(p.bytes, ''::bytea ORDER BY p.part)), 'hex')
                    FROM attachment_part p WHERE p.key = split_part(f.value, ':', 1)::uuid), '–')
                FROM jsonb_each_text(l.fields) AS f WHERE f.key LIKE 'attachment.%')
            ELSE '{}' END, coalesce(l.fields ->> 'kind' = 'system', true)
        FROM log_chain c LEFT JOIN log_content l ON l.stream_id = c.stream_id AND l.number = c.number
        WHERE c.stream_id = ANY ($1)
        """;

    private const string Times =
        """
        SELECT c.stream_id, c.number, coalesce(l.fields ->> 'text', ''), c.recorded_at,
            (l.fields ->> 'occurredAt')::timestamptz
        FROM log_chain c LEFT JOIN log_content l ON l.stream_id = c.stream_id AND l.number = c.number
        WHERE c.stream_id = ANY ($1)
        """;

    private readonly StringBuilder heads = new();

    public async Task<IReadOnlyList<Stored>> LinesAsync(Guid[] streams)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(Lines);
        command.CommandTimeout = 120;
        command.Parameters.AddWithValue(streams);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<Stored>();
        while (await reader.ReadAsync())
        {
            lines.Add(new Stored(
                reader.GetGuid(0),
                reader.GetInt64(1),
                reader.GetGuid(2),
                reader.GetString(3),
                reader.GetString(4),
                reader.GetFieldValue<DateTimeOffset>(5))
            {
                Files = [.. reader.GetFieldValue<string[]>(6).Select(file => (file[..64], file[65..]))],
                IsSystem = reader.GetBoolean(7),
            });
        }

        return lines;
    }

    /// <summary>When each line was written, and when it is said to have happened.</summary>
    public async Task<IReadOnlyList<Timed>> TimesAsync(Guid[] streams)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(Times);
        command.Parameters.AddWithValue(streams);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<Timed>();
        while (await reader.ReadAsync())
        {
            lines.Add(new Timed(
                reader.GetGuid(0),
                reader.GetInt64(1),
                reader.GetString(2),
                reader.GetFieldValue<DateTimeOffset>(3),
                await reader.IsDBNullAsync(4) ? null : reader.GetFieldValue<DateTimeOffset>(4)));
        }

        return lines;
    }

    /// <summary>Verifies all chains against every head saved so far, and then saves those that are now.</summary>
    public async Task<IReadOnlyList<string>> VerifyAsync()
    {
        await using var source = NpgsqlDataSource.Create(connection);
        var audit = new JournalAudit(source);
        using var file = new MemoryStream(Encoding.UTF8.GetBytes(heads.ToString()));
        var report = await audit.RunAsync(SavedHeads.Read(file));
        await using var written = new StringWriter(CultureInfo.InvariantCulture);
        SavedHeads.Write(written, await audit.HeadsAsync());
        heads.Append(written);
        return [.. report.Faults.Select(fault => $"{fault.Stream}: {fault.Fault.Sentence}")];
    }
}
