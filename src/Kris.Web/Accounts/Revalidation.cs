using System.Security.Claims;
using Kris.Domain.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Kris.Web.Accounts;

/// <summary>
/// Holds a login against what is true now: the session, the account, its password, the duty. Asked at every request
/// and, for a page that is open, every few seconds.
/// </summary>
public sealed class Revalidation(Standing standing, Sessions sessions, KnownTokens tokens)
{
    /// <summary>A login as claims; in no duty when none is given.</summary>
    public static ClaimsPrincipal Principal(Guid account, AccountStanding stands, Guid session, HeldDuty? duty)
    {
        var claims = ActorClaims.For(account, stands.Name, duty?.Duty, duty?.Unit, isToken: false).ToList();
        claims.Add(new Claim(ActorClaims.Session, session.ToString()));
        claims.Add(new Claim(ActorClaims.Stamp, stands.Stamp));
        if (stands.MustChangePassword)
            claims.Add(new Claim(ActorClaims.MustChange, "1"));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, IdentityConstants.ApplicationScheme));
    }

    /// <summary>A wall display as claims: it reads, and its link's hash says for how long.</summary>
    public static ClaimsPrincipal Wall(ApiToken token)
    {
        var claims = ActorClaims.For(token.Id, token.Name, token.Duty, token.Unit, isToken: true)
            .Append(new Claim(ActorClaims.Wall, Convert.ToHexString(token.SecretHash)));
        return new ClaimsPrincipal(new ClaimsIdentity(claims, Schemes.Tavla));
    }

    /// <summary>
    /// The same principal when it still holds, another when its duty does not, nothing when the login is over.
    /// </summary>
    /// <param name="isUsed">Whether a person did something, as opposed to a page that stands open.</param>
    public async ValueTask<ClaimsPrincipal?> CheckAsync(ClaimsPrincipal user, bool isUsed)
    {
        if (user.IsWall())
            return await WallHoldsAsync(user) ? user : null;
        if (user.AccountId() is not { } account || user.SessionId() is not { } session)
            return null;
        if (await standing.OfAsync(account) is not { IsOpen: true } stands
            || stands.Stamp != user.FindFirstValue(ActorClaims.Stamp))
            return null;
        if (!await sessions.IsOpenAsync(session, account, isUsed))
            return null;

        var acting = user.Actor() is { } actor ? new HeldDuty(actor.Duty, actor.Unit) : null;
        var held = acting is not null && stands.Duties.Contains(acting) ? acting : null;
        return held == acting && stands.MustChangePassword == user.MustChangePassword()
            ? user
            : Principal(account, stands, session, held);
    }

    private async ValueTask<bool> WallHoldsAsync(ClaimsPrincipal user)
    {
        var hash = Convert.FromHexString(user.FindFirstValue(ActorClaims.Wall)!);
        return (await tokens.FindAsync(hash, TokenUse.Tavla))?.Works is true;
    }
}
