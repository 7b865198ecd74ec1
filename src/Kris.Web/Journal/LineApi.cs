using System.Security.Claims;
using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Web.Accounts;
using Kris.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Kris.Web.Journal;

/// <summary>Writing lines, and reading them.</summary>
public static class LineApi
{
    private const int DefaultLimit = 100;

    public static void MapLines(this IEndpointRouteBuilder api)
    {
        // Which duty a person writes in stands in the body, so the line itself asks whether that duty may.
        api.MapPut("/incidents/{id}/lines/{key}", WriteAsync).RequireAuthorization(Policies.LoggedIn).AnswersInTime()
            .WithSummary("Write a line")
            .WithDescription(
                "The caller makes the key (any UUID; version 7 keeps the order). 201 when the line is saved; the same "
                + "request again answers 200 with the same number; another request under the key answers 409, which "
                + "names the line if it is the caller's, and so does the key of a line that was erased. A line is "
                + "accepted into a closed incident too. Files are sent beforehand and named by their keys. What was "
                + "written, by `writtenAt`, in a duty that has been withdrawn since is kept as `pending` until the "
                + "stabschef accepts it, and so is a correction of such a line. A correction of a "
                + "hanvisning is one in all but its kind: it says `keptAt` and `turnTo`, is short, and has no files.");
        api.MapGet("/incidents/{id}/lines", ReadAsync).RequireAuthorization(Policies.ReadLog)
            .WithSummary("Read the log")
            .WithDescription(
                "Lines after a number, in order and without gaps, lines of the system too; `limit` at most 500. A line "
                + "that is marked as secret comes without its text, and to those who may not read it as its number, "
                + "its time and `hidden`.");
        api.MapGet("/incidents/{id}/lines/{number:long}", OpenAsync).RequireAuthorization(Policies.ReadLog)
            .WithSummary("Read one line")
            .WithDescription("Of a line that is marked as secret the whole is given, and the reading is recorded.");
    }

    private static async Task<Results<Created<LineWritten>, Ok<LineWritten>>> WriteAsync(
        Guid id, Guid key, LineRequest body, ClaimsPrincipal user, LineWriter writer)
    {
        var (written, isNew) = await writer.WriteAsync(id, key, body, user);
        if (isNew)
            return TypedResults.Created((string?)null, written);
        return TypedResults.Ok(written);
    }

    private static async Task<LineList> ReadAsync(
        Guid id,
        long? after,
        int? limit,
        ClaimsPrincipal user,
        ApiActor actors,
        KnownIncidents incidents,
        JournalStore journal,
        NpgsqlDataSource source)
    {
        var right = ReadingRight.Of(await actors.OfAsync(user));
        Refuse.IfMalformed(after < 0 || limit < 1, "after och limit ska vara positiva heltal.");
        await incidents.UnlessKnownAsync(id);
        var lines = await journal.LinesAsync(id, after ?? 0, limit ?? DefaultLimit);
        var closings = await Closings.OfAsync(source, id);
        return new LineList([.. lines.Select(line => ListedLine.Of(right.Shown(line).Collapsed(), closings))]);
    }

    private static async Task<ListedLine> OpenAsync(
        Guid id,
        long number,
        ClaimsPrincipal user,
        ApiActor actors,
        KnownIncidents incidents,
        JournalStore journal,
        ReadingLog readings,
        NpgsqlDataSource source,
        HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        var me = await actors.OfAsync(user);
        await incidents.UnlessKnownAsync(id);
        var closings = await Closings.OfAsync(source, id);
        var shown = ReadingRight.Of(me).Shown(await journal.LineAsync(id, number));
        if (shown.IsHidden)
            return ListedLine.Of(shown, closings);

        var line = await readings.OpenAsync(id, number, me);
        return LineReply.Of(line, closings) with { MarkingReason = await readings.ReasonAsync(line) };
    }
}
