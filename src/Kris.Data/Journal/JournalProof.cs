using System.Runtime.CompilerServices;
using Kris.Domain.Accounts;
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
    /// The lines up to a number, in order, for whoever is to have the copy: a line that is marked for others is its
    /// place in the chain, and what a marking says of its reason is a commitment. Of the marked lines that are shown
    /// the reading is recorded first. A batch is fetched at a time, so that whoever receives them slowly keeps no
    /// connection meanwhile; what stands in a chain stays as it is between.
    /// </summary>
    /// <param name="cut">What is wanted of them: the others are there without content, so that the chain holds.</param>
    public async IAsyncEnumerable<ProvenLine> ShownToAsync(
        Actor by,
        ReadingLog readings,
        Guid stream,
        long upTo,
        LogCut cut,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var right = ReadingRight.Of(by);
        for (var after = 0L; after < upTo;)
        {
            var lines = await BatchAsync(stream, after, upTo, cancellationToken);
            if (lines.Count == 0)
                yield break;
            var read = lines.Where(line => line.Fields is not null && line.Marking is not null)
                .Where(line => right.Reads(line.Marking) && line.IsIn(cut))
                .Select(line => (stream, line.Link.Number));
            await readings.NoteAsync(by, read, ReadingWay.Exported, cancellationToken);
            foreach (var line in lines)
                yield return line.Proven(line.IsIn(cut) && right.Reads(line.Marking), Masked(line, right));
            after = lines[^1].Link.Number;
        }
    }

    private static HashSet<string>? Masked(StoredLine line, ReadingRight right)
    {
        if (line.Fields is null || right.All)
            return null;
        // Why a line is marked says something of it, also when the marking is lifted or the line is gone.
        var isInside = line.Marking is not null || (line.SubjectMarking is { } of && right.Reads(of));
        return isInside ? null : [LineFields.MarkingReason, LineFields.Readers, SystemErasure.Was + LineFields.Readers];
    }

    private async Task<List<StoredLine>> BatchAsync(
        Guid stream, long after, long upTo, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            """
            SELECT c.number, c.key, c.recorded_at, c.digest, c.hash, l.fields, l.secret,
                s.erasure_by, s.marked_by, s.circle, s.readers, s.followed_by, s.followed_circle, s.followed_readers,
                a.erasure_by, a.marked_by, a.circle, a.readers, a.followed_by, a.followed_circle, a.followed_readers
            FROM log_chain c LEFT JOIN log_content l ON l.stream_id = c.stream_id AND l.number = c.number
            LEFT JOIN line_state s ON s.stream_id = c.stream_id AND s.number = c.number
            LEFT JOIN line_state a ON l.fields ->> 'act' = 'line-marked'
                AND a.stream_id = c.stream_id AND a.number = (l.fields ->> 'about')::bigint
            WHERE c.stream_id = $1 AND c.number > $2 AND c.number <= $3 ORDER BY c.number LIMIT $4
            """);
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(upTo);
        command.Parameters.AddWithValue(Batch);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new List<StoredLine>();
        while (await reader.ReadAsync(cancellationToken))
            lines.Add(StoredLine.Read(reader));
        return lines;
    }

    private sealed record StoredLine(
        ChainLink Link,
        Dictionary<string, string>? Fields,
        byte[]? Secret,
        LineMarking? Marking,
        LineMarking? SubjectMarking)
    {
        public static StoredLine Read(NpgsqlDataReader reader)
        {
            var link = new ChainLink(
                reader.GetInt64(0),
                reader.GetGuid(1),
                reader.GetFieldValue<DateTimeOffset>(2),
                reader.GetFieldValue<byte[]>(3),
                reader.GetFieldValue<byte[]>(4));
            var isErased = reader.IsDBNull(5);
            return new StoredLine(
                link,
                isErased ? null : JournalRow.Fields(reader, 5),
                isErased ? null : reader.GetFieldValue<byte[]>(6),
                MarkingAt(reader, 7),
                MarkingAt(reader, 14));
        }

        public bool IsIn(LogCut cut) => cut.Takes(
            Link.Number, Fields?.GetValueOrDefault(LineFields.Kind) == LineKind.System.Code());

        // Which fields a line has tells of which kind it is: of what is not shown there is not even that.
        public ProvenLine Proven(bool isShown, IReadOnlySet<string>? masked)
        {
            if (Fields is null)
                return ProvenLine.Erased(Link);
            return isShown ? ProvenLine.Of(Link, Fields, Secret, masked) : ProvenLine.Hidden(Link);
        }

        private static LineMarking? MarkingAt(NpgsqlDataReader reader, int first) => (LineState.Untouched with
        {
            ErasureBy = reader.IsDBNull(first) ? null : reader.GetInt64(first),
            Own = JournalRow.Marking(reader, first + 1, first + 2),
            Followed = JournalRow.Marking(reader, first + 4, first + 5),
        }).Marking;
    }
}
