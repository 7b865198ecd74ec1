using Kris.Domain.Accounts;

namespace Kris.Domain.Journal;

/// <summary>The names of the fields that lines carry. The set is open: a verb may state facts of its own.</summary>
public static class LineFields
{
    public const string Kind = "kind";
    public const string Text = "text";
    public const string Author = "author";
    public const string AuthorName = "authorName";
    public const string Duty = "duty";
    public const string Unit = "unit";
    public const string OccurredAt = "occurredAt";
    public const string From = "from";
    public const string To = "to";
    public const string Channel = "channel";
    public const string Reliability = "reliability";
    public const string Corrects = "corrects";
    public const string Act = "act";

    /// <summary>The number of the line that a flag, a strike or a move is about.</summary>
    public const string About = "about";

    /// <summary>What a marking as secret rests on: a code of the list of legal bases.</summary>
    public const string Lagrum = "lagrum";

    /// <summary>Why the line is marked.</summary>
    public const string MarkingReason = "markingReason";

    /// <summary>The code of the circle that may read a marked line.</summary>
    public const string Circle = "circle";

    /// <summary>Accounts that may read a marked line, with a space between; the author is always one.</summary>
    public const string Readers = "readers";

    /// <summary>Where that is kept which does not belong in the log.</summary>
    public const string KeptAt = "keptAt";

    /// <summary>Whom to turn to about it.</summary>
    public const string TurnTo = "turnTo";

    /// <summary>The line that proposed what this line decides.</summary>
    public const string Proposal = "proposal";

    /// <summary>The line that was corrected by the one that is erased, and stays struck.</summary>
    public const string Strikes = "strikes";

    public static Dictionary<string, string> Of(
        LineKind kind, string text, Actor by, DateTimeOffset? occurredAt)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [Kind] = kind.Code(),
            [Text] = text,
            [Author] = by.Id.ToString(),
            [AuthorName] = by.Name,
            [Duty] = by.Duty.Code(),
        };
        if (by.Unit is { } unit)
            fields[Unit] = unit.ToString();
        if (occurredAt is { } at)
            fields[OccurredAt] = IsoTime.Format(at);
        return fields;
    }
}
