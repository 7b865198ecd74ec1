using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>
/// Every line of the database as PostgreSQL's binary COPY gives it, in blocks of whole rows: the cheapest way out of
/// the server, and one in which a row need not be understood by whoever fetches it.
/// </summary>
internal static class AuditCopy
{
    private const int BlockSize = 64 * 1024;
    private const int HeaderSize = 19;

    // The decision is asked for of the lines alone that have no content: it takes a search through the stream.
    private const string Sql =
        """
        COPY (
            SELECT c.stream_id, c.number, c.key, c.recorded_at, c.digest, c.hash, l.secret, l.fields::text,
                CASE WHEN l.fields IS NULL THEN journal_is_decided(c.stream_id, c.number, NULL) END
            FROM log_chain c LEFT JOIN log_content l ON l.stream_id = c.stream_id AND l.number = c.number
            ORDER BY c.stream_id, c.number) TO STDOUT (FORMAT binary)
        """;

    public static async IAsyncEnumerable<AuditBlock> BlocksAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginRawBinaryCopyAsync(Sql, cancellationToken);
        copy.ReadTimeout = Timeout.Infinite;
        await copy.ReadExactlyAsync(new byte[HeaderSize], cancellationToken);
        var pool = ArrayPool<byte>.Shared;
        var (buffer, filled) = (pool.Rent(BlockSize), 0);
        while (true)
        {
            filled += await copy.ReadAtLeastAsync(
                buffer.AsMemory(filled), buffer.Length - filled, throwOnEndOfStream: false, cancellationToken);
            var whole = WholeRows(buffer.AsSpan(0, filled));
            var rest = filled - whole;
            if (filled < buffer.Length)
            {
                yield return rest == 0 ? new AuditBlock(buffer, whole) : throw new EndOfStreamException();
                yield break;
            }

            // A row that is longer than a block gets a longer one.
            var next = pool.Rent(whole == 0 ? buffer.Length * 2 : Math.Max(BlockSize, rest));
            buffer.AsSpan(whole, rest).CopyTo(next);
            yield return new AuditBlock(buffer, whole);
            (buffer, filled) = (next, rest);
        }
    }

    // Of each row: how many columns, and of each column its length, less than 0 where there is nothing, and its bytes.
    private static int WholeRows(ReadOnlySpan<byte> rows)
    {
        var whole = 0;
        for (var at = 0; at + sizeof(short) <= rows.Length; whole = at)
        {
            var columns = BinaryPrimitives.ReadInt16BigEndian(rows[at..]);
            at += sizeof(short);
            for (; columns > 0; columns--)
            {
                if (at + sizeof(int) > rows.Length)
                    return whole;
                at += sizeof(int) + Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(rows[at..]));
            }

            if (at > rows.Length)
                return whole;
        }

        return whole;
    }
}
