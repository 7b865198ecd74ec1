using Kris.Domain.Journal;

namespace Kris.Web.Incidents;

/// <summary>What a line states by its short form, in the words that everybody reads.</summary>
public static class LineForm
{
    /// <summary>The small print: short, and in one row.</summary>
    /// <param name="moment">How a time is written where it stands.</param>
    public static IEnumerable<string> Parts(JournalLine line, Func<DateTimeOffset, string> moment)
    {
        if (line.Field(LineFields.OnBehalfOf) is { } behalf)
            yield return $"å vägnar av {behalf}";
        if (line.Field(LineFields.DecidedBy) is { } decider)
            yield return $"beslutat av {decider}";
        // Of a line that changes a task, the text itself says so.
        if (!line.IsSystem && line.Field(LineFields.Assignee) is { } assignee)
            yield return line.Kind is LineKind.Atgard ? $"ansvarig {assignee}" : $"utförs av {assignee}";
        if (!line.IsSystem && IsoTime.TryParse(line.Field(LineFields.Due), out var due))
            yield return $"klart senast {moment(due)}";
        if (!line.IsSystem && line.Field(LineFields.Horizon) is { } horizon)
            yield return LineCodes.Horizons.GetValueOrDefault(horizon, horizon);
        if (line.State.ChangedBy is { } changed)
            yield return $"ändrad av rad {changed}";
        if (line.Field(LineFields.Contact) is { } contact)
            yield return $"kontakt med {contact}";
        if (line.Field(LineFields.Phone) is { } phone)
            yield return $"tel. {phone}";
        if (Clock(line) is { } corrected)
            yield return corrected;
    }

    /// <summary>By how much the clock was wrong that the time was read from; nothing where it was right.</summary>
    public static string? Clock(JournalLine line) => line.ClockCorrection is { } seconds and not 0
        ? $"datorns klocka gick {Minutes(seconds)} {(seconds > 0 ? "efter" : "före")}, tiden är rättad"
        : null;

    // A difference under half a minute is not told from none.
    private static string Minutes(int seconds) => $"{Math.Max(1, (Math.Abs((long)seconds) + 30) / 60)} min";

    /// <summary>What takes more room than that.</summary>
    public static IEnumerable<(string Name, string Text)> Rows(JournalLine line)
    {
        if (line.Field(LineFields.Basis) is { } basis)
            yield return ("Underlag", basis);
        if (line.Field(LineFields.Reasons) is { } reasons)
            yield return ("Skäl", reasons);
        if (line.Field(LineFields.Alternatives) is { } alternatives)
            yield return ("Alternativ", alternatives);
    }
}
