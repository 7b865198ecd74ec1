using System.Globalization;

namespace Kris.Domain.Journal;

/// <summary>How a line's state moves when a later line is about it; the database's projection does the same.</summary>
public static class LineStates
{
    /// <summary>The number of the earlier line that this one is about, if any.</summary>
    public static long? Subject(JournalLine later) => later.Corrects ?? About(later);

    public static JournalLine After(this JournalLine line, JournalLine later)
    {
        if (later.Number <= line.Number)
            return line;
        if (Subject(later) == line.Number)
        {
            var fields = later.Field(LineFields.Act) is LineActs.Erased ? null : line.Fields;
            return line with { Fields = fields, State = After(line.State, later) };
        }

        // A correction that is erased has struck its line all the same; that it did stands in the decision.
        var erased = later.Field(LineFields.Act) is LineActs.Erased ? About(later) : null;
        return NumberIn(later, LineFields.Strikes) == line.Number && line.Number < erased && erased < later.Number
            ? line with { State = line.State with { StruckBy = Least(line.State.StruckBy, erased) } }
            : line;
    }

    /// <summary>What a line that was written as secret says of itself.</summary>
    public static LineMarking? OwnMarking(JournalLine line) =>
        line.Field(LineFields.Act) is not (LineActs.Marked or LineActs.Unmarked)
        && line.Field(LineFields.Lagrum) is not null
            ? MarkingBy(line)
            : null;

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
            LineActs.Marked => state with { Marked = MarkingBy(later) },
            LineActs.Unmarked => state with { Marked = null },
            LineActs.SpillProposed => state with { ErasureBy = later.Number },
            LineActs.SpillDeclined => state with { ErasureBy = null },
            LineActs.Erased => state with { Marked = null, ErasureBy = null, ErasedBy = later.Number },
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
