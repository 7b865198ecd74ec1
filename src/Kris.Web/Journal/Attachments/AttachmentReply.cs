using Kris.Domain.Journal;
using Kris.Domain.Journal.Attachments;

namespace Kris.Web.Journal.Attachments;

/// <summary>A file of a line: what it is, and the SHA-256 that the line's digest holds.</summary>
public sealed record AttachmentReply
{
    public required Guid Key { get; init; }

    /// <summary>Cleaned, and with the ending that belongs to the content.</summary>
    public required string Name { get; init; }

    /// <summary>Told by the content, whatever the name was.</summary>
    public required string Type { get; init; }

    /// <summary>In bytes, as it is kept: without a photo's metadata where that was taken away.</summary>
    public required long Size { get; init; }

    public required string Sha256 { get; init; }

    public static AttachmentReply Of(Attachment attachment) => new()
    {
        Key = attachment.Key,
        Name = attachment.Name,
        Type = attachment.Type.Mime,
        Size = attachment.Size,
        Sha256 = attachment.Sha256,
    };

    /// <summary>Nothing where the line has none.</summary>
    public static IReadOnlyList<AttachmentReply>? Of(JournalLine line) =>
        Attachment.Of(line) is { Count: > 0 } attachments ? [.. attachments.Select(Of)] : null;
}
