using System.Security.Claims;
using Kris.Data.Search;
using Kris.Domain;
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
                + "`-not` excludes, `or` stands between alternatives. `highlight` is HTML: escaped, with `<mark>` "
                + "around what was found. `limit` at most 100; `skip` turns the pages while `more` is true, to 1000 "
                + "hits.");

    private static async Task<SearchReply> FindAsync(
        string? q,
        Guid? incident,
        int? limit,
        int? skip,
        ClaimsPrincipal user,
        ApiActor actors,
        KnownIncidents incidents,
        LineSearch search,
        CancellationToken stop)
    {
        Refuse.IfMalformed(string.IsNullOrWhiteSpace(q), "Skriv i q vad som söks.");
        var me = await actors.OfAsync(user);
        if (incident is { } id)
            await incidents.UnlessKnownAsync(id);
        var question = new SearchQuestion
        {
            Words = q,
            Incident = incident,
            Limit = limit ?? SearchQuestion.DefaultLimit,
            Skip = skip ?? 0,
        };
        return SearchReply.Of(await search.FindAsync(question, me, stop));
    }
}

/// <summary>What was found.</summary>
/// <param name="More">Whether there is more, after what was skipped and shown.</param>
public sealed record SearchReply(IReadOnlyList<SearchHitReply> Hits, bool More)
{
    public static SearchReply Of(FoundPage page) => new(
        [.. page.Hits.Select(hit => new SearchHitReply(hit.Incident, hit.Number, hit.Highlight))], page.More);
}

/// <param name="Number">Of the line in its incident.</param>
/// <param name="Highlight">HTML, escaped, with mark as its only element.</param>
public sealed record SearchHitReply(Guid Incident, long Number, string Highlight);
