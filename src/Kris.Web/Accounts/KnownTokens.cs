using System.Collections.Concurrent;
using Kris.Data;
using Kris.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Accounts;

/// <summary>A token, and whether it works by the clock that all nodes share.</summary>
public sealed record KnownToken(ApiToken Token, bool Works);

/// <summary>
/// Tokens as they stand, a few seconds old at most: a token that is revoked or expires stops within five seconds, and
/// the database is not asked at every line.
/// </summary>
public sealed class KnownTokens(IDbContextFactory<KrisDb> factory, TimeProvider clock)
{
    private const int MaxKnown = 10_000;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(4);

    private readonly ConcurrentDictionary<string, (long At, KnownToken? Token)> known = new();

    /// <summary>Nothing when no token for that use has this hash. A revoked or expired one is given as it is.</summary>
    public async ValueTask<KnownToken?> FindAsync(byte[] hash, TokenUse use)
    {
        var now = clock.GetTimestamp();
        var name = Convert.ToHexString(hash);
        if (known.TryGetValue(name, out var cached) && clock.GetElapsedTime(cached.At, now) < Fresh)
            return Of(cached.Token, use);

        await using var db = await factory.CreateDbContextAsync();
        var found = await db.ApiTokens.AsNoTracking()
            .Where(t => t.SecretHash == hash)
            .Select(t => new { Token = t, Now = KrisDb.Clock() })
            .SingleOrDefaultAsync();
        var token = found is null ? null : new KnownToken(found.Token, found.Token.WorksAt(found.Now));
        // Whoever guesses fills this no further than here.
        if (known.Count >= MaxKnown)
            known.Clear();
        known[name] = (now, token);
        return Of(token, use);
    }

    /// <summary>
    /// Called when this process revoked a token; others see it when what they know is no longer fresh.
    /// </summary>
    public void Forget(ApiToken token) => known.TryRemove(Convert.ToHexString(token.SecretHash), out _);

    private static KnownToken? Of(KnownToken? known, TokenUse use) => known?.Token.Use == use ? known : null;
}
