using System.Buffers.Binary;

namespace Kris.Domain.Journal.Attachments;

/// <summary>A WebP chunk by chunk: the still picture, its transparency and its colours.</summary>
internal static class WebpContent
{
    private const int HeadLength = 12;
    private const int MaxChunks = 1_000;
    private const byte Animated = 0x02;

    // Of the extended header, that there is Exif and XMP: they are no longer there.
    private const byte Metadata = 0x0C;

    public static void Copy(Stream from, Stream to)
    {
        Span<byte> head = stackalloc byte[HeadLength];
        from.Exactly(head);
        var end = Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) + 8L, from.Length);
        to.Write(head);
        Span<byte> chunk = stackalloc byte[8];
        var hasPicture = false;
        for (var chunks = 0; from.Position + chunk.Length <= end && chunks < MaxChunks; chunks++)
        {
            from.Exactly(chunk);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            // A chunk of odd length has a byte of filling after it.
            var stored = length + (length & 1L);
            if (length > end - from.Position)
                throw ContentBytes.Damaged();
            stored = Math.Min(stored, from.Length - from.Position);
            hasPicture |= Chunk(System.Text.Encoding.Latin1.GetString(chunk[..4]), chunk, stored, from, to);
        }

        if (!hasPicture)
            throw ContentBytes.Damaged();
        var length32 = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(length32, (uint)(to.Length - 8));
        to.Position = 4;
        to.Write(length32);
        to.Position = to.Length;
    }

    /// <returns>Whether it was the picture.</returns>
    private static bool Chunk(string type, ReadOnlySpan<byte> chunk, long stored, Stream from, Stream to)
    {
        Refuse.If(type is "ANIM" or "ANMF", "Rörliga bilder tas inte emot. Bifoga en stillbild.");
        if (type is not ("VP8X" or "VP8 " or "VP8L" or "ALPH" or "ICCP"))
        {
            from.Skip(stored);
            return false;
        }

        var start = new byte[(int)Math.Min(stored, 10)];
        from.Exactly(start);
        Measure(type, start);
        if (type == "VP8X")
            start[0] &= 0xFF ^ Metadata;
        to.Write(chunk);
        to.Write(start);
        ContentBytes.CopyPart(from, to, stored - start.Length);
        return type is "VP8 " or "VP8L";
    }

    private static void Measure(string type, ReadOnlySpan<byte> start)
    {
        if (type is "ALPH" or "ICCP")
            return;
        if (start.Length < (type == "VP8L" ? 5 : 10))
            throw ContentBytes.Damaged();
        if (type == "VP8X")
        {
            Refuse.If((start[0] & Animated) != 0, "Rörliga bilder tas inte emot. Bifoga en stillbild.");
            ContentBytes.UnlessViewable(Long24(start[4..]) + 1, Long24(start[7..]) + 1);
        }
        else if (type == "VP8L")
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(start[1..]);
            ContentBytes.UnlessViewable((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
        }
        else
        {
            ContentBytes.UnlessViewable(
                BinaryPrimitives.ReadUInt16LittleEndian(start[6..]) & 0x3FFF,
                BinaryPrimitives.ReadUInt16LittleEndian(start[8..]) & 0x3FFF);
        }
    }

    private static long Long24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
}
