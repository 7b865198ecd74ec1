using Kris.Data.Journal;
using Kris.Domain.Journal;

namespace Kris.Web.Incidents;

/// <summary>
/// Lines of one sort that somebody who was away should know of, newest first: those that are shown, and how many there
/// are.
/// </summary>
public sealed record SincePart(string Name, string One, string Many, IReadOnlyList<JournalLine> Lines, long Count)
{
    /// <summary>A decision that is a key event is told once, as the latter.</summary>
    public static IReadOnlyList<SincePart> Of(SinceFound found) =>
    [
        Of("Nyckelhändelser", "1 nyckelhändelse", "nyckelhändelser", found.KeyEvents),
        Of("Nivå och läge", "1 ändring av läget", "ändringar av läget", found.Changes),
        Of("Beslut", "1 beslut", "beslut", found.Decisions),
    ];

    /// <param name="tasks">How many open tasks were found, of which one more was asked for than is shown.</param>
    public static IEnumerable<string> Words(IEnumerable<SincePart> parts, int tasks, int shownTasks)
    {
        foreach (var part in parts.Where(part => part.Count > 0))
            yield return part.Count == 1 ? part.One : $"{part.Count} {part.Many}";
        if (tasks > shownTasks)
            yield return $"fler än {shownTasks} öppna uppgifter";
        else if (tasks > 0)
            yield return tasks == 1 ? "1 öppen uppgift" : $"{tasks} öppna uppgifter";
    }

    private static SincePart Of(string name, string one, string many, SinceList list) =>
        new(name, one, many, list.Lines, list.Count);
}
