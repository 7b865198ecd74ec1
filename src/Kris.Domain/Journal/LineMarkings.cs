using Kris.Domain.Accounts;

namespace Kris.Domain.Journal;

/// <summary>Marking a line that stands as secret, and lifting the marking: a later line tells of either.</summary>
public static class LineMarkings
{
    /// <exception cref="RefusedException">
    /// Not by this duty, not a line that a person wrote, or marked already by somebody else's decision.
    /// </exception>
    public static NewLine Mark(JournalLine line, MarkingDraft draft, Actor by)
    {
        Refuse.UnlessDuty(
            by.May(Act.MarkSecret),
            $"Du kan inte sekretessmarkera som {by.Duty.Swedish()}. Det gör {DutyTable.WhoMay(Act.MarkSecret)}.");
        LineActs.UnlessReadable(line, by);
        LineErasure.UnlessSettled(line);
        Refuse.If(line.IsSystem, "En systemrad kan inte sekretessmarkeras.");
        // Another circle can let in more people than before, and then it is a lifting in part.
        Refuse.UnlessDuty(
            line.State.Marked is null || by.May(Act.LiftMarking),
            $"Rad {line.Number} är redan sekretessmarkerad. Den ändras av {DutyTable.WhoMay(Act.LiftMarking)}.");

        var fields = LineActs.About(line, LineActs.Marked, "", by);
        draft.Put(fields, line.Author, by);
        fields[LineFields.Text] =
            $"Rad {line.Number} sekretessmarkerades enligt {draft.Basis!.Paragraph} för "
            + $"{ReadingRight.CircleNames[draft.Circle!]}.";
        return NewLine.Of(line.Stream, Guid.CreateVersion7(), fields);
    }

    public static NewLine Unmark(JournalLine line, string? reason, Actor by)
    {
        Refuse.UnlessDuty(
            by.May(Act.LiftMarking),
            $"Du kan inte häva en markering som {by.Duty.Swedish()}. Det gör {DutyTable.WhoMay(Act.LiftMarking)}.");
        LineErasure.UnlessSettled(line);
        Refuse.If(line.State.Marked is null, "Raden är inte sekretessmarkerad.");
        var why = Refuse.UnlessText(reason, MarkingDraft.ReasonMaxLength, "Skriv varför markeringen hävs.");

        var fields = LineActs.About(
            line, LineActs.Unmarked, $"Sekretessmarkeringen av rad {line.Number} hävdes: {why}", by);
        MarkingDraft.Keep(fields, marking: null, why: "", author: null);
        return NewLine.Of(line.Stream, Guid.CreateVersion7(), fields);
    }

    /// <summary>Whether marking is worth offering.</summary>
    public static bool IsMarkable(JournalLine line, Actor by) =>
        line.Fields is not null
        && !line.IsSystem
        && line.State.ErasureBy is null
        && by.May(line.State.Marked is null ? Act.MarkSecret : Act.LiftMarking);

    /// <summary>
    /// Whether marking a line is meant for one that may say the same, where nothing else is chosen: one that is open,
    /// or that has the marking which is changed. One that is marked for others was so for a reason of its own.
    /// </summary>
    public static bool IsMeantToo(JournalLine line, JournalLine near, Actor by) =>
        IsMarkable(near, by) && (near.State.Own is not { } own || IsAlike(own, line.State.Own));

    /// <summary>Those that may say the same, and that somebody may read: of a hidden line it is not told.</summary>
    public static IEnumerable<JournalLine> TellableTo(Actor by, LineFamily family) =>
        family.Near.Where(near =>
            near.Fields is not null && !near.IsSystem && ReadingRight.Of(by).Reads(near.State.Marking));

    /// <summary>
    /// What a correction that is written as secret is about is as secret: where the old line stands open, it and those
    /// that say the same are marked with it.
    /// </summary>
    public static IEnumerable<NewLine> WithCorrection(LineFamily old, MarkingDraft draft, Actor by) =>
        old.All.Where(line => line.State.Marking is null && IsMarkable(line, by)).Select(line => Mark(line, draft, by));

    /// <summary>Whether lifting is worth offering.</summary>
    public static bool IsLiftable(JournalLine line, Actor by) =>
        line.State is { Marked: not null, ErasureBy: null } && by.May(Act.LiftMarking);

    private static bool IsAlike(LineMarking one, LineMarking? other) =>
        one.Circle == other?.Circle && (one.Circle != ReadingRight.Namngivna || one.Readers == other?.Readers);
}
