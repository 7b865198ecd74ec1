using Kris.Domain.Journal;

namespace Kris.Web.Incidents;

/// <summary>Lines of one sort that somebody who was away should know of, newest first.</summary>
public sealed record SincePart(string Name, string One, string Many, IReadOnlyList<JournalLine> Lines)
{
    /// <summary>A decision that is a key event is told once, as the latter.</summary>
    public static IReadOnlyList<SincePart> Of(IReadOnlyList<JournalLine> lines)
    {
        var pinned = lines.Where(line => line.State.PinnedBy is not null).ToList();
        var others = lines.Except(pinned).ToList();
        return
        [
            new("Nyckelhändelser", "1 nyckelhändelse", "nyckelhändelser", pinned),
            new("Nivå och läge", "1 ändring av läget", "ändringar av läget", [.. others.Where(line => line.IsSystem)]),
            new("Beslut", "1 beslut", "beslut", [.. others.Where(line => !line.IsSystem)]),
        ];
    }

    public static IEnumerable<string> Words(IEnumerable<SincePart> parts, int tasks)
    {
        foreach (var part in parts.Where(part => part.Lines.Count > 0))
            yield return part.Lines.Count == 1 ? part.One : $"{part.Lines.Count} {part.Many}";
        if (tasks > 0)
            yield return tasks == 1 ? "1 öppen uppgift" : $"{tasks} öppna uppgifter";
    }
}
