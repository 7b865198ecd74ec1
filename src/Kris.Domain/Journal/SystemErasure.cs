namespace Kris.Domain.Journal;

/// <summary>
/// Erasing what a person typed into a line of the system. What the line did stands in the decision, so that the words
/// go and the deed does not.
/// </summary>
public static class SystemErasure
{
    /// <summary>Before the name of a field of the erased line that the decision keeps.</summary>
    public const string Was = "was.";

    // A changed task is read out of the line that changed it, and a decision about erasure rests on its lines.
    private static readonly HashSet<string> Typed =
    [
        "opened", "facts-changed", "level-raised", "level-lowered", "extraordinar-proposed", "extraordinar-declined",
        "central-support-asked", "closed", "reopened", "merged", "merged-here", LineActs.Struck, LineActs.Released,
        LineActs.Marked, LineActs.Unmarked, LineActs.TaskDone, LineActs.TaskReopened,
    ];

    private static readonly string[] Deed =
        [LineFields.Act, LineFields.About, LineFields.Lagrum, LineFields.Circle, LineFields.Readers];

    /// <summary>Whether somebody typed something that can go without what the line did.</summary>
    public static bool HasWords(JournalLine line) => Typed.Contains(line.Field(LineFields.Act) ?? "");

    internal static void Keep(Dictionary<string, string> decision, JournalLine line)
    {
        foreach (var name in Deed)
        {
            if (line.Field(name) is { } value)
                decision[Was + name] = value;
        }
    }

    /// <summary>What does not go with the line, and where it is changed; nothing where all goes.</summary>
    /// <param name="about">The line, or the decision that erased it.</param>
    public static string? Remains(JournalLine about) =>
        (about.Field(Was + LineFields.Act) ?? about.Field(LineFields.Act)) is "opened" or "facts-changed"
            ? "Händelsens fakta raderas inte med raden. Ändra dem under Fakta. Ändringen skrivs i loggen tillsammans "
                + "med det gamla, och den raden raderas på samma sätt."
            : null;
}
