using System.Buffers.Binary;

namespace Kris.Domain.Journal.Attachments;

/// <summary>
/// Tells what a file is by what stands in it, never by its name, and takes from a photo what it tells of where and
/// with what it was taken. It holds a few kilobytes, however large the file is or claims to be.
/// </summary>
public static class Content
{
    private const string Unknown =
        "Filtypen tas inte emot. Bifoga foto (JPEG, PNG, WebP), PDF, Office (docx, xlsx, pptx, odt, ods, odp) eller "
        + "ljud (mp3, m4a, ogg, wav).";

    private const string Heic =
        "Bilden är i formatet HEIC eller AVIF, som inte alla kan öppna. På iPhone: välj Inställningar, Kamera, Format, "
        + "Mest kompatibelt. Eller spara bilden som JPEG och bifoga den.";

    private const string OldOffice =
        "Filen är i ett äldre Office-format eller skyddad med lösenord. Spara den utan lösenord som docx, xlsx eller "
        + "pptx.";

    /// <param name="from">The file, from its start; it can be read anywhere.</param>
    /// <param name="stripped">Where an image is written anew without its metadata.</param>
    /// <returns>What it is. Of an image, the file to keep is the stripped one.</returns>
    /// <exception cref="RefusedException">Empty, damaged, too large to open, or nothing that Kris takes.</exception>
    public static AttachmentType Check(Stream from, Stream stripped)
    {
        Span<byte> start = stackalloc byte[64];
        start = start[..from.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        Refuse.If(start.Length == 0, "Filen är tom.");
        from.Position = 0;
        if (start is [0xFF, 0xD8, 0xFF, ..])
            return Image(AttachmentType.Jpeg, JpegContent.Copy, from, stripped);
        if (start.StartsWith(PngContent.Signature))
            return Image(AttachmentType.Png, PngContent.Copy, from, stripped);
        if (IsRiff(start, "WEBP"u8))
            return Image(AttachmentType.Webp, WebpContent.Copy, from, stripped);
        if (start.StartsWith("%PDF-"u8))
            return PdfContent.Check(from);
        if (start.StartsWith("PK\x03\x04"u8))
            return OfficeContent.Check(from);
        return Other(start, from);
    }

    private static AttachmentType Other(ReadOnlySpan<byte> start, Stream from)
    {
        Refuse.If(start is [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..], OldOffice);
        if (start.Length >= 12 && start[4..8].SequenceEqual("ftyp"u8))
        {
            Refuse.If(IsHeic(start), Heic);
            return Mp4Content.Check(from);
        }

        if (start.StartsWith("OggS"u8))
            return AudioContent.CheckOgg(from);
        if (IsRiff(start, "WAVE"u8))
            return AudioContent.CheckWav(from);
        if (start.StartsWith("ID3"u8) || start is [0xFF, >= 0xE0, ..])
            return Mp3Content.Check(from) ?? throw new RefusedException(Unknown);
        throw new RefusedException(Unknown);
    }

    private static AttachmentType Image(
        AttachmentType type, Action<Stream, Stream> copy, Stream from, Stream stripped)
    {
        copy(from, stripped);
        return type;
    }

    private static bool IsRiff(ReadOnlySpan<byte> start, ReadOnlySpan<byte> form) =>
        start.Length >= 12 && start.StartsWith("RIFF"u8) && start[8..12].SequenceEqual(form);

    // The brand that the file is made to, and those that it is also good for.
    private static bool IsHeic(ReadOnlySpan<byte> start)
    {
        var length = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(start), (uint)start.Length);
        for (var at = 8; at + 4 <= length; at += at == 8 ? 8 : 4)
        {
            var brand = start.Slice(at, 4);
            if (brand.SequenceEqual("heic"u8) || brand.SequenceEqual("heix"u8) || brand.SequenceEqual("mif1"u8)
                || brand.SequenceEqual("msf1"u8) || brand.SequenceEqual("hevc"u8) || brand.SequenceEqual("avif"u8))
                return true;
        }

        return false;
    }
}
