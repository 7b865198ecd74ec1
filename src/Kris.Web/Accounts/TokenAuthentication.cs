using System.Security.Claims;
using System.Text.Encodings.Web;
using Kris.Domain.Accounts;
using Kris.Web.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Kris.Web.Accounts;

/// <summary>A program's way in: a bearer token, which stands for one duty.</summary>
public sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    KnownTokens tokens) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();

        // Found by its hash, so that how long the search takes tells nothing of how near a guess was.
        var hash = TokenSecret.HashOf(header.AsSpan(Prefix.Length).Trim());
        var known = hash is null ? null : await AnswerTime.WithinAsync(Context, tokens.FindAsync(hash, TokenUse.Api));
        if (known is not { Token: var token })
            return AuthenticateResult.Fail("Nyckeln är okänd. Kontrollera att hela nyckeln är med.");
        if (token.RevokedAt is not null)
            return AuthenticateResult.Fail("Nyckeln är återkallad. Be en administratör om en ny.");
        if (!known.Works)
            return AuthenticateResult.Fail("Nyckeln har gått ut. Be en administratör om en ny.");

        var claims = ActorClaims.For(token.Id, token.Name, token.Duty, token.Unit, isToken: true);
        var user = new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name));
        return AuthenticateResult.Success(new AuthenticationTicket(user, Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        const int status = StatusCodes.Status401Unauthorized;
        var result = await HandleAuthenticateOnceSafeAsync();
        Response.Headers.WWWAuthenticate = Scheme.Name;
        await Problem.WriteAsync(Context, status, result.Failure?.Message ?? Problem.Sentence(status));
    }
}
