using Kris.Domain;
using Kris.Domain.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace Kris.Web.Accounts;

/// <summary>Plain forms and links: an open page cannot change a cookie, and these work without one.</summary>
public static class AccountEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        FromOurPages(app.MapPost("/logga-ut", SignOutAsync)).AllowAnonymous();
        FromOurPages(app.MapPost("/uppgift", ChooseAsync)).RequireAuthorization(Policies.LoggedIn);
        app.MapGet("/tavla/oppna", OpenWallAsync).AllowAnonymous();
    }

    // A token could be older than the login, and a refused address has none. The browser names the page that it posts
    // from, SecurityHeaders has compared it, and without one nothing is done.
    private static RouteHandlerBuilder FromOurPages(RouteHandlerBuilder endpoint) =>
        endpoint.AddEndpointFilter(async (call, next) =>
            call.HttpContext.Request.Headers.Origin is [{ Length: > 0 }]
                ? await next(call)
                : Results.StatusCode(StatusCodes.Status400BadRequest));

    // Changing person keeps the place: the next one begins where the last one was.
    private static async Task<IResult> SignOutAsync(HttpContext http, SignIn signIn)
    {
        var returnUrl = await FieldAsync(http, "returnUrl");
        await signIn.OutAsync(http);
        return See(returnUrl is null ? "/logga-in" : ToLogin(returnUrl));
    }

    private static async Task<IResult> ChooseAsync(HttpContext http, SignIn signIn)
    {
        var returnUrl = await FieldAsync(http, "returnUrl");
        var parts = (await FieldAsync(http, "uppgift") ?? "").Split('|');
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
        HttpContext http, KnownTokens tokens, [FromQuery] string? lank)
    {
        var hash = TokenSecret.HashOf(lank);
        var known = hash is null ? null : await tokens.FindAsync(hash, TokenUse.Tavla);
        if (known is not { Works: true, Token: var token })
            return Results.Redirect("/tavla/stangd");

        var until = new AuthenticationProperties { IsPersistent = true, ExpiresUtc = token.ExpiresAt };
        await http.SignInAsync(Schemes.Tavla, Revalidation.Wall(token), until);
        return Results.Redirect("/tavla");
    }

    // A form without a field has no body at all, which binding would refuse.
    private static async Task<string?> FieldAsync(HttpContext http, string name) =>
        http.Request.HasFormContentType ? (await http.Request.ReadFormAsync())[name].FirstOrDefault() : null;

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
