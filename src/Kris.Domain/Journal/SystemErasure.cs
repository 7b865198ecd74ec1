namespace Kris.Domain.Journal;

/// <summary>
/// Erasing what a person typed into a line of the system. What the line did stands in the decision, so that the words
/// go and the deed does not.
/// </summary>
public static class SystemErasure
{
    /// <summary>Before the name of a field of the erased line that the decision keeps.</summary>
    public const string Was = "was.";

    // A changed task is read out of the line that changed it.
    private static readonly HashSet<string> Typed =
    [
        "opened", "facts-changed", "level-raised", "level-lowered", "extraordinar-proposed", "extraordinar-declined",
        "central-support-asked", "closed", "reopened", "merged", "merged-here", LineActs.Struck, LineActs.Released,
        LineActs.Marked, LineActs.Unmarked, LineActs.TaskDone, LineActs.TaskReopened, LineActs.SpillProposed,
        LogSheet.Voided,
    ];

    private static readonly string[] Deed =
    [
        LineFields.Act, LineFields.About, LineFields.Lagrum, LineFields.Circle, LineFields.Readers, LineFields.Sheet,
    ];

    /// <summary>Whether somebody typed something that can go without what the line did.</summary>
    public static bool HasWords(JournalLine line) => Typed.Contains(line.Field(LineFields.Act) ?? "");

    internal static void Keep(Dictionary<string, string> decision, JournalLine line)
    {
        foreach (var name in Deed)
        {
            if (line.Field(name) is { } value)
                decision[Was + name] = value;
        }

        // The decision that rests on a proposal is one of two persons, also when the proposal's words are gone.
        if (IsProposal(line))
            decision[Was + LineFields.Author] = line.Field(LineFields.Author) ?? "";
    }

    /// <summary>Whether it proposes that another line is erased, and a decision may rest on it.</summary>
    public static bool IsProposal(JournalLine line) => line.Field(LineFields.Act) is LineActs.SpillProposed;

    /// <summary>What does not go with the line, and where it is changed; nothing where all goes.</summary>
    /// <param name="about">The line, or the decision that erased it.</param>
    public static string? Remains(JournalLine about) =>
        (about.Field(Was + LineFields.Act) ?? about.Field(LineFields.Act)) is "opened" or "facts-changed"
            ? "Händelsens fakta raderas inte med raden. Ändra dem under Fakta. Ändringen skrivs i loggen tillsammans "
                + "med det gamla, och den raden raderas på samma sätt."
            : null;
}
