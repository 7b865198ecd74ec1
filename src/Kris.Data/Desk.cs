using Kris.Data.Journal;
using Kris.Domain;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kris.Data;

/// <summary>A key that whoever asks has made, with the digest of what is asked, so that asking again is safe.</summary>
public sealed record Once(Guid Key, byte[] Request);

/// <summary>
/// Lets an aggregate act: loads it, compares the version that the user saw, saves state and journal as one, and turns
/// a lost race into a refusal.
/// </summary>
public sealed class Desk(IDbContextFactory<KrisDb> factory, JournalStore journal, JournalSignal signal)
{
    private const int MaxTries = 20;

    public Task<T> ActAsync<T>(T seen, Action<T> act)
        where T : Aggregate => ActAsync(seen.Id, seen.Version, act);

    /// <param name="seen">The version that the user saw.</param>
    /// <param name="once">Where given, the same act asked for again is answered, not done again.</param>
    public async Task<T> ActAsync<T>(Guid id, uint seen, Action<T> act, Once? once = null)
        where T : Aggregate
    {
        await using var db = await factory.CreateDbContextAsync();
        if (await IsDoneAsync(id, once))
            return await LoadAsync<T>(db, id);

        try
        {
            var aggregate = await LoadAsync<T>(db, id);
            UnlessSeen(aggregate, seen);
            act(aggregate);
            if (once is not null)
                aggregate.KeyRecorded(once.Key, once.Request);
            await SaveAsync(db, aggregate);
            return aggregate;
        }
        catch (RefusedException race) when (race.Kind is Refusal.Stale && once is not null)
        {
            // The same request may have come twice at once: whoever came second is answered as the first.
            if (!await IsDoneAsync(id, once))
                throw;
        }

        db.ChangeTracker.Clear();
        return await LoadAsync<T>(db, id);
    }

    /// <summary>An act that also reads, or changes, what stands beside the aggregate.</summary>
    public async Task<T> ActBesideAsync<T>(T seen, Func<KrisDb, T, Task> act)
        where T : Aggregate
    {
        await using var db = await factory.CreateDbContextAsync();
        var aggregate = await LoadAsync<T>(db, seen.Id);
        UnlessSeen(aggregate, seen.Version);
        await act(db, aggregate);
        try
        {
            await SaveAsync(db, aggregate);
        }
        catch (DbUpdateException taken) when (IsTaken(taken))
        {
            throw new RefusedException("Namnet är redan upptaget. Välj ett annat.", Refusal.Stale);
        }

        return aggregate;
    }

    /// <summary>Two aggregates that change together, or not at all.</summary>
    public async Task<T> ActOnTwoAsync<T>(Guid id, uint seen, Guid otherId, Action<T, T> act, Once? once = null)
        where T : Aggregate
    {
        await using var db = await factory.CreateDbContextAsync();
        var aggregate = await LoadAsync<T>(db, id);
        var other = await LoadAsync<T>(db, otherId);
        if (await IsDoneAsync(id, once))
            return aggregate;

        UnlessSeen(aggregate, seen);
        act(aggregate, other);
        if (once is not null)
            aggregate.KeyRecorded(once.Key, once.Request);
        await SaveAsync(db, aggregate, other);
        return aggregate;
    }

    /// <param name="make">Called again, with a fresh context, when a number that it took was taken by another.</param>
    public async Task<T> AddAsync<T>(Func<KrisDb, Task<T>> make, Once? once = null)
        where T : Aggregate
    {
        for (var tries = 1; ; tries++)
        {
            await using var db = await factory.CreateDbContextAsync();
            if (once is not null && await journal.FindAsync(once.Key, once.Request) is { } done)
            {
                Refuse.UnlessSame(done.IsSame);
                return await LoadAsync<T>(db, done.Stream);
            }

            try
            {
                var aggregate = await make(db);
                db.Add(aggregate);
                if (once is not null)
                    aggregate.KeyRecorded(once.Key, once.Request);
                await SaveAsync(db, aggregate);
                return aggregate;
            }
            catch (DbUpdateException taken) when (IsTaken(taken) && tries < MaxTries)
            {
                await Task.Delay(Random.Shared.Next(2, 10) * tries);
            }
            catch (RefusedException race) when (race.Kind is Refusal.Stale && once is not null && tries == 1)
            {
                // The same request came twice at once; the second time round finds the first.
            }
        }
    }

    private static async Task<T> LoadAsync<T>(KrisDb db, Guid id)
        where T : Aggregate =>
        await db.Set<T>().SingleOrDefaultAsync(aggregate => aggregate.Id == id)
        ?? throw new RefusedException("Det du söker finns inte.", Refusal.Unknown);

    private static void UnlessSeen(Aggregate aggregate, uint seen)
    {
        if (aggregate.Version != seen)
            throw Stale();
    }

    private async Task<bool> IsDoneAsync(Guid id, Once? once)
    {
        if (once is null || await journal.FindAsync(once.Key, once.Request) is not { } done)
            return false;

        Refuse.UnlessSame(done.Stream == id ? done.IsSame : false);
        return true;
    }

    private async Task SaveAsync(KrisDb db, params Aggregate[] aggregates)
    {
        try
        {
            await db.SaveChangesAsync();
        }
        catch (DbUpdateConcurrencyException)
        {
            throw Stale();
        }

        foreach (var aggregate in aggregates)
            signal.Changed(aggregate.Id);
    }

    private static bool IsTaken(DbUpdateException failed) =>
        failed.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    private static RefusedException Stale() =>
        new("Någon annan hann före. Läs om sidan och försök igen; det du skrev står kvar.", Refusal.Stale);
}
