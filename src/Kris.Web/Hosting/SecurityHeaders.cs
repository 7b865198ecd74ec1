using Kris.Web.Api;

namespace Kris.Web.Hosting;

/// <summary>Headers on every answer, and the check that a circuit and a write come from our own pages.</summary>
public static class SecurityHeaders
{
    // MudBlazor writes style attributes; scripts are our own files and nothing else.
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self'; "
        + "connect-src 'self'; manifest-src 'self'; media-src 'self'; worker-src 'self'; form-action 'self'; "
        + "base-uri 'self'; frame-ancestors 'none'";

    /// <summary>Lets one script stand in the page itself, known by its content and by nothing else.</summary>
    public static void AllowScript(HttpResponse response, string digest) =>
        response.Headers.ContentSecurityPolicy = ContentPolicy.Replace(
            "script-src 'self'", $"script-src 'self' 'sha256-{digest}'", StringComparison.Ordinal);

    public static IApplicationBuilder UseSecurityHeaders(
        this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (IsForeign(context.Request))
        {
            const string sentence = "Anropet kommer från en annan webbplats och är avvisat.";
            await Problem.WriteAsync(context, StatusCodes.Status403Forbidden, sentence);
            return;
        }

        await next(context);
    });

    // A browser names the page that it acts for. Circuits and writes from other pages are not ours to serve;
    // a program with a token sends no Origin.
    private static bool IsForeign(HttpRequest request)
    {
        var guarded = request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal)
            || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
        return guarded
            && request.Headers.Origin is [{ Length: > 0 } origin]
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var from)
                && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)
                && from.Scheme == request.Scheme);
    }
}
