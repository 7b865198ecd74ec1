using System.Globalization;
using System.Security.Claims;
using Kris.Data.Journal;
using Kris.Domain.Journal;
using Kris.Web.Accounts;
using Kris.Web.Api;
using Kris.Web.Exports;

namespace Kris.Web.Journal;

/// <summary>A stream as a file that proves itself to whoever has it.</summary>
public static class ExportApi
{
    public static void MapExport(this IEndpointRouteBuilder api) =>
        api.MapGet("/incidents/{id}/export", ExportAsync).RequireAuthorization(Policies.ExportStream)
            .Produces(StatusCodes.Status200OK, contentType: "application/json")
            .WithSummary("Export the stream")
            .WithDescription("The file that `./kris verify FILE` takes, as docs/journal-format.md describes it.");

    private static async Task ExportAsync(
        Guid id, HttpContext context, ClaimsPrincipal user, ApiActor actors, JournalProof proof, LogSource source)
    {
        var stop = context.RequestAborted;
        var me = await actors.OfAsync(user);
        var (incident, head) = await source.FindAsync(id, stop);
        // What is written from here on is not in this file, beginning with the line about it: it ends where the stream
        // ended when it was asked for.
        var cut = LogCut.Of(from: null, to: null, withSystem: true, head);
        await source.RecordAsync(id, cut, ExportFormat.Json, me, stop: stop);

        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"kris-handelse-{incident.Number}-rad-{head.Number}-{actors.Now:yyyy-MM-dd}.json");
        context.Response.ContentType = "application/json";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        context.Response.Headers.CacheControl = "no-store";
        var header = new ExportHeader(id, incident.Facts.Title, actors.Now, head);
        await ExportFile.WriteAsync(context.Response.Body, header, proof.LinesAsync(id, head.Number, stop), stop);
    }
}
