using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.WebUtilities;

namespace Kris.Web.Accounts;

/// <summary>Open to somebody who has to change the password first.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OpenBeforePasswordAttribute : Attribute;

/// <summary>What stands in the way of a request before its page does.</summary>
public static class AccountGuards
{
    public const string ChangePassword = "/konto/losenord";

    private static readonly string[] PlainForms = ["/logga-in", ChangePassword, FirstAdministrator.Address];

    /// <summary>A password that an administrator set is changed before anything else.</summary>
    public static void UsePasswordGuard(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        var metadata = http.GetEndpoint()?.Metadata;
        var isOpen = metadata?.GetMetadata<IAllowAnonymous>() is not null
            || metadata?.GetMetadata<OpenBeforePasswordAttribute>() is not null;
        if (isOpen || !http.User.MustChangePassword())
            await next(http);
        else if (IsLook(http.Request))
            http.Response.Redirect(
                QueryHelpers.AddQueryString(ChangePassword, "returnUrl", http.Request.Path + http.Request.QueryString));
        else
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
    });

    /// <summary>
    /// A form that was open while somebody logged in or out in another window is given anew, not answered by an error.
    /// </summary>
    public static void UseFreshForms(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        var path = http.Request.Path.Value ?? "";
        if (http.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false } || !PlainForms.Contains(path))
        {
            await next(http);
            return;
        }

        http.Response.StatusCode = StatusCodes.Status303SeeOther;
        http.Response.Headers.Location = QueryHelpers.AddQueryString($"{path}{http.Request.QueryString}", "igen", "1");
    });

    private static bool IsLook(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api", StringComparison.Ordinal);
}
