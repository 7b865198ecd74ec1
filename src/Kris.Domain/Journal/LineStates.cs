using System.Globalization;

namespace Kris.Domain.Journal;

/// <summary>How a line's state moves when a later line is about it; the database's projection does the same.</summary>
public static class LineStates
{
    /// <summary>The number of the earlier line that this one is about, if any.</summary>
    public static long? Subject(JournalLine later) => later.Corrects ?? About(later);

    /// <param name="told">The line that the later one is about, as it stood, where that is known.</param>
    public static JournalLine After(this JournalLine line, JournalLine later, JournalLine? told = null)
    {
        if (later.Number <= line.Number)
            return line;
        var act = later.Field(LineFields.Act);
        if (Subject(later) == line.Number)
            return line with { Fields = act is LineActs.Erased ? null : line.Fields, State = After(line.State, later) };
        if (TakesBack(later) && told is not null && First(line) == First(told))
            return line with { State = After(line.State, later) };
        if (later.Corrects is not null || About(later) is not { } subject || subject >= later.Number)
            return line;

        // A correction that is erased has struck its line all the same; that it did stands in the decision.
        if (act is LineActs.Erased && NumberIn(later, LineFields.Strikes) == line.Number && line.Number < subject)
            line = line with { State = line.State with { StruckBy = Least(line.State.StruckBy, subject) } };
        if (IsAbout(line, subject))
            line = line with { State = Following(line.State, later, act) };
        return act is LineActs.Erased && IsAlso(line, later)
            ? line with { Fields = null, State = After(line.State, later) }
            : line;
    }

    /// <summary>
    /// How a line begins: as it says of itself, and, where it repeats something of a line that was marked while it was
    /// written, as secret as that. What tells of a marked line has the marking of that one among its fields, which is
    /// followed, and its own beside it where it says that the marking is of other lines. A correction is a key event,
    /// and before the board, as what it corrects is.
    /// </summary>
    /// <param name="subject">The earlier line that it is about, as that stood.</param>
    public static LineState Beginning(JournalLine line, JournalLine? subject)
    {
        var began = Marked(line, subject);
        if (line.Corrects is null || subject is null)
            return began;
        var (pinned, flagged) = (subject.State.PinnedBy, subject.State.FlaggedBy);
        return began with { Origin = First(subject), PinnedBy = pinned, FlaggedBy = flagged };
    }

    /// <summary>The number of the line that was first, of those that this one corrects; else its own.</summary>
    public static long First(JournalLine line) => line.State.Origin ?? line.Number;

    /// <summary>
    /// Whether it ends what a line was, and so for all that it corrects or is corrected by: what a struck line still
    /// was, the wording that holds would be too.
    /// </summary>
    public static bool TakesBack(JournalLine later) =>
        later.Field(LineFields.Act) is LineActs.Unpinned or LineActs.Unflagged;

    private static LineState Marked(JournalLine line, JournalLine? subject)
    {
        var own = OwnMarking(line);
        if (line.Corrects is not null)
            return LineState.Untouched with { Own = own ?? subject?.State.Own };
        if (subject is null || !Tells(line))
            return LineState.Untouched with { Own = own };
        var isItsOwn = subject.State.Own is null || line.Field(LineFields.MarkingOf) is not null;
        return LineState.Untouched with
        {
            Own = isItsOwn ? own : null,
            Followed = subject.State.Own,
            ErasureBy = subject.State.ErasureBy,
        };
    }

    /// <summary>
    /// Whether a line of the system repeats something of the line that it is about: it is as secret as that, from when
    /// that is marked and until the marking is lifted.
    /// </summary>
    public static bool Tells(JournalLine line) =>
        line.State.ErasedBy is null
        && (line.Field(LineFields.Act) is LineActs.Struck || IsErasedWithIt(line));

    /// <summary>Whether it goes when the line that it is about is erased. That one was moved stays.</summary>
    public static bool IsErasedWithIt(JournalLine line) => line.Field(LineFields.Act)
        is LineActs.Released or LineActs.TaskDone or LineActs.TaskReopened or LineActs.TaskChanged;

    /// <summary>What a line that was written as secret says of itself.</summary>
    public static LineMarking? OwnMarking(JournalLine line) =>
        !LineActs.IsOpen(line.Field(LineFields.Act))
        && line.Field(LineFields.Lagrum) is not null
            ? MarkingBy(line)
            : null;

    /// <summary>Whether a line repeats something of the one with the number.</summary>
    public static bool IsAbout(JournalLine line, long number) => Tells(line) && About(line) == number;

    private static LineState Following(LineState state, JournalLine later, string? act) => act switch
    {
        LineActs.Marked => state with { Followed = MarkingBy(later) },
        LineActs.Unmarked => state with { Followed = null },
        LineActs.SpillProposed or LineActs.SpillDeclined => After(state, later),
        LineActs.Erased => state with { ErasureBy = null },
        _ => state,
    };

    private static bool IsAlso(JournalLine line, JournalLine erasure) =>
        (erasure.Field(LineFields.Also) ?? "").Split(' ')
            .Contains(LineActs.Number(line.Number), StringComparer.Ordinal);

    private static LineState After(LineState state, JournalLine later)
    {
        if (later.Corrects is not null)
            return state with { StruckBy = state.StruckBy ?? later.Number };
        return later.Field(LineFields.Act) switch
        {
            LineActs.Struck => state with { StruckBy = state.StruckBy ?? later.Number },
            LineActs.Flagged or LineActs.Pinned when state.ErasedBy is not null => state,
            LineActs.Flagged => state with { FlaggedBy = later.Number },
            LineActs.Unflagged => state with { FlaggedBy = null },
            LineActs.Pinned => state with { PinnedBy = later.Number },
            LineActs.Unpinned => state with { PinnedBy = null },
            LineActs.Released => state with { ReleasedBy = later.Number },
            LineActs.Accepted => state with { AcceptedBy = later.Number },
            LineActs.TaskDone => state with { DoneBy = later.Number },
            LineActs.TaskReopened => state with { DoneBy = null },
            LineActs.TaskChanged => state with { ChangedBy = later.Number },
            LineActs.Marked => state with { Own = MarkingBy(later) },
            LineActs.Unmarked => state with { Own = null, Followed = null },
            LineActs.SpillProposed => state with { ErasureBy = later.Number },
            LineActs.SpillDeclined => state with { ErasureBy = null },
            // What told of it goes too, and with it what it said; and there is nothing left to point out.
            LineActs.Erased => state with
            {
                Own = null,
                Followed = null,
                ErasureBy = null,
                ErasedBy = later.Number,
                PinnedBy = null,
                FlaggedBy = null,
                ReleasedBy = null,
                DoneBy = null,
                ChangedBy = null,
            },
            _ => state,
        };
    }

    private static LineMarking MarkingBy(JournalLine line) => new(
        line.Number, line.Field(LineFields.Circle), line.Field(LineFields.Readers) ?? "")
    {
        Lagrum = line.Field(LineFields.Lagrum),
    };

    private static long? About(JournalLine line) => NumberIn(line, LineFields.About);

    private static long? NumberIn(JournalLine line, string field) =>
        long.TryParse(line.Field(field), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static long? Least(long? one, long? other) => one < other ? one : other ?? one;
}
