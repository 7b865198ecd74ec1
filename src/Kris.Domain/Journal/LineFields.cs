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

    /// <summary>
    /// By how many seconds the clock of the page was corrected, where the event time rests on it: a line that was
    /// written without a server. Zero says that it was right, and none that nobody had compared it.
    /// </summary>
    public const string ClockCorrection = "clockCorrection";

    public const string From = "from";
    public const string To = "to";
    public const string Channel = "channel";
    public const string Reliability = "reliability";
    public const string Corrects = "corrects";
    public const string Act = "act";

    /// <summary>Why the line that is corrected was wrong.</summary>
    public const string CorrectionReason = "correctionReason";

    /// <summary>For whom a log keeper writes; the author is still whoever wrote.</summary>
    public const string OnBehalfOf = "onBehalfOf";

    public const string DecidedBy = "decidedBy";
    public const string Basis = "basis";
    public const string Reasons = "reasons";
    public const string Alternatives = "alternatives";

    /// <summary>Who is to do it: a person or a function, in words.</summary>
    public const string Assignee = "assignee";

    public const string Due = "due";
    public const string Horizon = "horizon";
    public const string LifeDanger = "lifeDanger";
    public const string Contact = "contact";
    public const string Phone = "phone";

    /// <summary>The words after # in the text, in lower case, with a space between.</summary>
    public const string Tags = "tags";

    /// <summary>Those named after @ in the text: codes of duties and user names, with a space between.</summary>
    public const string Mentions = "mentions";

    /// <summary>To whom the information of a line was given.</summary>
    public const string Recipients = "recipients";

    /// <summary>How a task went, or why it is not to be done any more.</summary>
    public const string Outcome = "outcome";

    /// <summary>Of a task that is over without having been carried out: it was a mistake, or overtaken.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>The number of the line that a flag, a strike or a move is about.</summary>
    public const string About = "about";

    /// <summary>
    /// Written in a duty that was withdrawn before the line arrived: it waits for the stabschef to accept it.
    /// </summary>
    public const string Pending = "pending";

    /// <summary>What a marking as secret rests on: a code of the list of legal bases.</summary>
    public const string Lagrum = "lagrum";

    /// <summary>Why the line is marked.</summary>
    public const string MarkingReason = "markingReason";

    /// <summary>The code of the circle that may read a marked line.</summary>
    public const string Circle = "circle";

    /// <summary>Accounts that may read a marked line, with a space between; the author is always one.</summary>
    public const string Readers = "readers";

    /// <summary>
    /// The lines whose marking this one has, where that is not the line that it tells of; numbers with a space between.
    /// </summary>
    public const string MarkingOf = "markingOf";

    /// <summary>The incident in which a line stood that was moved, and its number there.</summary>
    public const string MovedFrom = "movedFrom";

    public const string MovedFromNumber = "movedFromNumber";

    /// <summary>The number of the log sheet that the line was first written on, and of the row there.</summary>
    public const string Sheet = "sheet";

    public const string SheetRow = "sheetRow";

    /// <summary>Who signed the row on the sheet.</summary>
    public const string Signature = "signature";

    /// <summary>Where that is kept which does not belong in the log.</summary>
    public const string KeptAt = "keptAt";

    /// <summary>Whom to turn to about it.</summary>
    public const string TurnTo = "turnTo";

    /// <summary>The line that proposed what this line decides.</summary>
    public const string Proposal = "proposal";

    /// <summary>The lines that told of the one that is erased, and go with it; numbers with a space between.</summary>
    public const string Also = "also";

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
