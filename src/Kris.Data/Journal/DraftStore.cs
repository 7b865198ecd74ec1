using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>Drafts on their way to becoming lines: each account's own, one for each device in each incident.</summary>
public sealed class DraftStore(NpgsqlDataSource source)
{
    // So far back a line is looked for that the draft has become.
    private const int LinesBack = 500;

    /// <summary>The one that was saved last.</summary>
    /// <param name="device">Only what was typed there.</param>
    /// <param name="besides">Only what was typed elsewhere.</param>
    /// <param name="before">Only what was saved before that time: the next one behind it.</param>
    public async Task<SavedDraft?> FindAsync(
        Guid account,
        Guid incident,
        Guid? device = null,
        Guid? besides = null,
        DateTimeOffset? before = null,
        CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            """
            SELECT content, device, saved_at, after_number FROM line_draft
            WHERE account_id = $1 AND incident_id = $2
                AND ($3::uuid IS NULL OR device = $3) AND ($4::uuid IS NULL OR device <> $4)
                AND ($5::timestamptz IS NULL OR saved_at < $5)
            ORDER BY saved_at DESC LIMIT 1
            """);
        command.Parameters.AddWithValue(account);
        command.Parameters.AddWithValue(incident);
        command.Parameters.AddWithValue(NpgsqlTypes.NpgsqlDbType.Uuid, (object?)device ?? DBNull.Value);
        command.Parameters.AddWithValue(NpgsqlTypes.NpgsqlDbType.Uuid, (object?)besides ?? DBNull.Value);
        command.Parameters.AddWithValue(
            NpgsqlTypes.NpgsqlDbType.TimestampTz, (object?)before?.ToUniversalTime() ?? DBNull.Value);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new SavedDraft(reader.GetString(0), reader.GetGuid(1), reader.GetFieldValue<DateTimeOffset>(2))
            {
                After = await reader.IsDBNullAsync(3, cancellationToken) ? null : reader.GetInt64(3),
            }
            : null;
    }

    /// <summary>
    /// Where the draft of a key has gone: the device that has it, and the number of the line that it became. It is
    /// looked for as the text that it is, because a draft may hold what PostgreSQL reads in no JSON.
    /// </summary>
    public async Task<(Guid? Device, long? Line)> WhereAsync(
        Guid account, Guid incident, Guid key, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            """
            SELECT
                (SELECT device FROM line_draft
                 WHERE account_id = $1 AND incident_id = $2 AND position('"key":"' || $3::text || '"' IN content) > 0
                 ORDER BY saved_at DESC LIMIT 1),
                (SELECT c.number FROM log_chain c
                 JOIN log_content l ON l.stream_id = c.stream_id AND l.number = c.number
                 WHERE c.key = $3 AND c.stream_id = $2 AND l.fields ->> 'author' = $1::text)
            """);
        command.Parameters.AddWithValue(account);
        command.Parameters.AddWithValue(incident);
        command.Parameters.AddWithValue(key);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return (
            await reader.IsDBNullAsync(0, cancellationToken) ? null : reader.GetGuid(0),
            await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetInt64(1));
    }

    /// <summary>
    /// Whether the author has written the text in the log since it was saved: then it is no draft any more. The same
    /// words can be written twice, so what stood there before says nothing. Nor is it one where the line of its key has
    /// its words among others: it was on its way for longer than the line.
    /// </summary>
    /// <param name="key">Of the line that the draft becomes, where it says so.</param>
    public async Task<bool> StandsAsync(
        Guid author,
        Guid incident,
        string text,
        SavedDraft draft,
        Guid? key = null,
        CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            """
            SELECT EXISTS (
                SELECT FROM (
                    SELECT stream_id, number, fields FROM log_content
                    WHERE stream_id = $1 ORDER BY number DESC LIMIT $4) AS l
                JOIN log_chain c ON c.stream_id = l.stream_id AND c.number = l.number
                WHERE l.fields ->> 'author' = $2 AND (
                    (coalesce(c.number > $6, c.recorded_at > $5) AND l.fields ->> 'text' = $3)
                    OR (c.key = $7 AND $3 <> '' AND position($3 IN l.fields ->> 'text') > 0)))
            """);
        command.Parameters.AddWithValue(incident);
        command.Parameters.AddWithValue(author.ToString());
        command.Parameters.AddWithValue(text);
        command.Parameters.AddWithValue(LinesBack);
        command.Parameters.AddWithValue(draft.SavedAt);
        command.Parameters.AddWithValue(NpgsqlTypes.NpgsqlDbType.Bigint, (object?)draft.After ?? DBNull.Value);
        command.Parameters.AddWithValue(NpgsqlTypes.NpgsqlDbType.Uuid, (object?)key ?? DBNull.Value);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Replaces the device's own; of too many, the one that was left longest ago goes.</summary>
    public async Task<DateTimeOffset> SaveAsync(
        Guid account, Guid incident, string content, Guid device, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            """
            WITH gone AS (
                DELETE FROM line_draft WHERE account_id = $1 AND (incident_id, device) IN (
                    SELECT incident_id, device FROM line_draft
                    WHERE account_id = $1 AND (incident_id, device) <> ($2, $4)
                    ORDER BY saved_at DESC OFFSET $5))
            INSERT INTO line_draft (account_id, incident_id, content, device, saved_at, after_number)
            VALUES ($1, $2, $3, $4, clock_timestamp(),
                coalesce((SELECT max(number) FROM log_chain WHERE stream_id = $2), 0))
            ON CONFLICT (account_id, incident_id, device) DO UPDATE
            SET content = excluded.content, saved_at = excluded.saved_at, after_number = excluded.after_number
            RETURNING saved_at
            """);
        command.Parameters.AddWithValue(account);
        command.Parameters.AddWithValue(incident);
        command.Parameters.AddWithValue(content);
        command.Parameters.AddWithValue(device);
        command.Parameters.AddWithValue(SavedDraft.MaxPerAccount - 1);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var savedAt = reader.GetFieldValue<DateTimeOffset>(0);
        // The row comes before the commit (JournalAppend).
        await reader.NextResultAsync(cancellationToken);
        return savedAt;
    }

    /// <param name="device">Only what was typed there; anything when it is left out.</param>
    public async Task EraseAsync(
        Guid account, Guid incident, Guid? device, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            """
            DELETE FROM line_draft
            WHERE account_id = $1 AND incident_id = $2 AND ($3::uuid IS NULL OR device = $3)
            """);
        command.Parameters.AddWithValue(account);
        command.Parameters.AddWithValue(incident);
        command.Parameters.AddWithValue(NpgsqlTypes.NpgsqlDbType.Uuid, (object?)device ?? DBNull.Value);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
