using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace Kris.Web.Api;

/// <summary>
/// How the API says no: problem+json, with a Swedish sentence that a person can be shown as it stands.
/// </summary>
public static class Problem
{
    public const string ContentType = "application/problem+json";

    /// <summary>What a field is called that this Kris does not know; a newer one may.</summary>
    public const string UnknownField = "unknownField";

    /// <summary>What a parameter in the address is called that the call does not take, or not twice.</summary>
    public const string UnknownParameter = "unknownParameter";

    private const int MaxShown = 60;

    /// <summary>A name that somebody else made, as far as there is room.</summary>
    public static string Shown(string name) => name.Length > MaxShown ? $"{name[..MaxShown]} …" : name;

    public static Task WriteAsync(
        HttpContext context, int status, string detail, (string Name, string Value)? more = null)
    {
        var problem = new ProblemDetails { Status = status, Title = Title(status), Detail = detail };
        if (more is var (name, value))
            problem.Extensions[name] = value;
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(problem, options: null, ContentType);
    }

    /// <summary>Whoever is asked to come back is told when.</summary>
    public static Task WriteLaterAsync(HttpContext context, int status, TimeSpan wait, string? detail = null)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return WriteAsync(context, status, detail ?? Sentence(status));
    }

    public static string Sentence(int status) => status switch
    {
        400 => "Begäran går inte att läsa.",
        401 => "Du är inte inloggad. Logga in, eller skicka en giltig nyckel.",
        403 => "Du kan inte göra det här i din uppgift.",
        404 => "Adressen finns inte i API:t, eller så tar den inte emot anropets metod.",
        408 => "Begäran kom inte fram i tid. Försök igen.",
        409 => "Någon annan hann före. Läs om och försök igen.",
        413 => "Begäran är för stor. Högst 1 MB tas emot.",
        415 => "Skicka begäran som JSON i UTF-8, med Content-Type: application/json.",
        429 => "För många anrop på kort tid. Vänta en stund och försök igen.",
        503 => "Databasen svarar inte just nu. Försök igen om en liten stund: det som ändå hann sparas skrivs inte en "
            + "gång till.",
        >= 500 => "Något gick fel i Kris. Försök igen, och uppge referensen om felet är kvar.",
        _ => "Begäran kunde inte utföras.",
    };

    private static string Title(int status) => status switch
    {
        400 => "Felaktig begäran",
        401 => "Inte inloggad",
        403 => "Inte tillåtet",
        404 => "Finns inte",
        409 => "Krockar med något annat",
        413 => "För stort",
        415 => "Fel format",
        422 => "Bryter mot en regel",
        429 => "För många anrop",
        503 => "Inte tillgängligt",
        >= 500 => "Internt fel",
        _ => "Fel",
    };
}
