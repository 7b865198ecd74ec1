using System.Collections.Concurrent;
using Kris.Data.Journal;
using Kris.Domain.Journal;
using Kris.Web.Incidents;

namespace Kris.Web.Tavla;

/// <summary>
/// The line that a wall shows of an incident: its last decision, else its last line or change of level, of those that
/// are open to all and wait for nobody to accept them. Looked up once for each picture, however many walls there are
/// and however often they ask.
/// </summary>
public sealed class LastWords(JournalStore journal)
{
    private const int Searched = 200;

    private readonly ConcurrentDictionary<Guid, Word> known = new();

    /// <param name="reads">Whether whoever looks reads the log; the board sees what is flagged to it.</param>
    public async ValueTask<JournalLine?> OfAsync(ActiveIncident incident, bool reads)
    {
        if (!known.TryGetValue(incident.Id, out var word) || word.At != incident.LastLineAt)
        {
            var lines = await journal.LatestAsync(incident.Id, long.MaxValue, Searched);
            var standing = lines.Where(line => IsTold(line) && IsOpen(line)).ToList();
            var flagged = await journal.FlaggedAsync(incident.Id, author: null, Searched);
            word = new Word(
                incident.LastLineAt,
                standing.Find(line => line.Kind is LineKind.Beslut) ?? standing.FirstOrDefault(),
                flagged.FirstOrDefault(IsOpen));
            known[incident.Id] = word;
        }

        return reads ? word.Line : word.Flagged;
    }

    public void Keep(IReadOnlyList<ActiveIncident> active)
    {
        foreach (var id in known.Keys.Except(active.Select(incident => incident.Id)))
            known.TryRemove(id, out _);
    }

    // Of what Kris writes by itself a wall tells the level alone.
    private static bool IsTold(JournalLine line) =>
        !line.IsSystem || line.Field(LineFields.Act) is "level-raised" or "level-lowered";

    // Never what is marked as secret: a wall is read by whoever passes it. What waits to be accepted is not decided,
    // and a wall has no room to say so.
    private static bool IsOpen(JournalLine line) =>
        line.State.StruckBy is null && line.State.Marking is null
        && line.Fields is not null && !line.IsPending;

    private sealed record Word(DateTimeOffset At, JournalLine? Line, JournalLine? Flagged);
}
