using Kris.Domain.Accounts;
using Kris.Domain.Journal.Attachments;

namespace Kris.Domain.Journal;

/// <summary>A line as somebody sends it, maybe once more: the answer of the first time can have been lost.</summary>
/// <param name="Draft">Without its files and its marking, which may be gone or out of force since.</param>
public sealed record SentLine(LineDraft Draft, Guid Author)
{
    /// <summary>The keys of the files.</summary>
    public IReadOnlyList<Guid> Files { get; init; } = [];

    public required AskedMarking Marking { get; init; }

    /// <summary>When it was written, as the page that it was written in tells.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>The duty that was named, and the unit; where none was, the line knows and nobody else does.</summary>
    public Duty? Duty { get; init; }

    public Guid? Unit { get; init; }

    /// <summary>Whether a line that stands is this one in all that was asked; of an erased one nobody knows.</summary>
    public bool IsAlready(JournalLine line) =>
        line.Fields is not null
        && line.Author == Author
        && line.Kind == Draft.Kind
        && line.Text == Refuse.UnlessStorable(Draft.Text, LineDraft.TextMaxLength)
        && (Duty is not { } duty || line.Field(LineFields.Duty) == duty.Code())
        && (Unit is not { } unit || line.Field(LineFields.Unit) == unit.ToString())
        && Draft.Stated().Concat(Draft.Form.Stated()).All(stated => line.Field(stated.Name) == stated.Value)
        && Attachment.Of(line).Select(file => file.Key).SequenceEqual(Files)
        && Marking.StandsIn(line, Author)
        && (IsOfItsLine || Time(line.Field(LineFields.OccurredAt)) == Time(Stated(Draft.OccurredAt)));

    // A correction that says no time happened when its line did, which the line that stands has taken over.
    private bool IsOfItsLine => Draft is { Kind: LineKind.Rattelse, OccurredAt: null };

    // A page that sends late says when it was written where it would have said nothing: both mean the same moment.
    private string? Time(string? occurredAt) => occurredAt == Stated(WrittenAt) ? null : occurredAt;

    private static string? Stated(DateTimeOffset? at) =>
        at is { } time ? IsoTime.Format(IsoTime.ToMicroseconds(time)) : null;
}
