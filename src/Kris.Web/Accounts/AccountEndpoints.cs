using Kris.Domain;
using Kris.Domain.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace Kris.Web.Accounts;

/// <summary>Plain forms and links: what changes a cookie cannot be done by an open page, and works without one.</summary>
public static class AccountEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/logga-ut", SignOutAsync).AllowAnonymous();
        app.MapPost("/uppgift", ChooseAsync).RequireAuthorization(Policies.LoggedIn);
        app.MapGet("/tavla/oppna", OpenWallAsync).AllowAnonymous();
    }

    // Changing person keeps the place: the next one begins where the last one was.
    private static async Task<SeeOther> SignOutAsync(HttpContext http, SignIn signIn, [FromForm] string? returnUrl)
    {
        await signIn.OutAsync(http);
        return See(returnUrl is null ? "/logga-in" : ToLogin(returnUrl));
    }

    private static async Task<SeeOther> ChooseAsync(
        HttpContext http, SignIn signIn, [FromForm] string? uppgift, [FromForm] string? returnUrl)
    {
        var parts = (uppgift ?? "").Split('|');
        if (Duties.Parse(parts[0]) is not { } duty)
            return See(LocalReturn.Clean(returnUrl));

        Guid? unit = parts.Length > 1 && Guid.TryParse(parts[1], out var of) ? of : null;
        try
        {
            await signIn.ChooseAsync(http, new HeldDuty(duty, unit));
            return See(LocalReturn.Clean(returnUrl));
        }
        catch (RefusedException)
        {
            // Withdrawn while the page was open: the account's own page shows which duties are left.
            return See("/konto");
        }
    }

    private static async Task<IResult> OpenWallAsync(
        HttpContext http, KnownTokens tokens, TimeProvider clock, [FromQuery] string? lank)
    {
        var hash = TokenSecret.HashOf(lank);
        var token = hash is null ? null : await tokens.FindAsync(hash, TokenUse.Tavla);
        if (token?.WorksAt(clock.GetUtcNow()) is not true)
            return Results.Redirect("/tavla/stangd");

        var until = new AuthenticationProperties { IsPersistent = true, ExpiresUtc = token.ExpiresAt };
        await http.SignInAsync(Schemes.Tavla, Revalidation.Wall(token), until);
        return Results.Redirect("/tavla");
    }

    private static string ToLogin(string returnUrl) =>
        $"/logga-in?returnUrl={Uri.EscapeDataString(LocalReturn.Clean(returnUrl))}";

    // 303: what comes next is fetched, whatever was posted.
    private static SeeOther See(string address) => new SeeOther(address);

    private sealed class SeeOther(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = address;
            return Task.CompletedTask;
        }
    }
}
