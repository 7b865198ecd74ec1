using System.Globalization;
using System.Security.Claims;
using Kris.Data.Journal;
using Kris.Domain.Journal;
using Kris.Web.Accounts;
using Kris.Web.Api;
using Kris.Web.Components;
using Kris.Web.Search;
using Microsoft.AspNetCore.Http.Extensions;

namespace Kris.Web.Exports;

/// <summary>A log as a spreadsheet.</summary>
public static class CsvApi
{
    public static void MapCsv(this IEndpointRouteBuilder api) =>
        api.MapGet("/incidents/{id}/export/csv", CsvAsync).RequireAuthorization(Policies.ExportStream)
            .WithMetadata(new AlsoTakes(FilterAddress.Names))
            .Produces(StatusCodes.Status200OK, contentType: "text/csv")
            .WithSummary("Export the log as CSV")
            .WithDescription(
                "UTF-8 with a byte order mark, semicolons and CRLF, as a Swedish Excel opens it. Times are Swedish, "
                + "and in UTC in the columns before the last. `first` and `last` are numbers of lines; `system=false` "
                + "leaves out what Kris itself wrote. A line that is marked as secret for others than the caller is "
                + "number and time, whoever wrote it. The filters of the log's own page (`q`, `typ`, `person` …) "
                + "narrow it to what they show.");

    private static async Task CsvAsync(
        Guid id,
        long? first,
        long? last,
        bool? system,
        HttpContext context,
        ClaimsPrincipal user,
        ApiActor actors,
        LogSource source,
        ShownLines shown,
        JournalWalk walk,
        ReadingLog readings)
    {
        var stop = context.RequestAborted;
        var me = await actors.OfAsync(user);
        var (incident, head) = await source.FindAsync(id, stop);
        var filter = FilterAddress.ReadWhole(context.Request.GetEncodedUrl(), id);
        var cut = await shown.OfAsync(LogCut.Of(first, last, system ?? true, head), filter, me, stop);
        var columns = new CsvColumns(
            await source.ClosingsAsync(id, stop),
            await source.UnitsAsync(stop),
            await source.ReasonsAsync(id, cut, stop));
        var right = ReadingRight.Of(me);
        var count = await walk.CountAsync(id, cut, right, stop);
        await source.RecordAsync(id, cut, count, ExportFormat.Csv, me, stop: stop);

        var name = string.Create(
            CultureInfo.InvariantCulture,
            $"kris-handelse-{incident.Number}-rad-{cut.From}-{cut.To}-{Swedish.Date(actors.Now)}.csv");
        context.Response.ContentType = CsvFile.ContentType;
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        context.Response.Headers.CacheControl = "no-store";
        var lines = readings.NotedAsync(walk.LinesAsync(id, cut, right, stop), me, ReadingWay.Exported, stop);
        await CsvFile.WriteAsync(context.Response.Body, lines, right, columns, stop);
    }
}
