using System.Globalization;
using System.Text;
using Kris.Data;
using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Journal;
using Kris.Web.Accounts;
using Kris.Web.Exports;
using Kris.Web.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Loggblad;

/// <summary>Numbered sheets as paper: a page to print, and a PDF where a browser is at hand to make one.</summary>
public sealed class SheetPrint(
    LogSheets sheets, PrintedLog paper, Chromium chromium, TownName town, IDbContextFactory<KrisDb> factory)
{
    private const string Back = "/loggblad";

    private const string Tools =
        "<nav class=\"tools\" aria-label=\"Utskrift\"><button type=\"button\" class=\"main\" data-print hidden>Skriv ut"
        + "</button><a href=\"/loggblad\">Till loggbladen</a></nav>";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/loggblad/utskrift", (int? fran, int? till, HttpContext context, SheetPrint print) =>
                PaperAnswer.UnlessRefusedAsync(context, Back, () => print.ShowAsync(context, fran, till)))
            .RequireAuthorization(Policies.ReadLog).ExcludeFromDescription();
        app.MapGet("/loggblad/pdf", (int? fran, int? till, HttpContext context, SheetPrint print) =>
                PaperAnswer.UnlessRefusedAsync(context, Back, () => print.PdfAsync(context, fran, till)))
            .RequireAuthorization(Policies.ReadLog).ExcludeFromDescription();
    }

    private async Task ShowAsync(HttpContext context, int? from, int? to)
    {
        var asked = await FindAsync(from, to, context.RequestAborted);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await WriteAsync(context.Response.Body, asked, Tools);
    }

    private async Task PdfAsync(HttpContext context, int? from, int? to)
    {
        var asked = await FindAsync(from, to, context.RequestAborted);
        var file = await chromium.PrintAsync(html => WriteAsync(html, asked, tools: null), context.RequestAborted);
        var name = string.Create(
            CultureInfo.InvariantCulture, $"kris-loggblad-{asked[0].Number}-{asked[^1].Number}.pdf");
        context.Response.ContentType = "application/pdf";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(file, context.RequestAborted);
    }

    private async Task<IReadOnlyList<LogSheet>> FindAsync(int? from, int? to, CancellationToken stop)
    {
        Refuse.IfMalformed(from is null or < 1, "Vilka loggblad? Ange fran och till.");
        var last = to ?? from.Value;
        Refuse.IfMalformed(
            last < from || last - from >= LogSheet.MaxAtOnce, $"Mellan 1 och {LogSheet.MaxAtOnce} blad åt gången.");
        var found = (await sheets.LatestAsync(last == int.MaxValue ? null : last + 1, stop))
            .Where(sheet => sheet.Number >= from && sheet.IsPrintable)
            .Reverse()
            .ToList();
        return found.Count > 0
            ? found
            : throw new RefusedException(
                "De loggbladen finns inte, eller är inskrivna eller makulerade.", Refusal.Unknown);
    }

    private async Task WriteAsync(Stream to, IReadOnlyList<LogSheet> asked, string? tools)
    {
        await using var text = new StreamWriter(to, new UTF8Encoding(false), leaveOpen: true);
        var title = $"Loggblad {asked[0].Number}–{asked[^1].Number}";
        var (begin, end) = await paper.PaperAsync(title, margin: "", tools);
        await text.WriteAsync(begin);
        await paper.WriteAsync<SheetPaper>(text, new()
        {
            [nameof(SheetPaper.Sheets)] = asked,
            [nameof(SheetPaper.Names)] = await NamesAsync(asked),
            [nameof(SheetPaper.Municipality)] = await town.GetAsync(),
        });
        await text.WriteAsync(end);
    }

    private async Task<IReadOnlyDictionary<Guid, string>> NamesAsync(IReadOnlyList<LogSheet> asked)
    {
        var ids = asked.Select(sheet => sheet.Incident).OfType<Guid>().Distinct().ToList();
        await using var db = await factory.CreateDbContextAsync();
        return await db.Incidents.AsNoTracking()
            .Where(incident => ids.Contains(incident.Id))
            .Take(LogSheet.MaxAtOnce)
            .ToDictionaryAsync(incident => incident.Id, incident => $"nr {incident.Number}, {incident.Facts.Title}");
    }
}
