using System.Security.Claims;
using Kris.Data.Search;
using Kris.Domain;
using Kris.Domain.Journal;
using Kris.Domain.Search;
using Kris.Web.Accounts;
using Kris.Web.Api;

namespace Kris.Web.Search;

/// <summary>What the page for searching finds, for a program.</summary>
public static class SearchApi
{
    public static void MapSearch(this IEndpointRouteBuilder api) =>
        api.MapGet("/search", FindAsync).RequireAuthorization(Policies.SeeIncidents)
            .WithSummary("Search the logs")
            .WithDescription(
                "Finds the lines that the caller may read, in all incidents or in one, the best first. All words of "
                + "`q` are to be there, in any inflected form; `\"in quotes\"` next to each other and in that order, "
                + "`-not` excludes, `or` (`eller`) stands between alternatives. A number is found however its digits "
                + "are spaced. The filters narrow it: `kind`, `person` (of the name of whoever wrote or, of a line "
                + "that is not marked, for whom), `unit`, `tag`, `from` and `until` (of when it happened; the "
                + "latter no longer counts), `pinned` (key events) and `marked` (as secret, or not). Without `q` all "
                + "that passes them is given, what was recorded last first, with the marked ones without their words. "
                + "`highlight` is HTML: escaped, with `<mark>` around what was found. `limit` at most 100. While "
                + "`more` is true there is a next page: ask again with `after` set to `next` of the answer, which "
                + "repeats and leaves out nothing while lines are written. `skip` counts from the first hit as it "
                + "stands by then, to 1000 hits.");

    private static async Task<SearchReply> FindAsync(
        string? q,
        Guid? incident,
        string? kind,
        string? person,
        Guid? unit,
        string? tag,
        string? from, string? until,
        bool? pinned,
        bool? marked,
        int? limit, int? skip, string? after,
        ClaimsPrincipal user,
        ApiActor actors,
        KnownIncidents incidents,
        LineSearch search,
        CancellationToken stop)
    {
        var question = new SearchQuestion
        {
            Words = q,
            Incident = incident,
            Kind = KindOf(kind),
            Person = person,
            Unit = unit,
            Tag = tag,
            From = ApiJson.Time(from),
            Until = ApiJson.Time(until),
            IsPinned = pinned is true,
            IsMarked = marked,
            Limit = limit ?? SearchQuestion.DefaultLimit,
            Skip = skip ?? 0,
            After = PlaceOf(after),
        };
        var me = await actors.OfAsync(user);
        if (incident is { } id)
            await incidents.UnlessKnownAsync(id);
        return SearchReply.Of(await search.FindShownAsync(question, me, stop));
    }

    private static SearchPlace? PlaceOf(string? after)
    {
        var place = SearchPlace.Parse(after);
        Refuse.IfMalformed(
            after is not null && place is null, "after går inte att läsa. Ange next ur svaret med förra sidan.");
        return place;
    }

    private static LineKind? KindOf(string? code)
    {
        if (code is null)
            return null;
        var kind = LineKinds.Parse(code);
        Refuse.IfMalformed(
            kind is null,
            $"Typen finns inte. Välj bland {string.Join(", ", Enum.GetValues<LineKind>().Select(LineKinds.Code))}.");
        return kind;
    }
}

/// <summary>What was found.</summary>
/// <param name="More">Whether there is more, after what was skipped and shown.</param>
/// <param name="Next">What to give as after to get it; nothing where there is no more.</param>
public sealed record SearchReply(IReadOnlyList<SearchHitReply> Hits, bool More, string? Next)
{
    public static SearchReply Of(FoundPage page) => new(
        [.. page.Hits.Select(hit => new SearchHitReply(hit.Incident, hit.Number, hit.Highlight))],
        page.More,
        page.More ? page.Last?.ToString() : null);
}

/// <param name="Number">Of the line in its incident.</param>
/// <param name="Highlight">
/// HTML, escaped, with mark as its only element. Empty of a line that is marked as secret and was found without words.
/// </param>
public sealed record SearchHitReply(Guid Incident, long Number, string Highlight);
