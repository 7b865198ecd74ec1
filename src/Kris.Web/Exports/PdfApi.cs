using System.Globalization;
using System.IO.Compression;
using System.Security.Claims;
using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Incidents;
using Kris.Web.Accounts;
using Kris.Web.Api;
using Kris.Web.Components;
using Kris.Web.Search;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kris.Web.Exports;

/// <summary>A log as PDF, which is printed in the background.</summary>
public static class PdfApi
{
    public static void MapPdf(this IEndpointRouteBuilder api)
    {
        // Which duty a person acts in stands in the body, so it is asked whether that duty may.
        api.MapPost("/incidents/{id}/exports", AskAsync).RequireAuthorization(Policies.LoggedIn)
            .WithSummary("Ask for the log as PDF")
            .WithDescription(
                "It is printed in the background; ask for it until its state is `done`, `failed` or `overtaken`. The "
                + "same request under the same key is the same print. Kept for 24 hours, for whoever asked; the oldest "
                + "go before that where there are many.");
        api.MapGet("/incidents/{id}/exports/{key}", LookAsync).RequireAuthorization(Policies.ExportStream)
            .WithSummary("See how far a print has come");
        api.MapGet("/incidents/{id}/exports/{key}/{part}", FetchAsync).RequireAuthorization(Policies.ExportStream)
            .Produces(StatusCodes.Status200OK, contentType: "application/pdf")
            .WithSummary("Fetch a volume of a print");
        api.MapGet("/incidents/{id}/exports/{key}/zip", FetchAllAsync).RequireAuthorization(Policies.ExportStream)
            .Produces(StatusCodes.Status200OK, contentType: "application/zip")
            .WithSummary("Fetch all volumes of a finished print in one file");
    }

    private static async Task<Ok<PdfReply>> AskAsync(
        Guid id, PdfRequest body, ClaimsPrincipal user, ApiActor actors, PdfExports exports, CancellationToken stop)
    {
        var me = await actors.OfAsync(user, body);
        var asked = new AskedLines(body.First, body.Last, body.System, FilterAddress.Of(body.Filter, id));
        var job = await exports.AskAsync(id, body.Key, asked, me, stop);
        return TypedResults.Ok(PdfReply.Of(job));
    }

    private static async Task<Ok<PdfReply>> LookAsync(
        Guid id, Guid key, ClaimsPrincipal user, ApiActor actors, PdfExports exports, CancellationToken stop) =>
        TypedResults.Ok(PdfReply.Of(await exports.OwnAsync(id, key, await actors.OfAsync(user), stop)));

    private static async Task<FileContentHttpResult> FetchAsync(
        Guid id,
        Guid key,
        int part,
        ClaimsPrincipal user,
        ApiActor actors,
        PdfExports exports,
        LogSource source,
        HttpResponse response,
        CancellationToken stop)
    {
        var job = await exports.OwnAsync(id, key, await actors.OfAsync(user), stop);
        var file = await exports.FileAsync(job, part, stop);
        var (incident, _) = await source.FindAsync(id, stop);
        response.Headers.CacheControl = "no-store";
        var volume = job.Parts.Single(known => known.Number == part);
        return TypedResults.Bytes(file, "application/pdf", $"{NameOf(incident, job, volume)}.pdf");
    }

    private static async Task FetchAllAsync(
        Guid id,
        Guid key,
        ClaimsPrincipal user,
        ApiActor actors,
        PdfExports exports,
        LogSource source,
        HttpContext context,
        CancellationToken stop)
    {
        var job = await exports.OwnAsync(id, key, await actors.OfAsync(user), stop);
        Refuse.If(job.State is ExportState.Overtaken, PdfExports.Overtaken);
        Refuse.If(job.State is not ExportState.Done, "Utskriften är inte klar. Vänta tills alla delar finns.");
        // Fetched before anything is answered: a refusal comes in its own words, and not as half a file.
        var next = await exports.FileAsync(job, job.Parts[0].Number, stop);
        var (incident, _) = await source.FindAsync(id, stop);
        var all = new ExportPart(0, job.Parts[0].First, job.Parts[^1].Last, 0);
        var response = context.Response;
        // What is closed in a zip is written by .NET without waiting, the few bytes that end a file; the file is not.
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        response.ContentType = "application/zip";
        response.Headers.ContentDisposition = $"attachment; filename=\"{NameOf(incident, job, all)}.zip\"";
        response.Headers.CacheControl = "no-store";
        await using var zip = await ZipArchive.CreateAsync(
            response.Body, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, stop);
        foreach (var part in job.Parts)
        {
            if (part != job.Parts[0])
                next = await exports.FileAsync(job, part.Number, stop);
            // A PDF is compressed already.
            var entry = zip.CreateEntry(
                $"del-{part.Number:000}-{NameOf(incident, job, part)}.pdf", CompressionLevel.NoCompression);
            await using var to = await entry.OpenAsync(stop);
            await to.WriteAsync(next, stop);
        }
    }

    private static string NameOf(Incident incident, ExportJob job, ExportPart lines) => string.Create(
        CultureInfo.InvariantCulture,
        $"kris-handelse-{incident.Number}-rad-{lines.First}-{lines.Last}-{Swedish.Date(job.AskedAt)}");
}

/// <summary>Which lines are wanted as PDF.</summary>
public sealed record PdfRequest : ApiRequest
{
    /// <summary>Made by whoever asks. The same request under it again is the same print.</summary>
    public required Guid Key { get; init; }

    /// <summary>The number of the first line; the beginning of the log when it is left out.</summary>
    public long? First { get; init; }

    /// <summary>The number of the last line; the end of the log as it is now when it is left out.</summary>
    public long? Last { get; init; }

    /// <summary>Whether what Kris itself wrote is there too.</summary>
    public bool System { get; init; } = true;

    /// <summary>
    /// What a filter of the log's own page shows, and nothing else: as it stands in that page's address, such as
    /// <c>typ=beslut&amp;q=vatten</c>.
    /// </summary>
    public string? Filter { get; init; }
}

/// <summary>How far a print has come.</summary>
public sealed record PdfReply
{
    public required Guid Key { get; init; }

    /// <summary>
    /// waiting, running, done, failed, or overtaken: a line in it has been marked as secret since or is to be erased,
    /// so that it cannot be fetched and a new print is needed.
    /// </summary>
    public required string State { get; init; }

    public required long Lines { get; init; }

    public required long Done { get; init; }

    public required IReadOnlyList<ExportPart> Parts { get; init; }

    /// <summary>Why it failed, or cannot be fetched any more.</summary>
    public string? Refusal { get; init; }

    /// <summary>How long it can be fetched.</summary>
    public required DateTimeOffset Until { get; init; }

    public static PdfReply Of(ExportJob job) => new()
    {
        Key = job.Id,
        State = job.State.ToString().ToLowerInvariant(),
        Lines = job.Lines,
        Done = job.Done,
        Parts = job.Parts,
        Refusal = job.State is ExportState.Overtaken ? PdfExports.Overtaken : job.Refusal,
        Until = job.AskedAt + ExportJobs.Kept,
    };
}
