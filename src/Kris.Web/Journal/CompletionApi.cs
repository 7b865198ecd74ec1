using System.Security.Claims;
using Kris.Data;
using Kris.Data.Accounts;
using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Web.Accounts;
using Kris.Web.Api;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Journal;

/// <summary>What can be named in a line: people, and the tags that have been used. Few at a time.</summary>
public static class CompletionApi
{
    private const int MaxLimit = 20;
    private const int DefaultLimit = 8;

    public static void MapCompletions(this IEndpointRouteBuilder api)
    {
        api.MapGet("/people", PeopleAsync).RequireAuthorization(Policies.WriteLine)
            .WithSummary("People who can be named in a line")
            .WithDescription("Open accounts by a part of the name or the user name; `limit` at most 20.");
        api.MapGet("/incidents/{id}/tags", TagsAsync).RequireAuthorization(Policies.WriteLine)
            .WithSummary("Tags that have been used")
            .WithDescription("Those that begin with `q`: the incident's own first, then the most used of late. "
                + "Lines that are marked as secret give none.");
    }

    private static async Task<PersonList> PeopleAsync(
        string? q, int? limit, ApiActor actors, IDbContextFactory<KrisDb> factory)
    {
        var (start, now) = (Start(q), actors.Now);
        await using var db = await factory.CreateDbContextAsync();
        var found = await db.Accounts.AsNoTracking()
            .Where(account => account.DisabledAt == null)
            .Matching(start)
            .OrderBy(account => account.Name).ThenBy(account => account.UserName)
            .Take(Limit(limit))
            .ToListAsync();
        return new PersonList([.. found.Select(account => PersonReply.Of(account, now))]);
    }

    private static async Task<TagList> TagsAsync(
        Guid id, string? q, int? limit, ClaimsPrincipal user, ApiActor actors, KnownIncidents incidents, TagWords tags)
    {
        var me = await actors.OfAsync(user);
        await incidents.UnlessKnownAsync(id);
        // Whoever writes decisions alone reads no log, and so no words of it.
        return new TagList(me.Reads ? await tags.OfAsync(id, Start(q), Limit(limit)) : []);
    }

    private static string Start(string? q) =>
        Refuse.UnlessStorable(q, LineWords.MaxLength)?.ToLowerInvariant() ?? "";

    private static int Limit(int? limit)
    {
        Refuse.IfMalformed(limit < 1, "limit ska vara ett positivt heltal.");
        return Math.Min(limit ?? DefaultLimit, MaxLimit);
    }
}

/// <summary>Somebody who can be named after @.</summary>
public sealed record PersonReply(string UserName, string Name, IReadOnlyList<Duty> Duties)
{
    public static PersonReply Of(Account account, DateTimeOffset now) => new(
        account.UserName,
        account.Name,
        [.. account.Duties.Where(held => held.HoldsAt(now)).Select(held => held.Duty).Distinct().Order()]);
}

public sealed record PersonList(IReadOnlyList<PersonReply> People);

/// <summary>Tags, the likeliest first.</summary>
public sealed record TagList(IReadOnlyList<string> Tags);
