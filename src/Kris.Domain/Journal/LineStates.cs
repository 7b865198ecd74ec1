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
        if (later.Corrects == line.Number || (Says(later, LineActs.Struck) && About(later) == line.Number))
            return line with { State = line.State with { StruckBy = line.State.StruckBy ?? later.Number } };
        if (Says(later, LineActs.Flagged) && About(later) == line.Number)
            return line with { State = line.State with { FlaggedBy = later.Number } };
        if (Says(later, LineActs.Unflagged) && About(later) == line.Number)
            return line with { State = line.State with { FlaggedBy = null } };
        return line;
    }

    private static bool Says(JournalLine line, string act) => line.Field(LineFields.Act) == act;

    private static long? About(JournalLine line) =>
        long.TryParse(line.Field(LineFields.About), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
