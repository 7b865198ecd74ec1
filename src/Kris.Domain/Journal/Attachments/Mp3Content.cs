namespace Kris.Domain.Journal.Attachments;

/// <summary>A recording in MP3: after the label, frame follows on frame.</summary>
internal static class Mp3Content
{
    private const int LabelHead = 10;
    private const int MaxFilling = 64 * 1024;

    // Kilobits a second of layer III, in MPEG 1 and in MPEG 2.
    private static readonly int[][] Rates =
    [
        [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ];

    private static readonly int[] Frequencies = [44_100, 48_000, 32_000];

    public static AttachmentType? Check(Stream from)
    {
        SkipLabel(from);
        // Two frames in a row: two bytes that look like one stand in many files.
        var first = Frame(from);
        if (first is not { } length)
            return null;
        from.Skip(length - 4);
        return from.Position == from.Length || Frame(from) is not null ? AttachmentType.Mp3 : null;
    }

    private static void SkipLabel(Stream from)
    {
        Span<byte> head = stackalloc byte[LabelHead];
        from.Exactly(head);
        if (!head.StartsWith("ID3"u8))
        {
            from.Position = 0;
            return;
        }

        // Seven bits of each byte, and once more the head where there is a foot.
        from.Skip((head[6] & 0x7F) << 21 | (head[7] & 0x7F) << 14 | (head[8] & 0x7F) << 7 | (head[9] & 0x7F));
        from.Skip((head[5] & 0x10) != 0 ? LabelHead : 0);
        for (var filling = 0; filling < MaxFilling; filling++)
        {
            if (from.One() != 0)
                break;
        }

        from.Position--;
    }

    /// <returns>Its length, its head included; nothing where none begins here.</returns>
    private static int? Frame(Stream from)
    {
        Span<byte> head = stackalloc byte[4];
        if (from.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length)
            return null;
        var version = (head[1] >> 3) & 3;
        var (rate, frequency) = (head[2] >> 4, (head[2] >> 2) & 3);
        var isLayer3 = ((head[1] >> 1) & 3) == 1;
        if (head[0] != 0xFF || (head[1] & 0xE0) != 0xE0 || version == 1 || !isLayer3
            || rate is 0 or 15 || frequency == 3)
            return null;

        var isFirst = version == 3;
        var hertz = Frequencies[frequency] / (isFirst ? 1 : version == 2 ? 2 : 4);
        var kilobits = Rates[isFirst ? 0 : 1][rate];
        return ((isFirst ? 144_000 : 72_000) * kilobits / hertz) + ((head[2] >> 1) & 1);
    }
}
