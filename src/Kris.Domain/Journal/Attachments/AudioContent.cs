using System.Buffers.Binary;

namespace Kris.Domain.Journal.Attachments;

/// <summary>Recordings in Ogg and WAV.</summary>
internal static class AudioContent
{
    private const int MaxChunks = 1_000;
    private const int PageHead = 27;

    /// <summary>The first page says what is in it.</summary>
    public static AttachmentType CheckOgg(Stream from)
    {
        Span<byte> start = stackalloc byte[PageHead];
        from.Exactly(start);
        from.Skip(start[26]);
        Span<byte> codec = stackalloc byte[8];
        from.Exactly(codec);
        if (codec.StartsWith("OpusHead"u8) || codec.StartsWith("\u0001vorbis"u8) || codec.StartsWith("Speex"u8)
            || codec.StartsWith("\u007fFLAC"u8))
            return AttachmentType.Ogg;
        throw new RefusedException("Filen är inte en ljudfil som tas emot. Bifoga mp3, m4a, ogg eller wav.");
    }

    public static AttachmentType CheckWav(Stream from)
    {
        from.Position = 12;
        Span<byte> chunk = stackalloc byte[8];
        var hasFormat = false;
        for (var chunks = 0; chunks < MaxChunks; chunks++)
        {
            from.Exactly(chunk);
            // A recorder that was cut off has not written how long the sound is.
            if (chunk.StartsWith("data"u8) && hasFormat)
                return AttachmentType.Wav;
            hasFormat |= chunk.StartsWith("fmt "u8);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            from.Skip(length + (length & 1L));
        }

        throw ContentBytes.Damaged();
    }
}
