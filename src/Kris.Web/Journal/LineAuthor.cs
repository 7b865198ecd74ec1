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
/// Whose a line is, and the files that it names: of somebody in a duty that is held, or in one that was held when it
/// was written and has been withdrawn while it waited for the net.
/// </summary>
public sealed class LineAuthor(ApiActor actors, IDbContextFactory<KrisDb> factory)
{
    /// <summary>Who acts, and from when where the duty is held no more.</summary>
    /// <exception cref="RefusedException">The duty is held neither now nor then.</exception>
    public async ValueTask<(Actor Me, DateTimeOffset? PendingFrom)> OfAsync(
        ClaimsPrincipal user, Duty? duty, Guid? unit, DateTimeOffset? writtenAt)
    {
        try
        {
            return (await actors.OfAsync(user, duty, unit), null);
        }
        catch (RefusedException no) when (no.Kind is Refusal.Duty)
        {
            // A clock that is ahead tells nothing of what is to come.
            if (duty is { } asked && Earlier(writtenAt, actors.Now) is { } at
                && await ThenAsync(user, asked, unit, at) is { } then)
                return (then, IsoTime.ToMicroseconds(at));
            throw;
        }
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? at, DateTimeOffset now) => at > now ? now : at;

    private async ValueTask<Actor?> ThenAsync(ClaimsPrincipal user, Duty duty, Guid? unit, DateTimeOffset at)
    {
        if (user.AccountId() is not { } id || user.HasClaim(ActorClaims.Token, "1"))
            return null;

        await using var db = await factory.CreateDbContextAsync();
        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id);
        return account?.ActingAt(duty, unit, at);
    }
}
