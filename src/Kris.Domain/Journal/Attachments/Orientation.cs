using System.Buffers.Binary;

namespace Kris.Domain.Journal.Attachments;

/// <summary>Which way is up: the one thing in a photo's Exif without which it would be shown wrong.</summary>
internal static class Orientation
{
    private const ushort Tag = 0x0112;
    private const int MaxEntries = 1_000;

    private static ReadOnlySpan<byte> Exif => "Exif\0\0"u8;

    /// <summary>From 2 to 8; nothing where it is upright, or where this is not Exif that can be read.</summary>
    public static byte? Of(ReadOnlySpan<byte> segment)
    {
        if (!segment.StartsWith(Exif) || segment.Length < 14)
            return null;

        var tiff = segment[6..];
        var isLittle = tiff.StartsWith("II"u8);
        if (!isLittle && !tiff.StartsWith("MM"u8))
            return null;

        var at = (long)Long(tiff[4..], isLittle);
        if (at + 2 > tiff.Length)
            return null;
        int entries = Short(tiff[(int)at..], isLittle);
        at += 2;
        for (var i = 0; i < Math.Min(entries, MaxEntries) && at + 12 <= tiff.Length; i++, at += 12)
        {
            var entry = tiff.Slice((int)at, 12);
            if (Short(entry, isLittle) == Tag)
                return Short(entry[8..], isLittle) is >= 2 and <= 8 and var way ? (byte)way : null;
        }

        return null;
    }

    /// <summary>Exif that says this and nothing else.</summary>
    public static byte[] Segment(byte way) =>
    [
        .. Exif, (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8, 0, 1,
        0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, way, 0, 0, 0, 0, 0, 0,
    ];

    private static ushort Short(ReadOnlySpan<byte> bytes, bool isLittle) => isLittle
        ? BinaryPrimitives.ReadUInt16LittleEndian(bytes)
        : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint Long(ReadOnlySpan<byte> bytes, bool isLittle) => isLittle
        ? BinaryPrimitives.ReadUInt32LittleEndian(bytes)
        : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
