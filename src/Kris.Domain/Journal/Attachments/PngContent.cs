using System.Buffers.Binary;

namespace Kris.Domain.Journal.Attachments;

/// <summary>A PNG chunk by chunk: what makes the still picture and its colours is copied, and nothing else.</summary>
internal static class PngContent
{
    private const int HeaderLength = 13;
    private const int MaxChunks = 100_000;
    private const int MaxProfile = 1024 * 1024;

    private static readonly string[] Kept =
        ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "sBIT", "bKGD", "pHYs", "cICP"];

    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static void Copy(Stream from, Stream to)
    {
        from.Position = Signature.Length;
        to.Write(Signature);
        Span<byte> head = stackalloc byte[8];
        var hasData = false;
        for (var chunks = 0; chunks < MaxChunks; chunks++)
        {
            from.Exactly(head);
            var length = BinaryPrimitives.ReadUInt32BigEndian(head);
            var type = System.Text.Encoding.Latin1.GetString(head[4..]);
            // The sum of the chunk comes after it.
            if (length + 4L > from.Length - from.Position || (chunks == 0) != (type == "IHDR"))
                throw ContentBytes.Damaged();
            if (chunks == 0)
                Measure(from, length);

            hasData |= type == "IDAT";
            if (Kept.Contains(type) && !(type == "iCCP" && length > MaxProfile))
            {
                to.Write(head);
                ContentBytes.CopyPart(from, to, length + 4L);
            }
            else
            {
                from.Skip(length + 4L);
            }

            if (type == "IEND")
            {
                if (hasData)
                    return;
                break;
            }
        }

        throw ContentBytes.Damaged();
    }

    private static void Measure(Stream from, uint length)
    {
        if (length != HeaderLength)
            throw ContentBytes.Damaged();
        var at = from.Position;
        ContentBytes.UnlessViewable(from.BigEndian32(), from.BigEndian32());
        from.Position = at;
    }
}
