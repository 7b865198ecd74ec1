namespace Kris.Domain.Journal.Attachments;

/// <summary>A PDF that has its end. What it holds is for the reader's program: it is never shown in place.</summary>
internal static class PdfContent
{
    private const int TailLength = 2048;

    public static AttachmentType Check(Stream from)
    {
        Span<byte> head = stackalloc byte[8];
        from.Exactly(head);
        var tail = new byte[Math.Min(TailLength, from.Length)];
        from.Position = from.Length - tail.Length;
        from.Exactly(tail);
        if (head[5] is not ((byte)'1' or (byte)'2') || head[6] != '.' || tail.AsSpan().LastIndexOf("%%EOF"u8) < 0)
            throw ContentBytes.Damaged();
        return AttachmentType.Pdf;
    }
}
