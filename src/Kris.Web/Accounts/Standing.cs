using System.Collections.Concurrent;
using Kris.Data;
using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Accounts;

/// <summary>A duty as it is held now.</summary>
public sealed record HeldDuty(Duty Duty, Guid? Unit);

/// <summary>What an account may be right now: open or not, under which stamp, with which duties.</summary>
/// <param name="LastChosen">What the next login begins in, while it is held.</param>
public sealed record AccountStanding(
    string Name,
    bool IsOpen,
    string Stamp,
    bool MustChangePassword,
    HeldDuty? LastChosen,
    IReadOnlyList<HeldDuty> Duties)
{
    /// <summary>The duty to begin in: the one chosen last, else the first.</summary>
    public HeldDuty? Begin =>
        LastChosen is { } last && Duties.Contains(last) ? last : Duties.Count > 0 ? Duties[0] : null;

    public bool Holds(Duty duty, Guid? unit) => Duties.Contains(new HeldDuty(duty, unit));
}

/// <summary>
/// Knows how accounts stand, a few seconds old at most, so that a withdrawn duty is refused at the next act and the
/// database is not asked at every line.
/// </summary>
public sealed class Standing
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Guid, (long At, AccountStanding? Standing)> known = new();
    private readonly IDbContextFactory<KrisDb> factory;
    private readonly TimeProvider clock;

    public Standing(IDbContextFactory<KrisDb> factory, TimeProvider clock, JournalSignal signal)
    {
        this.factory = factory;
        this.clock = clock;
        // What this process changes about an account is a line in its stream.
        signal.StreamGrew += Forget;
    }

    /// <summary>Nothing when there is no such account.</summary>
    public async ValueTask<AccountStanding?> OfAsync(Guid account)
    {
        var now = clock.GetTimestamp();
        if (known.TryGetValue(account, out var cached) && clock.GetElapsedTime(cached.At, now) < Fresh)
            return cached.Standing;

        var standing = await LoadAsync(account);
        known[account] = (now, standing);
        return standing;
    }

    /// <summary>Called when this process changed the account; others see it when it is no longer fresh.</summary>
    public void Forget(Guid account) => known.TryRemove(account, out _);

    /// <exception cref="RefusedException">The account is closed, or does not hold the duty any more.</exception>
    public async ValueTask UnlessHeldAsync(Actor actor)
    {
        if (actor.IsToken)
            return;

        var standing = await OfAsync(actor.Id);
        Refuse.UnlessDuty(standing is { IsOpen: true }, "Kontot är avstängt. Kontakta en administratör.");
        Refuse.UnlessDuty(
            standing.Holds(actor.Duty, actor.Unit),
            $"Du har inte längre uppgiften {actor.Duty.Swedish()}. Välj en annan uppgift överst på sidan.");
    }

    // Which duties are held now is told by the clock that all nodes share: one that goes wrong would hold on to a duty
    // that has been withdrawn, and refuse one that was given just now.
    private async Task<AccountStanding?> LoadAsync(Guid id)
    {
        await using var db = await factory.CreateDbContextAsync();
        var found = await db.Accounts.AsNoTracking()
            .Where(a => a.Id == id)
            .Select(a => new { Account = a, Now = KrisDb.Clock() })
            .SingleOrDefaultAsync();
        if (found is null)
            return null;
        var (account, now) = (found.Account, found.Now);

        var login = await db.Users.AsNoTracking()
            .Where(user => user.Id == id)
            .Select(user => new { user.SecurityStamp, user.MustChangePassword, user.LastDuty, user.LastUnit })
            .SingleOrDefaultAsync();
        var duties = account.Duties.Where(duty => duty.HoldsAt(now)).Select(duty => new HeldDuty(duty.Duty, duty.Unit));
        return new AccountStanding(
            account.Name,
            !account.IsDisabled,
            login?.SecurityStamp ?? "",
            login?.MustChangePassword ?? false,
            login?.LastDuty is { } last ? new HeldDuty(last, login.LastUnit) : null,
            [.. duties.Distinct().OrderBy(duty => duty.Duty)]);
    }
}
