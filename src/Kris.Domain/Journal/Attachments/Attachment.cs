using System.Globalization;
using Kris.Domain.Accounts;

namespace Kris.Domain.Journal.Attachments;

/// <summary>A file that a line carries: what its digest says of it. The bytes stand apart, under the key.</summary>
/// <param name="Key">Made by whoever sent it.</param>
/// <param name="Sha256">Of the bytes as they are kept, in 64 hexadecimal digits.</param>
/// <param name="Name">Cleaned, with the ending that belongs to the content.</param>
public sealed record Attachment(Guid Key, string Sha256, long Size, AttachmentType Type, string Name)
{
    public const int MaxBytes = 25 * 1024 * 1024;
    public const int MaxPerLine = 10;
    public const string FieldPrefix = "attachment.";

    private const string First = FieldPrefix + "1";
    private const char Between = ':';
    private const int Parts = 5;

    /// <summary>Whoever may write a line may attach to it.</summary>
    public static void UnlessMayAttach(Actor by) =>
        Refuse.UnlessDuty(by.May(Act.WriteLine), $"Du kan inte bifoga filer som {by.Duty.Swedish()}.");

    public static string TooLarge { get; } =
        $"Filen är för stor. En bilaga får vara högst {MaxBytes / 1024 / 1024} MB.";

    /// <summary>The attachments of a line in their order; none where the content is erased.</summary>
    public static IReadOnlyList<Attachment> Of(JournalLine line)
    {
        if (line.Field(First) is null)
            return [];
        var found = new List<Attachment>();
        for (var place = 1; place <= MaxPerLine && Parse(line.Field(FieldName(place))) is { } attachment; place++)
            found.Add(attachment);
        return found;
    }

    /// <summary>Adds them to the fields of a line that is about to be written.</summary>
    public static void Put(Dictionary<string, string> fields, IReadOnlyList<Attachment> attachments)
    {
        UnlessFew(attachments.Count);
        for (var i = 0; i < attachments.Count; i++)
            fields[FieldName(i + 1)] = attachments[i].ToField();
    }

    public static void UnlessFew(int count) =>
        Refuse.If(count > MaxPerLine, $"En rad kan ha högst {MaxPerLine} bilagor. Fördela dem på flera rader.");

    public static string FieldName(int place) => string.Create(CultureInfo.InvariantCulture, $"{FieldPrefix}{place}");

    /// <summary>As docs/journal-format.md has it: the name comes last, since it alone may hold a colon.</summary>
    public string ToField() => string.Create(
        CultureInfo.InvariantCulture, $"{Key}{Between}{Sha256}{Between}{Size}{Between}{Type.Mime}{Between}{Name}");

    public static Attachment? Parse(string? field)
    {
        var parts = field?.Split(Between, Parts);
        return parts is { Length: Parts }
            && Guid.TryParseExact(parts[0], "D", out var key)
            && parts[1].Length == 64
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            && AttachmentType.Parse(parts[3]) is { } type
            ? new Attachment(key, parts[1], size, type, parts[4])
            : null;
    }
}
