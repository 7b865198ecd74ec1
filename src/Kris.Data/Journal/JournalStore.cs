using Kris.Domain;
using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>Reading streams, and writing the lines that no aggregate changes with.</summary>
public sealed class JournalStore(NpgsqlDataSource source, JournalSignal signal)
{
    /// <summary>How many lines a read gives at most.</summary>
    public const int MaxLimit = 500;

    internal const string Columns =
        """
        SELECT c.stream_id, c.number, c.key, c.recorded_at, c.hash, l.fields, s.number IS NOT NULL, s.struck_by,
            s.flagged_by, s.pinned_by, s.released_by, s.done_by, s.changed_by, s.accepted_by, s.marked_by, s.circle,
            s.readers, s.lagrum, s.erasure_by, s.erased_by, s.followed_by, s.followed_circle, s.followed_readers,
            s.followed_lagrum, s.origin
        FROM log_chain c
        LEFT JOIN log_content l ON l.stream_id = c.stream_id AND l.number = c.number
        LEFT JOIN line_state s ON s.stream_id = c.stream_id AND s.number = c.number
        """;

    /// <summary>Appends to a stream that exists.</summary>
    /// <exception cref="RefusedException">No such stream, or the key belongs to something else.</exception>
    public async Task<Written> AppendAsync(NewLine line, CancellationToken cancellationToken = default)
    {
        var written = await JournalAppend.OneAsync(source, line, begins: false, cancellationToken);
        if (written.IsNew)
            signal.Changed(line.Stream);
        return written;
    }

    /// <summary>
    /// Appends all of them or none, to streams that exist, and answers in the order that they were given.
    /// </summary>
    public Task<IReadOnlyList<Written>> AppendTogetherAsync(
        IEnumerable<NewLine> lines, CancellationToken cancellationToken = default) =>
        AppendAsync(seen: [], [.. lines], cancellationToken);

    /// <summary>As above, where they repeat or strike a line that must still stand as it was seen.</summary>
    /// <exception cref="RefusedException">Something was said of it meanwhile.</exception>
    public Task<IReadOnlyList<Written>> AppendAboutAsync(
        JournalLine seen, IEnumerable<NewLine> lines, CancellationToken cancellationToken = default) =>
        AppendAsync([seen], [.. lines], cancellationToken);

    /// <summary>As above, where more than the line is repeated.</summary>
    public Task<IReadOnlyList<Written>> AppendAboutAsync(
        JournalLine seen,
        LineOrigin origin,
        IEnumerable<NewLine> lines,
        CancellationToken cancellationToken = default) =>
        AppendAsync(
            [.. new[] { seen, origin.First, origin.Terms }.OfType<JournalLine>().DistinctBy(line => line.Number)],
            [.. lines],
            cancellationToken);

    private async Task<IReadOnlyList<Written>> AppendAsync(
        IReadOnlyCollection<JournalLine> seen, List<NewLine> given, CancellationToken cancellationToken)
    {
        var ordered = given.OrderBy(line => line.Stream).ToList();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (seen.Count > 0)
            await JournalAppend.HoldAsync(connection, seen, ordered.Select(line => line.Stream), cancellationToken);
        var written = await JournalAppend.InTransactionAsync(connection, ordered, begins: false, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var line in ordered)
            signal.Changed(line.Stream);
        return [.. given.Select(line => written[ordered.IndexOf(line)])];
    }

    /// <summary>The lines after a number, in order.</summary>
    public async Task<IReadOnlyList<JournalLine>> LinesAsync(
        Guid stream, long after, int limit, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            $"{Columns} WHERE c.stream_id = $1 AND c.number > $2 ORDER BY c.number LIMIT $3");
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(Math.Clamp(limit, 1, MaxLimit));
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>The last lines before a number (or at the end), newest first.</summary>
    public async Task<IReadOnlyList<JournalLine>> LatestAsync(
        Guid stream, long before, int limit, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            $"{Columns} WHERE c.stream_id = $1 AND c.number < $2 ORDER BY c.number DESC LIMIT $3");
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(before);
        command.Parameters.AddWithValue(Math.Clamp(limit, 1, MaxLimit));
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>What a member of the krisledningsnämnd sees, newest first: flagged lines and the own.</summary>
    public async Task<IReadOnlyList<JournalLine>> FlaggedAsync(
        Guid stream, Guid? author, int limit, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            $"""
            {Columns} WHERE c.stream_id = $1
            AND (s.flagged_by IS NOT NULL OR (l.fields ->> 'author' = $2 AND l.fields ->> 'kind' <> 'system'))
            ORDER BY c.number DESC LIMIT $3
            """);
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(NpgsqlTypes.NpgsqlDbType.Text, (object?)author?.ToString() ?? DBNull.Value);
        command.Parameters.AddWithValue(Math.Clamp(limit, 1, MaxLimit));
        return await ReadAsync(command, cancellationToken);
    }

    /// <exception cref="RefusedException">No such line.</exception>
    public async Task<JournalLine> LineAsync(Guid stream, long number, CancellationToken cancellationToken = default)
    {
        var lines = await LinesAsync(stream, number - 1, 1, cancellationToken);
        if (lines.Count == 0 || lines[0].Number != number)
            throw new RefusedException($"Rad {number} finns inte i händelsen.", Refusal.Unknown);
        return lines[0];
    }

    /// <summary>Lines of a stream by their numbers, the newest first.</summary>
    public async Task<IReadOnlyList<JournalLine>> TheseAsync(
        Guid stream, IReadOnlyCollection<long> numbers, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            $"{Columns} WHERE c.stream_id = $1 AND c.number = ANY ($2) ORDER BY c.number DESC LIMIT $3");
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(numbers.ToArray());
        command.Parameters.AddWithValue(MaxLimit);
        return await ReadAsync(command, cancellationToken);
    }

    /// <summary>When each stream last got a line that a person wrote or a verb recorded.</summary>
    public async Task<IReadOnlyDictionary<Guid, DateTimeOffset>> LastLineAsync(
        IReadOnlyCollection<Guid> streams, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            """
            SELECT i.id, c.recorded_at FROM unnest($1) AS i (id)
            CROSS JOIN LATERAL (
                SELECT recorded_at FROM log_chain WHERE stream_id = i.id ORDER BY number DESC LIMIT 1) c
            """);
        command.Parameters.AddWithValue(streams.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var last = new Dictionary<Guid, DateTimeOffset>();
        while (await reader.ReadAsync(cancellationToken))
            last[reader.GetGuid(0)] = reader.GetFieldValue<DateTimeOffset>(1);
        return last;
    }

    /// <summary>The highest number of each of the streams: what a poll compares with.</summary>
    public async Task<IReadOnlyDictionary<Guid, long>> NumbersAsync(
        IReadOnlyCollection<Guid> streams, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            """
            SELECT i.id, c.number FROM unnest($1) AS i (id)
            CROSS JOIN LATERAL (
                SELECT number FROM log_chain WHERE stream_id = i.id ORDER BY number DESC LIMIT 1) c
            """);
        command.Parameters.AddWithValue(streams.ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var numbers = new Dictionary<Guid, long>();
        while (await reader.ReadAsync(cancellationToken))
            numbers[reader.GetGuid(0)] = reader.GetInt64(1);
        return numbers;
    }

    /// <summary>
    /// Where a key stands, and whether it came of the same request, which nobody knows (null) of what is erased;
    /// nothing when it is free.
    /// </summary>
    public async Task<(Guid Stream, long Number, bool? IsSame)?> FindAsync(
        Guid key, byte[] request, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            """
            SELECT c.stream_id, c.number, sha256(l.secret || $2) = l.request_digest
            FROM log_chain c LEFT JOIN log_content l ON l.stream_id = c.stream_id AND l.number = c.number
            WHERE c.key = $1
            """);
        command.Parameters.AddWithValue(key);
        command.Parameters.AddWithValue(request);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? (reader.GetGuid(0), reader.GetInt64(1), reader.IsDBNull(2) ? null : reader.GetBoolean(2))
            : null;
    }

    internal static async Task<IReadOnlyList<JournalLine>> ReadAsync(
        NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new List<JournalLine>();
        while (await reader.ReadAsync(cancellationToken))
            lines.Add(JournalRow.Read(reader));
        return lines;
    }
}
