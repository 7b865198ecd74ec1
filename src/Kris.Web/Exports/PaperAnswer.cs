using System.Net;
using Kris.Domain;
using Kris.Web.Api;
using Kris.Web.Components;

namespace Kris.Web.Exports;

/// <summary>What an address that gives paper answers when it gives none.</summary>
public static class PaperAnswer
{
    /// <summary>
    /// What is unknown or not allowed has the same page as everywhere; another refusal is told in its own sentence.
    /// </summary>
    /// <param name="back">Where the paper is asked for.</param>
    public static async Task UnlessRefusedAsync(HttpContext context, string back, Func<Task> give)
    {
        try
        {
            await give();
        }
        catch (RefusedException no) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = ApiProblems.Status(no.Kind);
            if (no.Kind is not (Refusal.Unknown or Refusal.Duty))
                await WriteAsync(context, no.Message, back);
        }
        catch (PrinterException failed) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            await WriteAsync(context, failed.Message, back);
        }
    }

    private static Task WriteAsync(HttpContext context, string sentence, string back)
    {
        var styles = context.RequestServices.GetRequiredService<PageStyles>();
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="sv">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <title>Ingen utskrift · Kris</title>
              <script src="/js/theme.js"></script>
              <link rel="stylesheet" href="{styles.Address}">
              <link rel="icon" type="image/svg+xml" href="/icons/kris.svg">
            </head>
            <body class="bare">
              <main class="login">
                <div class="card">
                  <p class="sub">Kris</p>
                  <h1>Det blev ingen utskrift</h1>
                  <p>{WebUtility.HtmlEncode(sentence)}</p>
                  <p><a href="{back}">Tillbaka</a></p>
                </div>
              </main>
            </body>
            </html>

            """,
            context.RequestAborted);
    }
}
