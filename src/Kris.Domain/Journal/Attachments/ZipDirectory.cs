using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Kris.Domain.Journal.Attachments;

/// <summary>A file in a zip, as the directory at its end has it.</summary>
/// <param name="Length">How many bytes it takes in the zip.</param>
internal sealed record ZipEntry(string Name, bool IsPacked, long Length, long At);

/// <summary>
/// The directory of a zip, read with bounds of our own: one that lies about itself costs neither memory nor more time
/// than an honest one. What is packed is unpacked to nowhere, and counted.
/// </summary>
internal static class ZipDirectory
{
    public const long MaxUnpacked = 200L * 1024 * 1024;

    private const int MaxEntries = 4_000;
    private const int EndLength = 22;
    private const int EntryLength = 46;
    private const uint EndSign = 0x06054b50;
    private const uint EntrySign = 0x02014b50;
    private const uint LocalSign = 0x04034b50;

    private const string Bomb =
        "Filen packar upp sig till mer än 200 MB och tas inte emot. Dela den eller ta bort stora bilder ur den.";

    public static IReadOnlyList<ZipEntry> Read(Stream from)
    {
        var (count, at) = End(from);
        Refuse.If(count > MaxEntries, $"Filen har fler än {MaxEntries} delar och tas inte emot.");
        from.Position = at;
        var entries = new List<ZipEntry>(count);
        for (var i = 0; i < count; i++)
            entries.Add(Entry(from));
        // Entries that share their bytes with others are how a small file becomes endless work.
        if (entries.Sum(entry => entry.Length) > from.Length)
            throw ContentBytes.Damaged();
        return entries;
    }

    /// <summary>Unpacks everything to nowhere.</summary>
    public static void UnlessBomb(Stream from, IReadOnlyList<ZipEntry> entries)
    {
        var left = MaxUnpacked;
        var buffer = new byte[64 * 1024];
        foreach (var entry in entries.Where(entry => entry.IsPacked))
        {
            Find(from, entry);
            using var packed = new StreamPart(from, entry.Length);
            using var unpacked = new DeflateStream(packed, CompressionMode.Decompress);
            for (var read = Next(unpacked, buffer); read > 0; read = Next(unpacked, buffer))
                Refuse.If((left -= read) < 0, Bomb);
        }
    }

    /// <summary>The beginning of what an entry holds.</summary>
    public static byte[] Unpack(Stream from, ZipEntry entry, int max)
    {
        Find(from, entry);
        var buffer = new byte[max];
        if (!entry.IsPacked)
        {
            var length = (int)Math.Min(entry.Length, max);
            from.Exactly(buffer.AsSpan(0, length));
            return buffer[..length];
        }

        using var packed = new StreamPart(from, entry.Length);
        using var unpacked = new DeflateStream(packed, CompressionMode.Decompress);
        var filled = 0;
        for (var read = 1; read > 0 && filled < max; filled += read)
            read = Next(unpacked, buffer.AsSpan(filled));
        return buffer[..filled];
    }

    private static int Next(DeflateStream unpacked, Span<byte> buffer)
    {
        try
        {
            return unpacked.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw ContentBytes.Damaged();
        }
    }

    // Where the bytes begin is told by the entry's own head, which has the same name but may have other additions.
    private static void Find(Stream from, ZipEntry entry)
    {
        if (entry.At > from.Length)
            throw ContentBytes.Damaged();
        from.Position = entry.At;
        Span<byte> head = stackalloc byte[30];
        from.Exactly(head);
        if (BinaryPrimitives.ReadUInt32LittleEndian(head) != LocalSign)
            throw ContentBytes.Damaged();
        from.Skip(BinaryPrimitives.ReadUInt16LittleEndian(head[26..])
            + BinaryPrimitives.ReadUInt16LittleEndian(head[28..]));
    }

    private static (int Count, long At) End(Stream from)
    {
        var tail = new byte[(int)Math.Min(from.Length, EndLength + ushort.MaxValue)];
        from.Position = from.Length - tail.Length;
        from.Exactly(tail);
        for (var i = tail.Length - EndLength; i >= 0; i--)
        {
            var end = tail.AsSpan(i);
            if (BinaryPrimitives.ReadUInt32LittleEndian(end) != EndSign
                || BinaryPrimitives.ReadUInt16LittleEndian(end[20..]) != end.Length - EndLength)
                continue;
            var at = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
            if (BinaryPrimitives.ReadUInt32LittleEndian(end[4..]) != 0 || at >= from.Length)
                break;
            return (BinaryPrimitives.ReadUInt16LittleEndian(end[10..]), at);
        }

        throw ContentBytes.Damaged();
    }

    private static ZipEntry Entry(Stream from)
    {
        Span<byte> head = stackalloc byte[EntryLength];
        from.Exactly(head);
        var method = BinaryPrimitives.ReadUInt16LittleEndian(head[10..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(head) != EntrySign || method is not (0 or 8))
            throw ContentBytes.Damaged();
        Refuse.If((head[8] & 1) != 0, "Filen är skyddad med lösenord. Spara den utan och bifoga den igen.");
        var name = new byte[BinaryPrimitives.ReadUInt16LittleEndian(head[28..])];
        from.Exactly(name);
        from.Skip(BinaryPrimitives.ReadUInt16LittleEndian(head[30..])
            + BinaryPrimitives.ReadUInt16LittleEndian(head[32..]));
        return new ZipEntry(
            Encoding.Latin1.GetString(name),
            IsPacked: method == 8,
            BinaryPrimitives.ReadUInt32LittleEndian(head[20..]),
            BinaryPrimitives.ReadUInt32LittleEndian(head[42..]));
    }
}
