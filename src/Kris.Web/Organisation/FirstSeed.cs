using Kris.Data;
using Kris.Data.Journal;
using Kris.Data.Server;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Organisation;

/// <summary>
/// What a database is given the first time: the event types, and a municipality, invented or still without a name.
/// Everything comes in one save, so that a start that is cut off leaves nothing half made.
/// </summary>
public sealed class FirstSeed(IDbContextFactory<KrisDb> factory, JournalStore journal, TimeProvider clock)
{
    private const string Unnamed = "Kommunen";

    /// <summary>Whether the database holds the invented people: settled once, in the journal; nothing before.</summary>
    public async Task<bool?> IsDemoAsync(CancellationToken cancel = default)
    {
        var first = await journal.LinesAsync(Municipality.TheId, after: 0, limit: 1, cancel);
        return first.Count == 0 ? null : first[0].Field(Municipality.DemoField) is not null;
    }

    /// <param name="demoAccounts">Where the invented people's passwords go; nothing for a real municipality.</param>
    public async Task SowAsync(DataFolder? demoAccounts, CancellationToken cancel = default)
    {
        var at = clock.GetUtcNow();
        await using var db = await factory.CreateDbContextAsync(cancel);
        foreach (var type in SeedFiles.EventTypes())
            db.Add(EventType.Create(type.Code, type.Name, type.Order, Actor.Machine, at));
        if (demoAccounts is null)
        {
            db.Add(Municipality.Found(Unnamed, Actor.Machine));
        }
        else
        {
            var demo = SeedFiles.Demo();
            var seed = new DemoSeed(demo, at);
            db.Add(Municipality.Found(demo.Name, isDemo: true, Actor.Machine));
            seed.AddTo(db);
            // Before the save: passwords that nobody was told of would close the invented people out for good.
            demoAccounts.WriteSecret(demoAccounts.DemoAccounts, seed.AccountsFile());
        }

        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException) when (demoAccounts is null)
        {
            // Two programs may meet a new database at once; one of them has then done what both came for.
            if (await IsDemoAsync(cancel) is null)
                throw;
        }
    }
}
