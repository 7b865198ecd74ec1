using System.Buffers.Binary;

namespace Kris.Domain.Journal.Attachments;

/// <summary>
/// A JPEG segment by segment. What makes the picture is copied; Exif, XMP, IPTC, comments, previews, second pictures
/// and what stands after the end are left behind, but for which way is up.
/// </summary>
internal static class JpegContent
{
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;

    public static void Copy(Stream from, Stream to)
    {
        from.Position = 2;
        to.Write([0xFF, 0xD8]);
        var segment = new byte[ushort.MaxValue];
        var (hasFrame, hasScan, isTurned) = (false, false, false);
        for (var marker = Next(from); marker != EndOfImage;)
        {
            var payload = Payload(marker, from, segment);
            if (IsFrame(marker))
            {
                Measure(payload);
                hasFrame = true;
            }

            if (IsKept(marker, payload))
                Write(to, marker, payload);
            else if (!isTurned && Orientation.Of(payload) is { } way)
                isTurned = WriteOrientation(to, way);

            hasScan |= marker == StartOfScan;
            marker = marker == StartOfScan ? CopyScan(from, to) : Next(from);
        }

        if (!hasFrame || !hasScan)
            throw ContentBytes.Damaged();
        to.Write([0xFF, EndOfImage]);
    }

    // Bytes between segments belong to nothing: every reader skips them.
    private static byte Next(Stream from)
    {
        while (true)
        {
            while (from.One() != 0xFF)
            {
            }

            var marker = from.One();
            while (marker == 0xFF)
                marker = from.One();
            if (marker != 0)
                return marker;
        }
    }

    private static ReadOnlySpan<byte> Payload(byte marker, Stream from, byte[] segment)
    {
        // Restarts and the temporary marker have nothing after them.
        if (marker is (>= 0xD0 and <= 0xD8) or 0x01)
            return [];
        from.Exactly(segment.AsSpan(0, 2));
        var length = BinaryPrimitives.ReadUInt16BigEndian(segment) - 2;
        if (length < 0)
            throw ContentBytes.Damaged();
        from.Exactly(segment.AsSpan(0, length));
        return segment.AsSpan(0, length);
    }

    private static bool IsFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static void Measure(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < 6)
            throw ContentBytes.Damaged();
        ContentBytes.UnlessViewable(
            BinaryPrimitives.ReadUInt16BigEndian(frame[3..]), BinaryPrimitives.ReadUInt16BigEndian(frame[1..]));
    }

    // Adobe's segment and the colour profile say how the colours are to be read. JFIF is kept where it has no preview.
    private static bool IsKept(byte marker, ReadOnlySpan<byte> payload) => marker switch
    {
        0xE0 => payload.Length == 14 && payload.StartsWith("JFIF\0"u8),
        0xE2 => payload.StartsWith("ICC_PROFILE\0"u8),
        0xEE => payload.StartsWith("Adobe"u8),
        >= 0xE1 and <= 0xEF or 0xFE or 0x01 or 0xD8 => false,
        >= 0xD0 and <= 0xD7 => false,
        _ => true,
    };

    private static void Write(Stream to, byte marker, ReadOnlySpan<byte> payload)
    {
        Span<byte> head = [0xFF, marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(payload.Length + 2));
        to.Write(head);
        to.Write(payload);
    }

    private static bool WriteOrientation(Stream to, byte way)
    {
        Write(to, 0xE1, Orientation.Segment(way));
        return true;
    }

    /// <returns>The marker that ends the scan.</returns>
    private static byte CopyScan(Stream from, Stream to)
    {
        while (true)
        {
            var read = from.One();
            if (read != 0xFF)
            {
                to.WriteByte(read);
                continue;
            }

            var next = from.One();
            while (next == 0xFF)
                next = from.One();
            if (next is not (0 or (>= 0xD0 and <= 0xD7)))
                return next;
            to.WriteByte(0xFF);
            to.WriteByte(next);
        }
    }
}
