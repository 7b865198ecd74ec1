using System.Text.Json;
using Kris.Domain;

namespace Kris.Web.Api;

/// <summary>Turns what went wrong under /api into a problem that says so, and nothing of what lies behind.</summary>
public static class ApiProblems
{
    public static bool IsApi(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);

    public static void UseApiProblems(this IApplicationBuilder app) => app.UseWhen(IsApi, api => api.Use(AnswerAsync));

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
            var status = context.Response.StatusCode;
            if (status >= 400 && !context.Response.HasStarted && context.Response.ContentType is null)
                await Problem.WriteAsync(context, status, Problem.Sentence(status));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, failure);
        }
    }

    private static Task AnswerAsync(HttpContext context, Exception failure)
    {
        if (IsGoingDown(context))
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        }

        if (failure is RefusedException refused)
            return Problem.WriteAsync(context, Status(refused.Kind), refused.Message);
        if (failure is BadHttpRequestException bad)
            return AnswerAsync(context, bad);
        if (DatabaseAway.Is(failure))
        {
            DatabaseAway.Note(context, failure);
            return Problem.WriteLaterAsync(
                context,
                StatusCodes.Status503ServiceUnavailable,
                DatabaseAway.Pause,
                DatabaseAway.IsFull(failure) ? DatabaseAway.DiskIsFull : null);
        }

        var reference = Guid.NewGuid().ToString("N")[..12];
        Logger(context).LogError(failure, "Failed under reference {Reference}", reference);
        const int status = StatusCodes.Status500InternalServerError;
        return Problem.WriteAsync(
            context, status, $"{Problem.Sentence(status)} Referens: {reference}.", ("reference", reference));
    }

    // Named for a program too: one that is newer than this Kris keeps what it sent, and asks again.
    private static Task AnswerAsync(HttpContext context, BadHttpRequestException bad)
    {
        if (ApiJson.UnknownField(bad.InnerException as JsonException) is not { } name)
            return Problem.WriteAsync(context, bad.StatusCode, Sentence(bad));
        var shown = Problem.Shown(name);
        return Problem.WriteAsync(
            context,
            bad.StatusCode,
            $"Fältet ”{shown}” finns inte. Inget har sparats. Kontrollera hur det stavas.",
            (Problem.UnknownField, shown));
    }

    internal static int Status(Refusal refusal) => refusal switch
    {
        Refusal.Malformed => StatusCodes.Status400BadRequest,
        Refusal.Duty => StatusCodes.Status403Forbidden,
        Refusal.Unknown => StatusCodes.Status404NotFound,
        Refusal.Stale => StatusCodes.Status409Conflict,
        Refusal.TooLarge => StatusCodes.Status413PayloadTooLarge,
        _ => StatusCodes.Status422UnprocessableEntity,
    };

    private static string Sentence(BadHttpRequestException bad)
    {
        var sentence = Problem.Sentence(bad.StatusCode);
        if (bad.StatusCode != StatusCodes.Status400BadRequest)
            return sentence;
        return bad.InnerException switch
        {
            JsonException { Path: { Length: > 2 and < 60 } path }
                when path.StartsWith("$.", StringComparison.Ordinal) =>
                $"{sentence} Fältet ”{path[2..]}” har fel form.",
            JsonException => $"{sentence} Den är inte riktig JSON, eller så saknas något som måste finnas.",
            _ => $"{sentence} Kontrollera att adressen och frågan har rätt form och att begäran har en kropp i JSON.",
        };
    }

    // For whoever is still here when the program ends there is nothing left to make an answer with.
    private static bool IsGoingDown(HttpContext context)
    {
        try
        {
            return context.RequestServices.GetService<TimeProvider>() is null;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }

    private static ILogger Logger(HttpContext context) =>
        context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Kris.Web.Api");
}
