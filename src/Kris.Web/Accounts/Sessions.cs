using System.Collections.Concurrent;
using Kris.Data;
using Kris.Data.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Accounts;

/// <summary>
/// Logins on browsers: begun, seen, ended. Ending one tells the circuits of this process at once; other processes
/// see it within seconds, when what they know is no longer fresh. How long ago a login was used is told by the clock
/// that all nodes share.
/// </summary>
public sealed class Sessions(IDbContextFactory<KrisDb> factory, TimeProvider clock)
{
    private const int MaxKnown = 10_000;
    private const int MaxShown = 50;
    private const int MaxPruned = 100;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan NotedEvery = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(2);

    private readonly ConcurrentDictionary<Guid, (long At, LoginSession? Session, bool IsOpen)> known = new();

    /// <summary>The id of a session that ended in this process.</summary>
    public event Action<Guid>? Ended;

    public async Task<Guid> StartAsync(Guid account, string? userAgent)
    {
        await using var db = await factory.CreateDbContextAsync();
        var now = await db.Accounts.Where(a => a.Id == account).Select(_ => KrisDb.Clock()).SingleAsync();
        db.RemoveRange(await db.LoginSessions
            .Where(s => s.SeenAt < now - KeptFor)
            .OrderBy(s => s.SeenAt)
            .Take(MaxPruned)
            .ToListAsync());
        var session = new LoginSession
        {
            Id = Guid.CreateVersion7(now),
            Account = account,
            Browser = BrowserName.Of(userAgent),
            CreatedAt = now,
            SeenAt = now,
        };
        db.Add(session);
        try
        {
            await db.SaveChangesAsync();
        }
        catch (DbUpdateConcurrencyException)
        {
            // Somebody who logged in at the same moment removed the same old rows.
            db.ChangeTracker.Clear();
            db.Add(session);
            await db.SaveChangesAsync();
        }

        return session.Id;
    }

    /// <param name="isUsed">Whether the asking is a use, that keeps the session alive. A page left open is not.</param>
    public async ValueTask<bool> IsOpenAsync(Guid id, Guid account, bool isUsed)
    {
        var now = clock.GetTimestamp();
        if (!known.TryGetValue(id, out var cached) || clock.GetElapsedTime(cached.At, now) >= Fresh)
        {
            if (known.Count >= MaxKnown)
                known.Clear();
            var (session, isOpen) = await LoadAsync(id, isUsed);
            known[id] = cached = (now, session, isOpen);
        }

        return cached.IsOpen && cached.Session?.Account == account;
    }

    /// <summary>The open sessions of an account, the latest used first.</summary>
    public async Task<IReadOnlyList<LoginSession>> OpenAsync(Guid account)
    {
        await using var db = await factory.CreateDbContextAsync();
        return await db.LoginSessions.AsNoTracking()
            .Where(s => s.Account == account && s.EndedAt == null && s.SeenAt > KrisDb.Clock() - LoginSession.Life)
            .OrderByDescending(s => s.SeenAt)
            .Take(MaxShown)
            .ToListAsync();
    }

    public Task EndAsync(Guid account, Guid session) => EndAsync(account, s => s.Id == session);

    public Task EndOthersAsync(Guid account, Guid kept) => EndAsync(account, s => s.Id != kept);

    public Task EndAllAsync(Guid account) => EndAsync(account, _ => true);

    private async Task EndAsync(Guid account, Func<LoginSession, bool> which)
    {
        var now = clock.GetUtcNow();
        await using var db = await factory.CreateDbContextAsync();
        var open = await db.LoginSessions.Where(s => s.Account == account && s.EndedAt == null).ToListAsync();
        var ended = open.Where(which).ToList();
        foreach (var session in ended)
            session.End(now);
        await db.SaveChangesAsync();
        foreach (var session in ended)
        {
            known[session.Id] = (clock.GetTimestamp(), session, false);
            Ended?.Invoke(session.Id);
        }
    }

    private async Task<(LoginSession? Session, bool IsOpen)> LoadAsync(Guid id, bool isUsed)
    {
        await using var db = await factory.CreateDbContextAsync();
        var found = await db.LoginSessions
            .Where(s => s.Id == id)
            .Select(s => new { Session = s, Now = KrisDb.Clock() })
            .SingleOrDefaultAsync();
        if (found is null)
            return (null, false);
        var (session, now) = (found.Session, found.Now);
        if (!session.IsOpenAt(now))
            return (session, false);

        if (isUsed && now - session.SeenAt >= NotedEvery)
        {
            session.SeenAt = now;
            await db.SaveChangesAsync();
        }

        return (session, true);
    }
}
