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
    /// <summary>The content is gone by decision; number, time and hash remain.</summary>
    public bool IsErased => Fields is null;

    public LineKind Kind => LineKinds.Parse(Field(LineFields.Kind)) ?? LineKind.System;

    public bool IsSystem => Kind is LineKind.System;

    public string Text => Field(LineFields.Text) ?? "";

    public DateTimeOffset OccurredAt => Field(LineFields.OccurredAt) is { } at ? IsoTime.Parse(at) : RecordedAt;

    /// <summary>Whether the event time is told apart from the time of writing, by more than a minute.</summary>
    public bool IsLate => RecordedAt - OccurredAt >= TimeSpan.FromMinutes(1);

    /// <summary>Written in a duty that was gone when it arrived, and not accepted yet.</summary>
    public bool IsPending => Field(LineFields.Pending) is not null && State.AcceptedBy is null;

    public Guid? Author => Guid.TryParse(Field(LineFields.Author), out var id) ? id : null;

    public long? Corrects =>
        long.TryParse(Field(LineFields.Corrects), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public string? Field(string name) => Fields is not null && Fields.TryGetValue(name, out var value) ? value : null;
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

    /// <summary>The marking as secret that stands; none when it never was, or was lifted.</summary>
    public LineMarking? Marking { get; init; }
}

/// <summary>A marking as secret: what it rests on stands in the line that made it.</summary>
/// <param name="By">The number of that line; the line's own, where it was written as secret.</param>
/// <param name="Circle">The code of the circle that may read.</param>
/// <param name="Readers">The accounts that may read besides, the author among them, with a space between.</param>
public sealed record LineMarking(long By, string? Circle, string Readers)
{
    public bool Names(Guid account) => Readers.Contains(account.ToString(), StringComparison.Ordinal);
}
