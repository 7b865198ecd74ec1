using Kris.Domain.Accounts;

namespace Kris.Domain.Journal;

/// <summary>What must never have been written: why the content of a line is to go.</summary>
public enum Spill
{
    /// <summary>Säkerhetsskyddsklassificerade uppgifter (säkerhetsskyddslagen 2018:585).</summary>
    Klassificerad,

    /// <summary>Personal data of somebody who has nothing to do with the incident.</summary>
    Personuppgift,

    Annat,
}

/// <summary>
/// Erasing the content of a line, decided by two persons. Neither what they propose nor what they decide repeats a word
/// of it: the decision stays in the log for good.
/// </summary>
public static class LineErasure
{
    public const int ReasonMaxLength = 1_000;

    /// <summary>What is said of a line of the system that stays.</summary>
    public const string Whole =
        "En ändrad uppgift raderas med uppgiftens rad. I övriga systemrader har ingen skrivit något.";

    private static readonly (string Code, string Swedish)[] Spills =
    [
        ("klassificerad", "säkerhetsskyddsklassificerade uppgifter"),
        ("personuppgift", "en enskilds personuppgifter"),
        ("annat", "annat som inte får finnas i loggen"),
    ];

    public static string Code(this Spill spill) => Spills[(int)spill].Code;

    public static string Swedish(this Spill spill) => Spills[(int)spill].Swedish;

    /// <exception cref="RefusedException">Not by this duty, not a person, or nothing that can be erased.</exception>
    public static NewLine Propose(JournalLine line, Spill spill, string? reason, Actor by)
    {
        UnlessMayDecide(by);
        UnlessSettled(line);
        Refuse.If(
            line.IsSystem && !SystemErasure.HasWords(line),
            $"På rad {line.Number} finns inget som kan raderas för sig. {Whole}");
        var why = Refuse.UnlessText(
            reason, ReasonMaxLength, "Skriv varför raden ska raderas, utan att upprepa vad som står i den.");

        var text = $"Rad {line.Number} föreslogs bli raderad ({spill.Swedish()}): {why}";
        var fields = About(line, LineActs.SpillProposed, text, by);
        fields["spill"] = spill.Code();
        return NewLine.Of(line.Stream, Guid.CreateVersion7(), fields);
    }

    /// <param name="proposal">The line that proposed it, where one does.</param>
    /// <param name="told">What was told of the line, and goes with it.</param>
    /// <exception cref="RefusedException">Not proposed, or by whoever proposed it: two persons decide.</exception>
    public static NewLine Confirm(
        JournalLine line, JournalLine? proposal, Actor by, IReadOnlyCollection<JournalLine>? told = null)
    {
        UnlessMayDecide(by);
        UnlessProposed(line, proposal);
        Refuse.UnlessDuty(
            proposal!.Author != by.Id, "Du föreslog själv raderingen. Någon annan ska bekräfta den.");

        var fields = About(line, LineActs.Erased, $"Innehållet i rad {line.Number} raderades genom beslut.", by);
        fields[LineFields.Proposal] = LineActs.Number(proposal.Number);
        if (line.Corrects is { } corrected)
            fields[LineFields.Strikes] = LineActs.Number(corrected);
        // So that what says the same is found past it.
        foreach (var name in new[] { LineFields.MovedFrom, LineFields.MovedFromNumber })
        {
            if (line.Field(name) is { } origin)
                fields[SystemErasure.Was + name] = origin;
        }

        if (line.IsSystem)
            SystemErasure.Keep(fields, line);
        var also = (told ?? []).Where(LineStates.IsErasedWithIt).Select(each => each.Number).Order();
        if (string.Join(' ', also.Select(LineActs.Number)) is { Length: > 0 } numbers)
            fields[LineFields.Also] = numbers;
        return NewLine.Of(line.Stream, Guid.CreateVersion7(), fields);
    }

    /// <summary>Also by whoever proposed it, who then takes it back.</summary>
    /// <param name="proposal">The line that proposed it, where one does.</param>
    /// <exception cref="RefusedException">
    /// Not proposed by itself: what follows another line is opened with that one.
    /// </exception>
    public static NewLine Decline(JournalLine line, JournalLine? proposal, Actor by)
    {
        UnlessMayDecide(by);
        UnlessProposed(line, proposal);
        var fields = About(line, LineActs.SpillDeclined, $"Rad {line.Number} ska inte raderas.", by);
        fields[LineFields.Proposal] = LineActs.Number(line.State.ErasureBy!.Value);
        return NewLine.Of(line.Stream, Guid.CreateVersion7(), fields);
    }

    /// <summary>Whether a proposal, or its decision, is worth offering.</summary>
    public static bool IsErasable(JournalLine line, Actor by) =>
        line.Fields is not null
        && (!line.IsSystem || SystemErasure.HasWords(line))
        && by.May(Act.EraseSpill)
        && !by.IsToken;

    /// <exception cref="RefusedException">Erased, or waiting for two persons to decide whether it is to be.</exception>
    internal static void UnlessSettled(JournalLine line)
    {
        Refuse.If(line.IsErased, $"Innehållet i rad {line.Number} är redan raderat.");
        Refuse.If(
            line.State.ErasureBy is not null,
            $"Rad {line.Number} är föreslagen för radering. Beslutet behöver fattas först.");
    }

    /// <summary>Whether a proposal is about the very line, and not about one that it tells of.</summary>
    public static bool IsOf(JournalLine line, JournalLine? proposal) =>
        proposal is not null
        && proposal.Number == line.State.ErasureBy
        && proposal.Field(LineFields.About) == LineActs.Number(line.Number);

    private static void UnlessProposed(JournalLine line, JournalLine? proposal)
    {
        Refuse.If(line.IsErased, $"Innehållet i rad {line.Number} är redan raderat.");
        Refuse.If(
            line.State.ErasureBy is null,
            $"Rad {line.Number} är inte föreslagen för radering. Någon kan ha hunnit före.");
        Refuse.If(
            !IsOf(line, proposal),
            $"Förslaget att radera rad {line.Number} gäller inte längre, eller gäller raden som den berättar om. "
                + "Läs om.");
    }

    // Two persons: an integration is nobody, whoever made it.
    private static void UnlessMayDecide(Actor by)
    {
        Refuse.UnlessDuty(
            by.May(Act.EraseSpill),
            $"Du kan inte radera som {by.Duty.Swedish()}. Det gör två av {DutyTable.WhoMay(Act.EraseSpill)}.");
        Refuse.UnlessDuty(!by.IsToken, "En nyckel kan inte besluta om radering. Det gör två personer.");
    }

    // What decides on a line is open, whatever the line is: it holds nothing of it.
    private static Dictionary<string, string> About(JournalLine line, string act, string text, Actor by)
    {
        var fields = LineActs.About(line, act, text, by);
        MarkingDraft.Keep(fields, marking: null, why: "", author: null);
        return fields;
    }
}
