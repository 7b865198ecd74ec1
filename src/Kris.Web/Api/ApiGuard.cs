using System.Security.Claims;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Web.Accounts;
using Microsoft.Net.Http.Headers;

namespace Kris.Web.Api;

/// <summary>
/// What stands before the endpoints when a person calls: that the call comes from our own page, and in which duty
/// a call without a body is made.
/// </summary>
public static class ApiGuard
{
    public const string Header = "X-Kris";

    /// <summary>Whose page it was that wrote what is sent.</summary>
    public const string AccountHeader = "X-Kris-Account";

    public static void UseApiGuard(this IApplicationBuilder app) =>
        app.UseWhen(ApiProblems.IsApi, api => api.Use(GuardAsync));

    private static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        var isKnown = context.User.Identity is { IsAuthenticated: true };
        var isPerson = isKnown && !context.User.HasClaim(ActorClaims.Token, "1");
        if (isPerson)
            UnlessFromOurPage(context.Request);
        if (isPerson && IsAnothers(context))
        {
            await Problem.WriteAsync(
                context,
                StatusCodes.Status401Unauthorized,
                "Någon annan är inloggad i webbläsaren. Raden ligger kvar tills den som skrev den loggar in igen.");
            return;
        }

        if (isKnown && Writes(context.Request) && !IsJson(context.Request) && !TakesBytes(context))
            throw new BadHttpRequestException("Not JSON in UTF-8.", StatusCodes.Status415UnsupportedMediaType);
        // A file is a part of its line, and asks as that does: the duty may have been withdrawn since it was written.
        if (isKnown && !TakesBytes(context) && context.Request.Query[KnownParameters.Duty] is [{ Length: > 0 } code])
            context.User = await InAsync(context, code);
        await next(context);
    }

    // A form on another site can neither set a header nor leave out its origin, which SecurityHeaders compares.
    private static void UnlessFromOurPage(HttpRequest request)
    {
        Refuse.UnlessDuty(
            !Writes(request) || (request.Headers[Header].Count > 0 && request.Headers.Origin is [{ Length: > 0 }]),
            $"Anrop med inloggning från webbläsaren behöver huvudet {Header} och komma från Kris egna sidor.");
    }

    // On a shared computer a line can wait from one person's login to the next's: it is never sent as the other's.
    private static bool IsAnothers(HttpContext context) =>
        context.Request.Headers[AccountHeader] is [{ Length: > 0 } account]
        && !(Guid.TryParse(account, out var id) && id == context.User.AccountId());

    private static bool TakesBytes(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<TakesBytes>() is not null;

    private static bool Writes(HttpRequest request) =>
        !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));

    private static bool IsJson(HttpRequest request) =>
        request.HasJsonContentType()
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static async Task<ClaimsPrincipal> InAsync(HttpContext context, string code)
    {
        var duty = Duties.Parse(code);
        Refuse.IfMalformed(duty is null, "Uppgiften i frågan finns inte.");
        var actor = await context.RequestServices.GetRequiredService<ApiActor>().OfAsync(context.User, duty);
        var claims = ActorClaims.For(actor.Id, actor.Name, actor.Duty, actor.Unit, actor.IsToken);
        return new ClaimsPrincipal(new ClaimsIdentity(claims, context.User.Identity!.AuthenticationType));
    }
}
