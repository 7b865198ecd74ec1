using System.Globalization;
using Kris.Web.Api;
using Kris.Web.Components;

namespace Kris.Web.Hosting;

/// <summary>
/// What a page answers while the database is away: 503, which a browser that keeps the page without a server takes for
/// that, and a sentence for one that does not.
/// </summary>
public static class PageProblems
{
    private const string Look =
        "Inget som är sparat har gått förlorat. Sidan kommer tillbaka av sig själv när databasen svarar.";

    private const string Sent =
        "Det du skickade kom kanske inte fram. Gå tillbaka och försök igen om en stund.";

    public static void UsePageProblems(this IApplicationBuilder app) => app.Use(AnswerAsync);

    private static async Task AnswerAsync(HttpContext context, RequestDelegate next)
    {
        AnswerTime.Begin(context);
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (Exception failure) when (!context.Response.HasStarted && DatabaseAway.Is(failure))
        {
            DatabaseAway.Note(context, failure);
            await WriteAsync(context, DatabaseAway.IsFull(failure));
        }
    }

    private static Task WriteAsync(HttpContext context, bool isFull)
    {
        var isLook = HttpMethods.IsGet(context.Request.Method);
        var sentence = isFull ? DatabaseAway.DiskIsFull : isLook ? Look : Sent;
        var styles = context.RequestServices.GetRequiredService<PageStyles>();
        // What was looked at can be asked for again, and the script does; what was sent is the sender's to repeat.
        var again = isLook ? "<script type=\"module\" src=\"/js/again.js\"></script>" : "";
        var response = context.Response;
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.RetryAfter = DatabaseAway.Pause.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="sv">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>Databasen svarar inte · Kris</title>
              <script src="/js/theme.js"></script>
              <link rel="stylesheet" href="{styles.Address}">
              <link rel="icon" type="image/svg+xml" href="/icons/kris.svg">
              {again}
            </head>
            <body class="bare">
              <main class="login">
                <div class="card">
                  <p class="sub">Kris</p>
                  <h1>Databasen svarar inte just nu</h1>
                  <p>{sentence}</p>
                </div>
              </main>
            </body>
            </html>

            """,
            context.RequestAborted);
    }
}
