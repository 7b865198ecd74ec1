using System.Globalization;
using Kris.Data.Journal;
using Kris.Domain.Journal;
using Kris.Web.Accounts;
using Kris.Web.Api;
using Kris.Web.Components;
using Kris.Web.Exports;
using Kris.Web.Search;
using Microsoft.AspNetCore.Http.Extensions;

namespace Kris.Web.Journal;

/// <summary>A stream as a file that proves itself to whoever has it.</summary>
public static class ExportApi
{
    public static void MapExport(this IEndpointRouteBuilder api) =>
        api.MapGet("/incidents/{id}/export", ExportAsync).RequireAuthorization(Policies.ExportStream)
            .WithMetadata(new AlsoTakes(FilterAddress.Names))
            .Produces(StatusCodes.Status200OK, contentType: "application/json")
            .WithSummary("Export the stream")
            .WithDescription(
                "The file that `./kris verify FILE` takes, as docs/journal-format.md describes it. Lines that are "
                + "marked as secret for others than the caller are commitments; those that the caller may read are "
                + "recorded as read. `first`, `last`, `system=false` and the filters of the log's own page choose what "
                + "is shown; the other lines are there as commitments, so that the file proves itself all the same.");

    private static async Task ExportAsync(
        Guid id,
        long? first,
        long? last,
        bool? system,
        HttpContext context,
        ApiActor actors,
        JournalProof proof,
        ReadingLog readings,
        LogSource source,
        JournalWalk walk,
        ShownLines shown)
    {
        var me = await actors.OfAsync(context.User);
        var stop = context.RequestAborted;
        var (incident, head) = await source.FindAsync(id, stop);
        // What is written from here on is not in this file, beginning with the line about it: it ends where the stream
        // ended when it was asked for.
        var filter = FilterAddress.ReadWhole(context.Request.GetEncodedUrl(), id);
        var cut = await shown.OfAsync(LogCut.Of(first, last, system ?? true, head), filter, me, stop);
        var count = await walk.CountAsync(id, cut, ReadingRight.Of(me), stop);
        await source.RecordAsync(id, cut, count, ExportFormat.Json, me, stop: stop);

        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"kris-handelse-{incident.Number}-{Lines(cut, head)}-{Swedish.Date(actors.Now)}.json");
        context.Response.ContentType = "application/json";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        context.Response.Headers.CacheControl = "no-store";
        var header = new ExportHeader(id, incident.Facts.Title, actors.Now, head);
        var lines = proof.ShownToAsync(me, readings, id, head.Number, cut, stop);
        await ExportFile.WriteAsync(context.Response.Body, header, lines, stop);
    }

    private static string Lines(LogCut cut, ChainHead head) => cut.IsWhole(head)
        ? string.Create(CultureInfo.InvariantCulture, $"rad-{head.Number}")
        : string.Create(CultureInfo.InvariantCulture, $"urval-rad-{cut.From}-{cut.To}-av-{head.Number}");
}
