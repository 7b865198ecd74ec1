using System.Buffers;
using System.Buffers.Binary;
using Kris.Domain.Journal;

namespace Kris.Data.Journal;

/// <summary>A line of the journal, with the digest of what stands in it now.</summary>
/// <param name="Content">As it was reckoned; nothing when the content is erased or cannot be read.</param>
/// <param name="IsDecided">Two persons decided to erase it.</param>
internal readonly record struct AuditLine(
    Guid Stream, ChainLink Link, byte[]? Content, bool IsErased, bool IsDecided, bool IsReadable);

/// <summary>Some rows as they came, in a rented buffer that is given back when they have been read.</summary>
internal sealed class AuditBlock(byte[] buffer, int length)
{
    // PostgreSQL counts microseconds from 2000, and far beyond what has a name here.
    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly long Earliest = (DateTimeOffset.MinValue - Epoch).Ticks / TimeSpan.TicksPerMicrosecond;
    private static readonly long Latest = (DateTimeOffset.MaxValue - Epoch).Ticks / TimeSpan.TicksPerMicrosecond;

    public List<AuditLine> Lines()
    {
        using var content = new ContentDigest();
        var lines = new List<AuditLine>();
        // After the last row stands a count of columns that is less than 0.
        for (var rows = new Columns(buffer.AsSpan(0, length)); rows.Begin();)
            lines.Add(Line(ref rows, content));
        // Secrets have passed here.
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return lines;
    }

    private static AuditLine Line(ref Columns row, ContentDigest content)
    {
        var stream = new Guid(row.Next(), bigEndian: true);
        var number = BinaryPrimitives.ReadInt64BigEndian(row.Next());
        var key = new Guid(row.Next(), bigEndian: true);
        var at = BinaryPrimitives.ReadInt64BigEndian(row.Next());
        var hasTime = at >= Earliest && at <= Latest;
        var recordedAt = hasTime ? Epoch.AddTicks(at * TimeSpan.TicksPerMicrosecond) : default;
        var link = new ChainLink(number, key, recordedAt, row.Next().ToArray(), row.Next().ToArray());
        var secret = row.Next();
        var fields = row.Next(out var isErased);
        var isDecided = row.Next() is [not 0];
        var digest = isErased ? null : content.Of(fields, secret);
        return new AuditLine(stream, link, digest, isErased, isDecided, hasTime && (isErased || digest is not null));
    }

    private ref struct Columns(ReadOnlySpan<byte> rest)
    {
        private ReadOnlySpan<byte> rest = rest;

        public bool Begin()
        {
            if (rest.IsEmpty || BinaryPrimitives.ReadInt16BigEndian(rest) < 0)
                return false;
            rest = rest[sizeof(short)..];
            return true;
        }

        public ReadOnlySpan<byte> Next() => Next(out _);

        public ReadOnlySpan<byte> Next(out bool isNull)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest);
            isNull = length < 0;
            var column = rest.Slice(sizeof(int), Math.Max(0, length));
            rest = rest[(sizeof(int) + column.Length)..];
            return column;
        }
    }
}
