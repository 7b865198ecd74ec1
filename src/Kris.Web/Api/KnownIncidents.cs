using System.Collections.Concurrent;
using Kris.Data;
using Kris.Domain;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Api;

/// <summary>
/// Which streams are incidents: accounts and tokens have streams too, and nobody writes in those by hand. An incident
/// never ceases to be one, so what was once seen is not asked again at every line.
/// </summary>
public sealed class KnownIncidents(IDbContextFactory<KrisDb> factory)
{
    private const int MaxKnown = 50_000;

    private readonly ConcurrentDictionary<Guid, bool> known = new();

    /// <exception cref="RefusedException">There is no such incident.</exception>
    public async ValueTask UnlessKnownAsync(Guid id)
    {
        if (known.ContainsKey(id))
            return;

        await using var db = await factory.CreateDbContextAsync();
        if (!await db.Incidents.AnyAsync(incident => incident.Id == id))
            throw new RefusedException("Händelsen finns inte.", Refusal.Unknown);
        if (known.Count >= MaxKnown)
            known.Clear();
        known[id] = true;
    }
}
