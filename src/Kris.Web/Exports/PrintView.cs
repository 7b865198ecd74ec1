using System.Globalization;
using System.Net;
using Kris.Data.Journal;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Web.Accounts;
using Kris.Web.Organisation;
using Kris.Web.Search;
using Microsoft.AspNetCore.Http.Extensions;

namespace Kris.Web.Exports;

/// <summary>
/// The whole log as paper, for the browser's own print: no circuit, and every line and not the latest of them.
/// </summary>
public sealed class PrintView(
    LogSource source,
    JournalWalk walk,
    ReadingLog readings,
    ShownLines shown,
    PrintedLog paper,
    Standing standing,
    TownName town,
    TimeProvider clock)
{
    /// <summary>As many as a browser lays out in a moment; what is longer is printed part by part.</summary>
    public const int MaxLines = 10_000;

    public static void Map(IEndpointRouteBuilder app) => app
        .MapGet(
            "/handelser/{id:guid}/utskrift",
            (Guid id, string? franrad, string? tillrad, string? system, HttpContext context, PrintView view) =>
                PaperAnswer.UnlessRefusedAsync(
                    context,
                    $"/handelser/{id}",
                    () => view.ShowAsync(id, context, franrad, tillrad, withSystem: system is not "nej")))
        .RequireAuthorization(Policies.ReadLog)
        .ExcludeFromDescription();

    private async Task ShowAsync(Guid id, HttpContext context, string? from, string? to, bool withSystem)
    {
        var stop = context.RequestAborted;
        var me = context.User.Actor()!;
        await standing.UnlessHeldAsync(me);
        var (incident, head) = await source.FindAsync(id, stop);
        var filter = FilterAddress.ReadWhole(context.Request.GetEncodedUrl(), id);
        var run = LogCut.Of(ExportFields.Number(from), ExportFields.Number(to), withSystem, head);
        var asked = await shown.OfAsync(run, filter, me, stop);
        var right = ReadingRight.Of(me);
        var cut = asked with { To = Math.Min(asked.To, asked.From + MaxLines - 1) };
        var header = new PrintHeader(
            await town.GetAsync(),
            incident,
            cut,
            await walk.CountAsync(id, cut, right, stop),
            head,
            $"{me.Name}, {me.Duty.Swedish()}",
            clock.GetUtcNow());
        var closings = await source.ClosingsAsync(id, stop);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await paper.WriteAsync(
            context.Response.Body,
            header,
            readings.NotedAsync(walk.LinesAsync(id, cut, right, stop), me, ReadingWay.Exported, stop),
            right,
            closings,
            Tools(id, asked, cut, context.Request.Query),
            stop);
    }

    private static string Tools(Guid id, LogCut asked, LogCut shown, IQueryCollection address)
    {
        var more = shown.To < asked.To
            ? $"<a href=\"/handelser/{id}/utskrift?{WebUtility.HtmlEncode(Query(shown.To + 1, asked, address))}\">"
                + $"Nästa del, från rad {shown.To + 1}</a>"
            : "";
        return "<nav class=\"tools\" aria-label=\"Utskrift\"><button type=\"button\" class=\"main\" data-print hidden>"
            + $"Skriv ut</button><a href=\"/handelser/{id}\">Till händelsen</a>{more}</nav>";
    }

    // The filter that the page was opened with narrows the next part too.
    private static string Query(long from, LogCut asked, IQueryCollection address)
    {
        var filter = address.Where(part => part.Key is not ("franrad" or "tillrad" or "system"))
            .Select(part => $"&{Uri.EscapeDataString(part.Key)}={Uri.EscapeDataString(part.Value.ToString())}");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"franrad={from}&tillrad={asked.To}{(asked.WithSystem ? "" : "&system=nej")}{string.Concat(filter)}");
    }
}
