using Kris.Data.Journal;
using Kris.Domain.Journal;
using Kris.Web.Journal.Attachments;
using Kris.Web.Secrecy;

namespace Kris.Web.Journal;

/// <summary>A line as it stands in the log, with what later lines have said about it.</summary>
public sealed record LineReply : LineFormReply
{
    private LineReply(JournalLine line)
        : base(line)
    {
    }

    public required Guid Key { get; init; }

    public required long Number { get; init; }

    public required LineKind Kind { get; init; }

    /// <summary>Left out of a marked line in a list: reading the line by itself gives it.</summary>
    public string? Text { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Written a minute or more after it happened.</summary>
    public required bool Late { get; init; }

    /// <summary>By how many seconds the clock was corrected that the event time was read from.</summary>
    public int? ClockCorrection { get; init; }

    /// <summary>The name of whoever wrote it.</summary>
    public string? By { get; init; }

    /// <summary>The account or the token.</summary>
    public Guid? Author { get; init; }

    public string? Duty { get; init; }

    public string? Unit { get; init; }

    /// <summary>Written by Kris itself, when a verb was done.</summary>
    public required bool System { get; init; }

    /// <summary>The verb.</summary>
    public string? Act { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public string? Channel { get; init; }

    public string? Reliability { get; init; }

    public long? Corrects { get; init; }

    /// <summary>Files that the line carries.</summary>
    public IReadOnlyList<AttachmentReply>? Attachments { get; init; }

    /// <summary>The number of the line that corrects or moves this one, which is shown struck.</summary>
    public long? StruckBy { get; init; }

    /// <summary>The number of the log sheet that it was first written on, and of the row there.</summary>
    public string? Sheet { get; init; }

    public string? SheetRow { get; init; }

    /// <summary>Who signed the row on the sheet.</summary>
    public string? Signature { get; init; }

    /// <summary>Stands before the krisledningsnämnd.</summary>
    public required bool Flagged { get; init; }

    /// <summary>
    /// Written in a duty that was withdrawn before it arrived, or a correction of such a line; not accepted yet.
    /// </summary>
    public required bool Pending { get; init; }

    public string? KeptAt { get; init; }

    public string? TurnTo { get; init; }

    /// <summary>Marked as secret; what it rests on.</summary>
    public MarkingReply? Marking { get; init; }

    /// <summary>Why it is marked, where the line is read by itself.</summary>
    public string? MarkingReason { get; init; }

    /// <summary>Joined the log while the incident was closed.</summary>
    public required bool AfterClose { get; init; }

    /// <summary>The content is gone by decision; number, time and hash remain.</summary>
    public required bool Erased { get; init; }

    public required string Hash { get; init; }

    public static new LineReply Of(JournalLine line, Closings closings) => new(line)
    {
        Key = line.Key,
        Number = line.Number,
        Kind = line.Kind,
        Text = line.IsCollapsed ? null : line.Text,
        OccurredAt = line.OccurredAt,
        RecordedAt = line.RecordedAt,
        Late = line.IsLate,
        ClockCorrection = line.ClockCorrection,
        By = line.Field(LineFields.AuthorName),
        Author = line.Author,
        Duty = line.Field(LineFields.Duty),
        Unit = line.Field(LineFields.Unit),
        System = line.IsSystem,
        Act = line.Field(LineFields.Act),
        From = line.Field(LineFields.From),
        To = line.Field(LineFields.To),
        Channel = line.Field(LineFields.Channel),
        Reliability = line.Field(LineFields.Reliability),
        Corrects = line.Corrects,
        Attachments = AttachmentReply.Of(line),
        StruckBy = line.State.StruckBy,
        Sheet = line.Field(LineFields.Sheet),
        SheetRow = line.Field(LineFields.SheetRow),
        Signature = line.Field(LineFields.Signature),
        Flagged = line.State.FlaggedBy is not null,
        Pending = line.IsPending,
        KeptAt = line.Field(LineFields.KeptAt),
        TurnTo = line.Field(LineFields.TurnTo),
        Marking = MarkingReply.Of(line.State.Marking),
        AfterClose = closings.IsAfterClose(line),
        Erased = line.IsErased,
        Hash = Convert.ToHexStringLower(line.Hash),
    };
}
