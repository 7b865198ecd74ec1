using Kris.Data.Journal;
using Kris.Domain.Journal;
using Kris.Web.Api;
using Kris.Web.Journal.Attachments;
using Kris.Web.Secrecy;

namespace Kris.Web.Journal;

/// <summary>A line of the log as it is to be written.</summary>
public sealed record LineRequest : LineFormRequest
{
    public required LineKind Kind { get; init; }

    public required string Text { get; init; }

    /// <summary>
    /// When it happened, if that is not now, or, of a correction, when its line did. At most five minutes ahead.
    /// </summary>
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>When it was written, by the server's clock as the page has measured it. Not part of the line.</summary>
    public DateTimeOffset? WrittenAt { get; init; }

    /// <summary>
    /// By how many seconds the page has corrected its clock, where the event time was read from it: added when behind.
    /// </summary>
    public int? ClockCorrection { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public string? Channel { get; init; }

    public string? Reliability { get; init; }

    /// <summary>The number of the line that a rattelse corrects.</summary>
    public long? Corrects { get; init; }

    /// <summary>The keys of files that were sent to the incident, by whoever writes the line. At most ten.</summary>
    public IReadOnlyList<Guid>? Attachments { get; init; }

    /// <summary>For a hanvisning, and required there and in a correction of one: where the matter is kept.</summary>
    public string? KeptAt { get; init; }

    /// <summary>For a hanvisning, and required there and in a correction of one: whom to turn to.</summary>
    public string? TurnTo { get; init; }

    /// <summary>Marks the line as secret: the code of a legal basis, with a reason and a circle.</summary>
    public string? Lagrum { get; init; }

    public string? MarkingReason { get; init; }

    public string? Circle { get; init; }

    /// <summary>Accounts that may read besides the circle. Whoever wrote the line always may.</summary>
    public IReadOnlyList<Guid>? Readers { get; init; }

    public AskedMarking Marking() => new(Lagrum, MarkingReason, Circle, Readers);

    public SentLine By(Guid author) => new(Draft(), author)
    {
        Files = Attachments ?? [],
        Marking = Marking(),
        WrittenAt = WrittenAt,
        Duty = Duty,
        Unit = Unit,
    };

    public LineDraft Draft() => new()
    {
        Kind = Kind,
        Text = Text,
        OccurredAt = OccurredAt,
        ClockCorrection = ClockCorrection,
        From = From,
        To = To,
        Channel = Channel,
        Reliability = Reliability,
        Corrects = Corrects,
        Form = Form(),
        KeptAt = KeptAt,
        TurnTo = TurnTo,
    };
}

/// <summary>An act about a line that stands.</summary>
public record AboutLineRequest : ApiRequest
{
    /// <summary>Made by whoever asks. The same request under it again is answered, and not done again.</summary>
    public required Guid Key { get; init; }
}

public sealed record ReleaseLineRequest : AboutLineRequest
{
    /// <summary>To whom the information was given, in words.</summary>
    public required string Recipients { get; init; }
}

public sealed record MoveLineRequest : AboutLineRequest
{
    /// <summary>The incident that the line is about.</summary>
    public required Guid To { get; init; }

    public required string Reason { get; init; }
}

/// <summary>Where a line came to stand, and the hash that proves it.</summary>
public sealed record LineWritten(long Number, DateTimeOffset RecordedAt, string Hash)
{
    /// <summary>True when it waits for the stabschef; left out otherwise.</summary>
    public bool? Pending { get; init; }

    public static LineWritten Of(Written written) =>
        new(written.Number, written.RecordedAt, Convert.ToHexStringLower(written.Hash));

    public static LineWritten Of(JournalLine line) =>
        new(line.Number, line.RecordedAt, Convert.ToHexStringLower(line.Hash))
        {
            Pending = line.Field(LineFields.Pending) is null ? null : true,
        };
}

/// <summary>
/// Lines in order of number, without gaps. Ask again with the last number as <c>after</c> for the next.
/// </summary>
public sealed record LineList(IReadOnlyList<ListedLine> Lines);
