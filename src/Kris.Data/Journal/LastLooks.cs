using Npgsql;

namespace Kris.Data.Journal;

/// <summary>Where somebody's visit before this one ended; no time where there was none.</summary>
/// <param name="IsClosed">Whether what happened since then has been seen, and put away.</param>
public sealed record LastLook(long Number, DateTimeOffset? At, bool IsClosed);

/// <summary>When accounts last looked at incidents.</summary>
public sealed class LastLooks(NpgsqlDataSource source)
{
    /// <summary>Whoever comes back sooner never left: a page that is loaded anew, or a look at another one.</summary>
    public static readonly TimeSpan Away = TimeSpan.FromMinutes(15);

    /// <summary>Somebody looks: where the visit before this one ended, and from now on this one goes on.</summary>
    /// <param name="head">The number of the last line, which is what is looked at.</param>
    public async Task<LastLook> LookAsync(
        Guid account, Guid incident, long head, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            """
            INSERT INTO incident_seen AS s
                (account_id, incident_id, seen_number, seen_at, since_number, since_at, is_closed)
            VALUES ($1, $2, $3, $4, 0, NULL, false)
            ON CONFLICT (account_id, incident_id) DO UPDATE SET
                since_number = CASE WHEN s.seen_at < $5 THEN s.seen_number ELSE s.since_number END,
                since_at = CASE WHEN s.seen_at < $5 THEN s.seen_at ELSE s.since_at END,
                is_closed = s.is_closed AND s.seen_at >= $5,
                seen_number = greatest(s.seen_number, excluded.seen_number),
                seen_at = greatest(s.seen_at, excluded.seen_at)
            RETURNING since_number, since_at, is_closed
            """);
        command.Parameters.AddWithValue(account);
        command.Parameters.AddWithValue(incident);
        command.Parameters.AddWithValue(head);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(now - Away);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new LastLook(
            reader.GetInt64(0),
            reader.IsDBNull(1) ? null : reader.GetFieldValue<DateTimeOffset>(1),
            reader.GetBoolean(2));
    }

    /// <summary>What happened since the visit before is put away, or taken out again.</summary>
    public async Task CloseAsync(
        Guid account, Guid incident, bool isClosed, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            "UPDATE incident_seen SET is_closed = $3 WHERE account_id = $1 AND incident_id = $2");
        command.Parameters.AddWithValue(account);
        command.Parameters.AddWithValue(incident);
        command.Parameters.AddWithValue(isClosed);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
