using System.Security.Claims;
using Kris.Data.Accounts;
using Kris.Domain.Accounts;
using Kris.Web.Api;
using Kris.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

namespace Kris.Web.Accounts;

/// <summary>The two cookies: a person's login, and the wall display's.</summary>
public static class Cookies
{
    public const string Login = "kris";
    public const string Wall = "kris-tavla";

    /// <summary>Set on a request whose login is over because the account has been closed.</summary>
    public const string ClosedAccount = "kris.closed-account";

    public static AuthenticationBuilder AddKrisCookies(
        this AuthenticationBuilder authentication, KrisSettings settings) =>
        authentication
            .AddCookie(IdentityConstants.ApplicationScheme, options =>
            {
                Guard(options, Login, settings);
                options.ExpireTimeSpan = LoginSession.Life;
                options.SlidingExpiration = true;
            })
            .AddCookie(Schemes.Tavla, options =>
            {
                Guard(options, Wall, settings);
                options.LoginPath = "/tavla/stangd";
                options.ExpireTimeSpan = TimeSpan.FromDays(ApiToken.MaxDays);
                options.SlidingExpiration = false;
            });

    // Lax, not Strict: a link to an incident in a message must open it, not ask somebody who is logged in to log in.
    // Nothing is changed by a GET, and every other request must come from our own pages.
    private static void Guard(CookieAuthenticationOptions options, string name, KrisSettings settings)
    {
        var isSecure = settings.HasTls || settings.Url?.Scheme == Uri.UriSchemeHttps;
        options.Cookie.Name = name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        options.LoginPath = "/logga-in";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnRedirectToAccessDenied = DenyAsync;
    }

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var isOpenToAll = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        try
        {
            await CheckAsync(context, context.Principal!);
        }
        catch (Exception failure) when (isOpenToAll && DatabaseAway.Is(failure))
        {
            // The page that says how Kris is must answer without the database too; the login is kept for later.
            context.RejectPrincipal();
        }
    }

    private static async Task CheckAsync(CookieValidatePrincipalContext context, ClaimsPrincipal user)
    {
        var revalidation = context.HttpContext.RequestServices.GetRequiredService<Revalidation>();
        var now = await AnswerTime.WithinAsync(
            context.HttpContext, revalidation.CheckAsync(user, isUsed: true));
        if (now is null)
        {
            await SayWhyAsync(context.HttpContext, user);
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(context.Scheme.Name);
        }
        else if (!ReferenceEquals(now, user))
        {
            context.ReplacePrincipal(now);
            context.ShouldRenew = true;
        }
    }

    // Somebody who was just typing is told why the line was not taken; nobody else holds the cookie.
    private static async Task SayWhyAsync(HttpContext http, ClaimsPrincipal user)
    {
        var standing = http.RequestServices.GetRequiredService<Standing>();
        if (user.AccountId() is { } account && await standing.OfAsync(account) is { IsOpen: false })
            http.Items[ClosedAccount] = true;
    }

    // Whoever administers and nothing else has no Läge to see, and begins where the work is.
    private static Task DenyAsync(RedirectContext<CookieAuthenticationOptions> context)
    {
        var http = context.HttpContext;
        var isStart = http.Request.Path == "/" && HttpMethods.IsGet(http.Request.Method);
        if (isStart && http.User.Actor()?.May(Act.EditRegisters) is true)
            http.Response.Redirect("/administration");
        else if (http.GetEndpoint() is null)
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        else
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
