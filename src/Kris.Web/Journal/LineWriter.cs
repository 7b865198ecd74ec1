using System.Security.Claims;
using Kris.Data;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Web.Accounts;
using Kris.Web.Api;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Journal;

/// <summary>
/// Who writes a line: somebody in a duty that is held, or in one that was held when the line was written and has been
/// withdrawn while it waited for the net.
/// </summary>
public sealed class LineWriter(ApiActor actors, IDbContextFactory<KrisDb> factory)
{
    /// <exception cref="RefusedException">The duty is held neither now nor then.</exception>
    public async ValueTask<(Actor Me, DateTimeOffset? PendingFrom)> OfAsync(ClaimsPrincipal user, LineRequest body)
    {
        try
        {
            return (await actors.OfAsync(user, body), null);
        }
        catch (RefusedException no) when (no.Kind is Refusal.Duty)
        {
            if (await ThenAsync(user, body) is { } then)
                return then;
            throw;
        }
    }

    // A correction strikes another line at once, and so cannot wait.
    private async ValueTask<(Actor Me, DateTimeOffset? PendingFrom)?> ThenAsync(ClaimsPrincipal user, LineRequest body)
    {
        if (user.AccountId() is not { } id
            || user.HasClaim(ActorClaims.Token, "1")
            || body.Duty is not { } duty
            || body.Kind is LineKind.Rattelse
            || (body.WrittenAt ?? body.OccurredAt) is not { } at
            || at > actors.Now)
            return null;

        await using var db = await factory.CreateDbContextAsync();
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id);
        return account?.ActingAt(duty, body.Unit, at) is { } me ? (me, IsoTime.ToMicroseconds(at)) : null;
    }
}
