using System.Security.Claims;
using Kris.Domain.Accounts;

namespace Kris.Web.Accounts;

/// <summary>The actor as claims: who, in which duty, for which unit, and whether it is a token.</summary>
public static class ActorClaims
{
    public const string Duty = "kris-duty";
    public const string Unit = "kris-unit";
    public const string Token = "kris-token";

    /// <summary>One login on one browser; signing out ends it and its circuits.</summary>
    public const string Session = "kris-session";

    /// <summary>The security stamp that the login began under; a new password makes a new one.</summary>
    public const string Stamp = "kris-stamp";

    /// <summary>A password that an administrator set is changed before anything else.</summary>
    public const string MustChange = "kris-must-change";

    /// <summary>The hash of the link that a wall display was opened with, and that opens nothing else.</summary>
    public const string Wall = "kris-wall";

    public static bool IsWall(this ClaimsPrincipal user) => user.HasClaim(claim => claim.Type == Wall);

    public static bool MustChangePassword(this ClaimsPrincipal user) => user.HasClaim(MustChange, "1");

    public static Guid? SessionId(this ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(Session), out var id) ? id : null;

    public static Guid? AccountId(this ClaimsPrincipal user) =>
        Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    /// <summary>Nobody, when nobody is logged in or no duty is chosen.</summary>
    public static Actor? Actor(this ClaimsPrincipal user)
    {
        if (user.AccountId() is not { } id || Duties.Parse(user.FindFirstValue(Duty)) is not { } duty)
            return null;

        Guid? unit = Guid.TryParse(user.FindFirstValue(Unit), out var held) ? held : null;
        return new Actor(id, user.Identity?.Name ?? "", duty, unit, user.HasClaim(Token, "1"));
    }

    public static IEnumerable<Claim> For(Guid id, string name, Duty? duty, Guid? unit, bool isToken)
    {
        yield return new Claim(ClaimTypes.NameIdentifier, id.ToString());
        yield return new Claim(ClaimTypes.Name, name);
        if (duty is { } held)
            yield return new Claim(Duty, held.Code());
        if (unit is { } of)
            yield return new Claim(Unit, of.ToString());
        if (isToken)
            yield return new Claim(Token, "1");
    }
}
