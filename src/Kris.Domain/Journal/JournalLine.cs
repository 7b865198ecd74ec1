using System.Globalization;

namespace Kris.Domain.Journal;

/// <summary>A line as it stands in the journal, with what later lines have said about it.</summary>
public sealed record JournalLine(
    Guid Stream,
    long Number,
    Guid Key,
    DateTimeOffset RecordedAt,
    byte[] Hash,
    IReadOnlyDictionary<string, string>? Fields,
    LineState State)
{
    // What may be known of a marked line without opening it: that, by whom, when and under which basis.
    private static readonly HashSet<string> Outside =
    [
        LineFields.Kind, LineFields.Author, LineFields.AuthorName, LineFields.Duty, LineFields.Unit,
        LineFields.OccurredAt, LineFields.Act, LineFields.About, LineFields.Corrects, LineFields.Lagrum,
        LineFields.Circle, LineFields.Pending,
    ];

    /// <summary>The content is gone by decision; number, time and hash remain.</summary>
    public bool IsErased => Fields is null && !IsHidden;

    /// <summary>
    /// Marked as secret, and shown to somebody who may not read it: number and time, and nothing else.
    /// </summary>
    public bool IsHidden { get; private init; }

    /// <summary>Marked as secret, and shown without its content to somebody who may open it.</summary>
    public bool IsCollapsed { get; private init; }

    public LineKind Kind => LineKinds.Parse(Field(LineFields.Kind)) ?? LineKind.System;

    /// <summary>Of what is hidden or erased nobody can say that Kris wrote it.</summary>
    public bool IsSystem => Fields is not null && Kind is LineKind.System;

    public string Text => Field(LineFields.Text) ?? "";

    public DateTimeOffset OccurredAt => Field(LineFields.OccurredAt) is { } at ? IsoTime.Parse(at) : RecordedAt;

    /// <summary>Whether the event time is told apart from the time of writing, by more than a minute.</summary>
    public bool IsLate => EventTime.IsLate(OccurredAt, RecordedAt);

    /// <summary>Written in a duty that was gone when it arrived, and not accepted yet.</summary>
    public bool IsPending => Field(LineFields.Pending) is not null && State.AcceptedBy is null;

    public Guid? Author => Guid.TryParse(Field(LineFields.Author), out var id) ? id : null;

    /// <summary>By how many seconds the clock was corrected that the event time was read from.</summary>
    public int? ClockCorrection =>
        int.TryParse(
            Field(LineFields.ClockCorrection), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var by)
            ? by
            : null;

    public long? Corrects =>
        long.TryParse(Field(LineFields.Corrects), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public string? Field(string name) => Fields is not null && Fields.TryGetValue(name, out var value) ? value : null;

    /// <summary>As whoever may not read it is told of it.</summary>
    public JournalLine Hidden() =>
        this with { Key = Guid.Empty, Fields = null, State = LineState.Untouched, IsHidden = true };

    /// <summary>As whoever may read it sees it before opening it, which is what is recorded.</summary>
    public JournalLine Collapsed() => State.Marking is null || Fields is null
        ? this
        : this with
        {
            Fields = Fields.Where(field => Outside.Contains(field.Key)).ToDictionary(StringComparer.Ordinal),
            IsCollapsed = true,
        };
}

/// <summary>What later lines have said about a line: a projection that can be rebuilt from the chain.</summary>
/// <param name="StruckBy">The number of the line that corrects or moves it.</param>
/// <param name="FlaggedBy">The number of the line that put it before the board; none when that was taken back.</param>
public sealed record LineState(long? StruckBy, long? FlaggedBy)
{
    public static LineState Untouched { get; } = new(null, null);

    /// <summary>The number of the line that made it a key event; none when that was taken back.</summary>
    public long? PinnedBy { get; init; }

    /// <summary>The number of the last line that told to whom the information has been given.</summary>
    public long? ReleasedBy { get; init; }

    /// <summary>The number of the line by which the task is done; none when it was opened again.</summary>
    public long? DoneBy { get; init; }

    /// <summary>The number of the last line that gave the task another assignee or deadline.</summary>
    public long? ChangedBy { get; init; }

    /// <summary>The number of the line by which what was written in a withdrawn duty was accepted.</summary>
    public long? AcceptedBy { get; init; }

    /// <summary>The line's own marking; none when it never was made, or was lifted.</summary>
    public LineMarking? Own { get; init; }

    /// <summary>The marking of the line that this one tells of, and follows for as long as that one has it.</summary>
    public LineMarking? Followed { get; init; }

    /// <summary>What it is marked by: both, where it is by both.</summary>
    public LineMarking? Marked => Own is null || Followed is null ? Own ?? Followed : Own with { And = Followed };

    /// <summary>Of a correction, the number of the line that was first, however often that was corrected.</summary>
    public long? Origin { get; init; }

    /// <summary>The number of the line that proposes to erase it, as long as that is not decided.</summary>
    public long? ErasureBy { get; init; }

    /// <summary>The number of the line by which two persons decided to erase it.</summary>
    public long? ErasedBy { get; init; }

    /// <summary>
    /// The marking that stands. What is to be erased is closed at once to all but those who read every line.
    /// </summary>
    public LineMarking? Marking => ErasureBy is { } by ? new LineMarking(by, Circle: null, Readers: "") : Marked;
}

/// <summary>A marking as secret: what it rests on stands in the line that made it.</summary>
/// <param name="By">The number of that line; the line's own, where it was written as secret.</param>
/// <param name="Circle">The code of the circle that may read.</param>
/// <param name="Readers">The accounts that may read besides, the author among them, with a space between.</param>
public sealed record LineMarking(long By, string? Circle, string Readers)
{
    /// <summary>The code of the legal basis.</summary>
    public string? Lagrum { get; init; }

    /// <summary>Another one that stands beside it: whoever reads is let in by both.</summary>
    public LineMarking? And { get; init; }

    public bool Names(Guid account) => Readers.Contains(account.ToString(), StringComparison.Ordinal);
}
