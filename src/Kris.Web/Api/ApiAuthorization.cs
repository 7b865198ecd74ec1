using Kris.Domain.Accounts;
using Kris.Web.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Kris.Web.Api;

/// <summary>A program is told why it is not let in; it is never sent to the page where people log in.</summary>
public sealed class ApiAuthorization : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler pages = new();

    public Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded || !ApiProblems.IsApi(context) || IsBearer(context, authorizeResult))
            return pages.HandleAsync(next, context, policy, authorizeResult);
        if (authorizeResult.Challenged)
        {
            const int status = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = Schemes.Bearer;
            return Problem.WriteAsync(context, status, Problem.Sentence(status));
        }

        var sentence = context.User.Actor() is { } actor
            ? $"Du kan inte göra det här som {actor.Duty.Swedish()}."
            : "Välj först vilken uppgift du agerar i.";
        return Problem.WriteAsync(context, StatusCodes.Status403Forbidden, sentence);
    }

    // The token's own handler knows what was wrong with it.
    private static bool IsBearer(HttpContext context, PolicyAuthorizationResult result) =>
        result.Challenged && context.Request.Headers.Authorization.Count > 0;
}
