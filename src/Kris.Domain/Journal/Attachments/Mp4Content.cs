using System.Buffers.Binary;

namespace Kris.Domain.Journal.Attachments;

/// <summary>A recording in MPEG-4, box by box: it has a track of sound and none of pictures.</summary>
internal static class Mp4Content
{
    private const int MaxBoxes = 10_000;

    private static readonly string[] Path = ["moov", "trak", "mdia", "hdlr"];

    public static AttachmentType Check(Stream from)
    {
        var handlers = new HashSet<string>(StringComparer.Ordinal);
        var left = MaxBoxes;
        Walk(from, from.Length, depth: 0, handlers, ref left);
        Refuse.If(handlers.Contains("vide"), "Film tas inte emot. Bifoga en stillbild ur den, eller bara ljudet.");
        if (!handlers.Contains("soun"))
            throw ContentBytes.Damaged();
        return AttachmentType.M4a;
    }

    private static void Walk(Stream from, long end, int depth, HashSet<string> handlers, ref int left)
    {
        Span<byte> head = stackalloc byte[8];
        while (from.Position + head.Length <= end)
        {
            if (left-- == 0)
                throw ContentBytes.Damaged();
            var at = from.Position;
            from.Exactly(head);
            var length = Length(head, from, end - at);
            if (length < from.Position - at || length > end - at)
                throw ContentBytes.Damaged();
            if (head[4..].SequenceEqual(System.Text.Encoding.ASCII.GetBytes(Path[depth])))
            {
                if (depth == Path.Length - 1)
                    Handler(from, handlers);
                else
                    Walk(from, at + length, depth + 1, handlers, ref left);
            }

            from.Position = at + length;
        }
    }

    private static long Length(ReadOnlySpan<byte> head, Stream from, long rest)
    {
        var length = BinaryPrimitives.ReadUInt32BigEndian(head);
        if (length == 0)
            return rest;
        if (length != 1)
            return length;
        Span<byte> large = stackalloc byte[8];
        from.Exactly(large);
        return (long)Math.Min(BinaryPrimitives.ReadUInt64BigEndian(large), long.MaxValue);
    }

    // Version and flags, something that is always nought, and what the track is.
    private static void Handler(Stream from, HashSet<string> handlers)
    {
        Span<byte> start = stackalloc byte[12];
        from.Exactly(start);
        handlers.Add(System.Text.Encoding.Latin1.GetString(start[8..]));
    }
}
