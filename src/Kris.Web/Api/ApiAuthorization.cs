using Kris.Domain.Accounts;
using Kris.Web.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Kris.Web.Api;

/// <summary>A program is told why it is not let in; it is never sent to the page where people log in.</summary>
public sealed class ApiAuthorization : IAuthorizationMiddlewareResultHandler
{
    private const string ClosedAccount =
        "Kontot är avstängt. Det du har skrivit ligger kvar i webbläsaren. Kontakta en administratör.";

    private readonly AuthorizationMiddlewareResultHandler pages = new();

    public Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded || !ApiProblems.IsApi(context))
            return pages.HandleAsync(next, context, policy, authorizeResult);
        if (authorizeResult.Challenged)
        {
            if (context.Items.ContainsKey(Cookies.ClosedAccount))
                return Problem.WriteAsync(context, StatusCodes.Status401Unauthorized, ClosedAccount);
            // Not as the scheme that was tried would have it: a cookie's answer is a page to log in on.
            return context.ChallengeAsync(Schemes.Bearer);
        }

        var sentence = context.User.Actor() is { } actor
            ? $"Du kan inte göra det här som {actor.Duty.Swedish()}."
            : "Välj först vilken uppgift du agerar i.";
        return Problem.WriteAsync(context, StatusCodes.Status403Forbidden, sentence);
    }
}
