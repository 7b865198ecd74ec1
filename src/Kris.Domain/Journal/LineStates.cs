using System.Globalization;

namespace Kris.Domain.Journal;

/// <summary>How a line's state moves when a later line is about it; the database's projection does the same.</summary>
public static class LineStates
{
    /// <summary>The number of the earlier line that this one is about, if any.</summary>
    public static long? Subject(JournalLine later) => later.Corrects ?? About(later);

    public static JournalLine After(this JournalLine line, JournalLine later) =>
        later.Number > line.Number && Subject(later) == line.Number
            ? line with { State = After(line.State, later) }
            : line;

    /// <summary>What a line that was written as secret says of itself.</summary>
    public static LineMarking? OwnMarking(JournalLine line) =>
        line.Field(LineFields.Act) is null && line.Field(LineFields.Lagrum) is not null ? MarkingBy(line) : null;

    private static LineState After(LineState state, JournalLine later)
    {
        if (later.Corrects is not null)
            return state with { StruckBy = state.StruckBy ?? later.Number };
        return later.Field(LineFields.Act) switch
        {
            LineActs.Struck => state with { StruckBy = state.StruckBy ?? later.Number },
            LineActs.Flagged => state with { FlaggedBy = later.Number },
            LineActs.Unflagged => state with { FlaggedBy = null },
            LineActs.Pinned => state with { PinnedBy = later.Number },
            LineActs.Unpinned => state with { PinnedBy = null },
            LineActs.Released => state with { ReleasedBy = later.Number },
            LineActs.Accepted => state with { AcceptedBy = later.Number },
            LineActs.TaskDone => state with { DoneBy = later.Number },
            LineActs.TaskReopened => state with { DoneBy = null },
            LineActs.TaskChanged => state with { ChangedBy = later.Number },
            LineActs.Marked => state with { Marking = MarkingBy(later) },
            LineActs.Unmarked => state with { Marking = null },
            _ => state,
        };
    }

    private static LineMarking MarkingBy(JournalLine line) => new(
        line.Number, line.Field(LineFields.Circle), line.Field(LineFields.Readers) ?? "");

    private static long? About(JournalLine line) =>
        long.TryParse(line.Field(LineFields.About), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
