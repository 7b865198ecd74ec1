using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal.Attachments;
using Npgsql;

namespace Kris.Data.Journal.Attachments;

/// <summary>A file as it was sent.</summary>
/// <param name="Stream">The incident that it was sent to.</param>
public sealed record StoredAttachment(Attachment Attachment, Guid Stream, Guid By);

/// <summary>How much is kept, in bytes.</summary>
/// <param name="Waiting">Of one account, what no line names yet.</param>
public sealed record AttachmentUse(long All, long InStream, long Waiting, long WaitingFiles);

/// <summary>Keeps the files that lines carry, in parts, and reads them back part by part.</summary>
public sealed class AttachmentStore(NpgsqlDataSource source)
{
    internal const int PartLength = 256 * 1024;

    private const int SweepAtOnce = 100;
    private const int MaxLines = 50;

    /// <summary>All of it or nothing.</summary>
    /// <returns>False when the key is taken.</returns>
    public async Task<bool> AddAsync(
        Attachment attachment, Guid stream, Guid by, Stream content, CancellationToken cancellationToken = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var head = new NpgsqlCommand(
            """
            INSERT INTO attachment (key, stream_id, uploaded_by, sha256, size, type, name)
            SELECT $1, $2, $3, $4, $5, $6, $7 WHERE NOT EXISTS (SELECT FROM attachment_erased WHERE key = $1)
            ON CONFLICT DO NOTHING
            """,
            connection))
        {
            head.Parameters.AddWithValue(attachment.Key);
            head.Parameters.AddWithValue(stream);
            head.Parameters.AddWithValue(by);
            head.Parameters.AddWithValue(Convert.FromHexString(attachment.Sha256));
            head.Parameters.AddWithValue(attachment.Size);
            head.Parameters.AddWithValue(attachment.Type.Mime);
            head.Parameters.AddWithValue(attachment.Name);
            if (await head.ExecuteNonQueryAsync(cancellationToken) == 0)
                return false;
        }

        await AddPartsAsync(connection, attachment.Key, content, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    public async Task<StoredAttachment?> FindAsync(Guid key, CancellationToken cancellationToken = default) =>
        (await FindAsync([key], cancellationToken)).GetValueOrDefault(key);

    /// <summary>Whether it was erased by decision.</summary>
    public async Task<bool> IsErasedAsync(Guid key, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            "SELECT EXISTS (SELECT FROM attachment_erased WHERE key = $1)");
        command.Parameters.AddWithValue(key);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The numbers of the stream's lines that name the file.</summary>
    public async Task<IReadOnlyList<long>> LinesAsync(
        Guid stream, Guid key, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            "SELECT number FROM attachment_line WHERE key = $1 AND stream_id = $2 ORDER BY number LIMIT $3");
        command.Parameters.AddWithValue(key);
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(MaxLines);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var numbers = new List<long>();
        while (await reader.ReadAsync(cancellationToken))
            numbers.Add(reader.GetInt64(0));
        return numbers;
    }

    /// <summary>What a line that is about to be written names, in its order.</summary>
    /// <exception cref="RefusedException">Not here, somebody else's, or on another line already.</exception>
    public async Task<IReadOnlyList<Attachment>> NamedAsync(
        Guid stream, Guid line, IReadOnlyList<Guid> keys, Actor by, CancellationToken cancellationToken = default)
    {
        if (keys.Count == 0)
            return [];
        Attachment.UnlessFew(keys.Count);
        Refuse.IfMalformed(keys.Distinct().Count() < keys.Count, "Samma bilaga är angiven två gånger.");
        var found = await FindAsync(keys, cancellationToken);
        foreach (var key in keys)
        {
            Refuse.If(
                found.GetValueOrDefault(key) is not { } stored || stored.Stream != stream || stored.By != by.Id,
                "En bilaga finns inte på servern. Bifoga den igen.");
        }

        await UnlessFreeAsync(line, keys, cancellationToken);
        return [.. keys.Select(key => found[key].Attachment)];
    }

    public async Task<AttachmentUse> UseAsync(Guid stream, Guid by, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            """
            SELECT coalesce(sum(size), 0)::bigint, coalesce(sum(size) FILTER (WHERE stream_id = $1), 0)::bigint,
                coalesce(sum(size) FILTER (WHERE is_waiting), 0)::bigint, count(*) FILTER (WHERE is_waiting)
            FROM (
                SELECT a.size, a.stream_id, a.uploaded_by = $2 AND NOT EXISTS (
                    SELECT FROM attachment_line l WHERE l.key = a.key) AS is_waiting
                FROM attachment a) AS kept
            """);
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(by);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new AttachmentUse(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
    }

    /// <summary>The bytes, from any place; a part at a time is held, and no connection between the parts.</summary>
    public Stream Open(Attachment attachment) => new AttachmentStream(source, attachment.Key, attachment.Size);

    /// <summary>Removes what was sent a day ago and never named.</summary>
    /// <returns>How many, and whether there may be more.</returns>
    public async Task<(int Swept, bool HasMore)> SweepAsync(CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand("SELECT journal_sweep_attachments($1)");
        command.Parameters.AddWithValue(SweepAtOnce);
        var swept = (int)(await command.ExecuteScalarAsync(cancellationToken))!;
        return (swept, swept == SweepAtOnce);
    }

    private static async Task AddPartsAsync(
        NpgsqlConnection connection, Guid key, Stream content, CancellationToken cancellationToken)
    {
        var buffer = new byte[PartLength];
        await using var insert = new NpgsqlCommand(
            "INSERT INTO attachment_part (key, part, bytes) VALUES ($1, $2, $3)", connection);
        insert.Parameters.AddWithValue(key);
        var part = insert.Parameters.Add(new NpgsqlParameter<int>());
        var bytes = insert.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>>());
        await insert.PrepareAsync(cancellationToken);
        for (var number = 0; ; number++)
        {
            var read = await content.ReadAtLeastAsync(buffer, buffer.Length, false, cancellationToken);
            if (read == 0)
                return;
            part.Value = number;
            bytes.Value = new ReadOnlyMemory<byte>(buffer, 0, read);
            await insert.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private async Task<Dictionary<Guid, StoredAttachment>> FindAsync(
        IReadOnlyList<Guid> keys, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            "SELECT key, stream_id, uploaded_by, sha256, size, type, name FROM attachment WHERE key = ANY ($1)");
        command.Parameters.AddWithValue(keys.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var found = new Dictionary<Guid, StoredAttachment>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var key = reader.GetGuid(0);
            var sha256 = Convert.ToHexStringLower(reader.GetFieldValue<byte[]>(3));
            var type = AttachmentType.Parse(reader.GetString(5))
                ?? throw new InvalidOperationException($"The attachment {key} is of no type that Kris knows.");
            var attachment = new Attachment(key, sha256, reader.GetInt64(4), type, reader.GetString(6));
            found[key] = new StoredAttachment(attachment, reader.GetGuid(1), reader.GetGuid(2));
        }

        return found;
    }

    // The same line asked for again names what it named before.
    private async Task UnlessFreeAsync(Guid line, IReadOnlyList<Guid> keys, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            SELECT l.number FROM attachment_line l
            JOIN log_chain c ON c.stream_id = l.stream_id AND c.number = l.number
            WHERE l.key = ANY ($1) AND c.key <> $2 LIMIT 1
            """);
        command.Parameters.AddWithValue(keys.ToArray());
        command.Parameters.AddWithValue(line);
        var number = await command.ExecuteScalarAsync(cancellationToken);
        Refuse.If(number is not null, $"En bilaga sitter redan på rad {number}. Bifoga filen igen.");
    }
}
