using Kris.Bench.Setup;
using Kris.Domain.Journal;

namespace Kris.Bench.Export;

/// <summary>An incident with a log as long as a pandemic's.</summary>
internal static class LongLog
{
    private const int Together = 500;

    public static async Task<Guid> OfAsync(Ground ground, int lines, CancellationToken stop)
    {
        var incident = await ground.OpenIncidentAsync($"En logg på {lines} rader");
        for (var written = 1; written < lines; written += Together)
        {
            var some = Enumerable.Range(0, Math.Min(Together, lines - written))
                .Select(_ => Lines.Of(incident.Id, Lines.NextText()))
                .ToList();
            await ground.Journal.AppendTogetherAsync(some, stop);
        }

        return incident.Id;
    }
}
