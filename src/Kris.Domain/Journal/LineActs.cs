using System.Globalization;
using Kris.Domain.Accounts;

namespace Kris.Domain.Journal;

/// <summary>What can be done about a line that stands: nothing changes it, a later line tells of it.</summary>
public static class LineActs
{
    public const string Struck = "line-struck";
    public const string Flagged = "line-flagged";
    public const string Unflagged = "line-unflagged";
    public const string MovedHere = "line-moved-here";
    public const string Pinned = "line-pinned";
    public const string Unpinned = "line-unpinned";
    public const string Released = "line-released";
    public const string Accepted = "line-accepted";
    public const string Marked = "line-marked";
    public const string Unmarked = "line-unmarked";
    public const string SpillProposed = "spill-proposed";
    public const string SpillDeclined = "spill-declined";
    public const string Erased = "line-erased";
    public const string TaskDone = "task-done";
    public const string TaskReopened = "task-reopened";
    public const string TaskChanged = "task-changed";

    public const int ReasonMaxLength = 1_000;
    public const int RecipientsMaxLength = 500;

    /// <exception cref="RefusedException">Marked as secret for a circle that the actor is not in.</exception>
    public static void UnlessReadable(JournalLine line, Actor by) => Refuse.UnlessDuty(
        ReadingRight.Of(by).Reads(line.State.Marking),
        $"Rad {line.Number} är sekretessmarkerad, och du hör inte till dem som får läsa den.");

    /// <summary>Puts a line before the krisledningsnämnd, which otherwise sees heads and levels alone.</summary>
    public static NewLine Flag(JournalLine line, Actor by)
    {
        UnlessMayFlag(line, by);
        Refuse.If(line.State.FlaggedBy is not null, "Raden är redan flaggad till nämnden.");
        Refuse.If(line.State.StruckBy is not null, "Raden är struken. Flagga raden som gäller.");
        var fields = Openly(line, Flagged, $"Rad {line.Number} flaggades till nämnden.", by);
        return NewLine.Of(line.Stream, Guid.CreateVersion7(), fields);
    }

    public static NewLine Unflag(JournalLine line, Actor by)
    {
        UnlessMayFlag(line, by);
        Refuse.If(line.State.FlaggedBy is null, "Raden är inte flaggad till nämnden.");
        var fields = Openly(line, Unflagged, $"Flaggan till nämnden togs bort från rad {line.Number}.", by);
        return NewLine.Of(line.Stream, Guid.CreateVersion7(), fields);
    }

    /// <summary>Makes a line a key event: what whoever comes on shift must know.</summary>
    public static NewLine Pin(JournalLine line, Actor by)
    {
        UnlessMayTell(line, by);
        Refuse.If(line.State.PinnedBy is not null, "Raden är redan en nyckelhändelse.");
        Refuse.If(line.State.StruckBy is not null, "Raden är struken. Välj raden som gäller.");
        var fields = Openly(line, Pinned, $"Rad {line.Number} är en nyckelhändelse.", by);
        return NewLine.Of(line.Stream, Guid.CreateVersion7(), fields);
    }

    public static NewLine Unpin(JournalLine line, Actor by)
    {
        UnlessMayTell(line, by);
        Refuse.If(line.State.PinnedBy is null, "Raden är ingen nyckelhändelse.");
        var fields = Openly(line, Unpinned, $"Rad {line.Number} är inte längre en nyckelhändelse.", by);
        return NewLine.Of(line.Stream, Guid.CreateVersion7(), fields);
    }

    /// <summary>That what stands in a line has been given to somebody, who is named. It can be said again.</summary>
    public static NewLine Release(JournalLine line, string? recipients, Actor by)
    {
        UnlessMayTell(line, by);
        Refuse.If(line.State.StruckBy is not null, "Raden är struken. Välj raden som gäller.");
        var to = Refuse.UnlessText(recipients, RecipientsMaxLength, "Skriv till vem informationen har lämnats.");
        var fields = About(line, Released, $"Informationen på rad {line.Number} har lämnats till {to}.", by);
        fields[LineFields.Recipients] = to;
        return NewLine.Of(line.Stream, Guid.CreateVersion7(), fields);
    }

    /// <summary>Whether what is told of a line is for this actor to tell.</summary>
    public static bool MayTell(JournalLine line, Actor by) =>
        by.MayFully(Act.WriteLine) && !line.IsSystem && ReadingRight.Of(by).Reads(line.State.Marking);

    // Whoever may not read a marked line is answered as if it were not there.
    private static void UnlessMayTell(JournalLine line, Actor by)
    {
        Refuse.UnlessDuty(
            by.MayFully(Act.WriteLine), $"Du kan inte märka rader i loggen som {by.Duty.Swedish()}.");
        if (!ReadingRight.Of(by).Reads(line.State.Marking))
            throw new RefusedException($"Rad {line.Number} finns inte i händelsen.", Refusal.Unknown);
        LineErasure.UnlessSettled(line);
        Refuse.If(line.IsSystem, "En systemrad kan inte märkas. Skriv en egen rad om det som är viktigt.");
    }

    /// <summary>
    /// The line of somebody whose duty was withdrawn before it arrived: it stands, and says that it waits. What was
    /// asked for is the same, so that asking again is answered.
    /// </summary>
    /// <param name="writtenAt">When it was written, as the page that it was written in tells.</param>
    public static NewLine Pending(NewLine line, DateTimeOffset writtenAt)
    {
        var fields = new Dictionary<string, string>(line.Fields, StringComparer.Ordinal)
        {
            [LineFields.Pending] = "duty-withdrawn",
        };
        fields.TryAdd(LineFields.OccurredAt, IsoTime.Format(writtenAt));
        return line with { Fields = fields };
    }

    /// <summary>The stabschef lets what waits count as any other line.</summary>
    public static NewLine Accept(JournalLine line, Actor by)
    {
        Refuse.UnlessDuty(
            by.May(Act.AcceptPending), $"Det är {DutyTable.WhoMay(Act.AcceptPending)} som godkänner rader som väntar.");
        UnlessReadable(line, by);
        LineErasure.UnlessSettled(line);
        Refuse.If(line.Field(LineFields.Pending) is null, "Raden väntar inte på att godkännas.");
        Refuse.If(line.State.AcceptedBy is not null, $"Raden är redan godkänd, av rad {line.State.AcceptedBy}.");
        Refuse.If(line.State.StruckBy is not null, "Raden är struken. Godkänn raden som gäller.");
        var fields = Openly(line, Accepted, $"Rad {line.Number} godkändes.", by);
        return NewLine.Of(line.Stream, Guid.CreateVersion7(), fields);
    }

    private static void UnlessMayFlag(JournalLine line, Actor by)
    {
        Refuse.UnlessDuty(by.May(Act.FlagIncident), $"Du kan inte flagga rader som {by.Duty.Swedish()}.");
        UnlessReadable(line, by);
        LineErasure.UnlessSettled(line);
    }

    /// <summary>Whether a line of the system is in Kris's own words alone, and open whatever it is about.</summary>
    public static bool IsOpen(string? act) =>
        act is Flagged or Unflagged or Pinned or Unpinned or Accepted or Marked or Unmarked;

    /// <summary>
    /// What a line of the system says about another. About a marked line it may be free text, and is as secret as that.
    /// </summary>
    public static Dictionary<string, string> About(JournalLine line, string act, string text, Actor by)
    {
        UnlessReadable(line, by);
        var fields = LineFields.Of(LineKind.System, text, by, occurredAt: null);
        fields[LineFields.Act] = act;
        fields[LineFields.About] = Number(line.Number);
        if (line.State.Marking is { } marking)
            MarkingDraft.Keep(fields, marking, $"Handlar om rad {line.Number}, som är markerad.", by.Id);
        return fields;
    }

    // Kris's own words, with a number alone: they are as open as any, whatever the line is.
    private static Dictionary<string, string> Openly(JournalLine line, string act, string text, Actor by)
    {
        var fields = About(line, act, text, by);
        MarkingDraft.Keep(fields, marking: null, why: "", author: null);
        return fields;
    }

    internal static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
