using System.Buffers.Binary;

namespace Kris.Domain.Journal.Attachments;

/// <summary>Reading what must be there.</summary>
internal static class ContentBytes
{
    private const int MaxSide = 16_384;
    private const long MaxPixels = 64_000_000;

    public static RefusedException Damaged() =>
        new("Filen är avbruten eller skadad. Öppna den, spara den på nytt och bifoga den igen.");

    public static void Exactly(this Stream from, Span<byte> into)
    {
        if (from.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) < into.Length)
            throw Damaged();
    }

    public static byte One(this Stream from)
    {
        var read = from.ReadByte();
        return read < 0 ? throw Damaged() : (byte)read;
    }

    public static uint BigEndian32(this Stream from)
    {
        Span<byte> four = stackalloc byte[4];
        from.Exactly(four);
        return BinaryPrimitives.ReadUInt32BigEndian(four);
    }

    public static void Skip(this Stream from, long length)
    {
        if (length < 0 || length > from.Length - from.Position)
            throw Damaged();
        from.Position += length;
    }

    public static void CopyPart(Stream from, Stream to, long length)
    {
        Span<byte> buffer = stackalloc byte[8192];
        while (length > 0)
        {
            var part = buffer[..(int)Math.Min(length, buffer.Length)];
            from.Exactly(part);
            to.Write(part);
            length -= part.Length;
        }
    }

    // An image is opened by whoever reads the log: a few kilobytes can ask for gigabytes of memory there.
    public static void UnlessViewable(long width, long height)
    {
        if (width == 0 || height == 0)
            throw Damaged();
        Refuse.If(
            width > MaxSide || height > MaxSide || width * height > MaxPixels,
            $"Bilden är för stor: {width} × {height} bildpunkter. Högst {MaxPixels / 1_000_000} miljoner bildpunkter "
            + $"och {MaxSide} på en sida tas emot. Förminska den och bifoga den igen.");
    }
}
