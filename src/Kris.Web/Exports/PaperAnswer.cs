using Kris.Domain;

namespace Kris.Web.Exports;

/// <summary>What an address that gives paper answers when it gives none.</summary>
public static class PaperAnswer
{
    /// <summary>
    /// What is unknown or not allowed has the same page as everywhere; another refusal is told in its own sentence.
    /// </summary>
    public static async Task UnlessRefusedAsync(HttpContext context, Func<Task> give)
    {
        try
        {
            await give();
        }
        catch (RefusedException no) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = no.Kind switch
            {
                Refusal.Unknown => StatusCodes.Status404NotFound,
                Refusal.Duty => StatusCodes.Status403Forbidden,
                Refusal.Malformed => StatusCodes.Status400BadRequest,
                _ => StatusCodes.Status422UnprocessableEntity,
            };
            if (no.Kind is Refusal.Unknown or Refusal.Duty)
                return;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(no.Message);
        }
        catch (PrinterException failed) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync(failed.Message);
        }
    }
}
