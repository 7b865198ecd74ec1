using System.Security.Claims;
using Kris.Data;
using Kris.Data.Incidents;
using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Web.Accounts;
using Kris.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Incidents;

/// <summary>Opening and looking at incidents.</summary>
public static class IncidentApi
{
    private const int DefaultLimit = 100;

    public static void MapIncidents(this IEndpointRouteBuilder api)
    {
        // Which duty a person acts in stands in the body, so the verb is what asks whether that duty may.
        api.MapPost("/incidents", OpenAsync).RequireAuthorization(Policies.LoggedIn)
            .WithSummary("Open an incident")
            .WithDescription(
                "Opens as störning. The same request under the same key answers 200 with the incident of then.");
        api.MapGet("/incidents", ListAsync).RequireAuthorization(Policies.SeeIncidents)
            .WithSummary("List incidents")
            .WithDescription(
                "Newest first. `after` is the number of the last incident of the page before; `limit` at most 200.");
        api.MapGet("/incidents/{id}", GetAsync).RequireAuthorization(Policies.SeeIncidents)
            .WithSummary("Read an incident")
            .WithDescription(
                "With `version`, which acts send back as `seen`, the history of its level and what the caller may do.");
    }

    private static async Task<Results<Created<IncidentSummary>, Ok<IncidentSummary>>> OpenAsync(
        OpenRequest body, ClaimsPrincipal user, ApiActor actors, Desk desk, JournalStore journal, HttpResponse response)
    {
        var me = await actors.OfAsync(user, body);
        IncidentDuties.UnlessMayOpen(me);
        var (now, facts) = (actors.Now, body.Facts(actors.Now));
        // Refused before anything is opened, if it is to be refused.
        var isToldMore = !string.IsNullOrWhiteSpace(body.FirstLine);
        if (isToldMore)
            FirstLine(Guid.Empty, body, me, now);

        Incident? opened = null;
        var incident = await desk.AddAsync(
            async db =>
            {
                await db.UnlessKnownAsync(facts);
                return opened = Incident.Open(await db.Incidents.NextNumberAsync(), facts, me, now);
            },
            body.Once(me));
        // Written apart, under a key that follows from the request's: asked for again, it heals what was cut off.
        if (isToldMore)
            await journal.AppendAsync(FirstLine(incident.Id, body, me, now));

        var (summary, address) = (IncidentSummary.Of(incident), $"/api/v1/incidents/{incident.Id}");
        if (ReferenceEquals(opened, incident))
            return TypedResults.Created(address, summary);
        response.Headers.Location = address;
        return TypedResults.Ok(summary);
    }

    private static NewLine FirstLine(Guid incident, OpenRequest body, Actor me, DateTimeOffset now)
    {
        var draft = new LineDraft { Kind = LineKind.Anteckning, Text = body.FirstLine, OccurredAt = body.Began };
        return draft.ToLine(incident, ApiKeys.Following(body.Key, "first-line"), me, now);
    }

    private static async Task<IncidentList> ListAsync(
        IDbContextFactory<KrisDb> factory,
        bool? open,
        string? level,
        string? q,
        bool? exercise,
        int? after,
        int? limit)
    {
        var only = IncidentWords.ParseLevel(level);
        Refuse.IfMalformed(level is not null && only is null, "Nivån i frågan finns inte.");
        Refuse.IfMalformed(after < 0 || limit < 1, "after och limit ska vara positiva heltal.");

        await using var db = await factory.CreateDbContextAsync();
        var incidents = await db.Incidents.AsNoTracking()
            .Filtered(new IncidentFilter(open, only, exercise, Refuse.UnlessStorable(q, IncidentFacts.TitleMaxLength)))
            .NewestFirst(after, limit ?? DefaultLimit)
            .ToListAsync();
        return new IncidentList([.. incidents.Select(IncidentSummary.Of)]);
    }

    private static async Task<IncidentWhole> GetAsync(
        Guid id, ClaimsPrincipal user, ApiActor actors, IDbContextFactory<KrisDb> factory)
    {
        var me = await actors.OfAsync(user);
        await using var db = await factory.CreateDbContextAsync();
        var incident = await db.Incidents.AsNoTracking().SingleOrDefaultAsync(incident => incident.Id == id)
            ?? throw new RefusedException("Händelsen finns inte.", Refusal.Unknown);
        return IncidentWhole.Of(incident, me);
    }
}
