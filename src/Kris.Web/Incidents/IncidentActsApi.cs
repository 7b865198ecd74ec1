using System.Security.Claims;
using System.Text.Json;
using Kris.Data;
using Kris.Data.Incidents;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Web.Accounts;
using Kris.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Incidents;

/// <summary>The verbs of an incident, the same that the pages use. Each can be asked for again under its key.</summary>
public static class IncidentActsApi
{
    public static void MapIncidentActs(this IEndpointRouteBuilder api)
    {
        // Which duty a person acts in stands in the body, so the verb is what asks whether that duty may.
        var acts = api.MapGroup("/incidents/{id}").RequireAuthorization(Policies.LoggedIn);
        acts.MapPost("/level", LevelAsync)
            .WithSummary("Raise or lower the level")
            .WithDescription("To extraordinär händelse each of the three criteria of LEH 1:4 needs its motivation.");
        acts.MapPost("/propose", ProposeAsync).WithSummary("Propose extraordinär händelse to those who may decide it");
        acts.MapPost("/decline", DeclineAsync).WithSummary("Answer a proposal of extraordinär händelse with no");
        acts.MapPost("/close", CloseAsync).WithSummary("Close, with a short summary");
        acts.MapPost("/reopen", ReopenAsync).WithSummary("Open again");
        acts.MapPost("/central-support", SupportAsync).WithSummary("Ask for central support");
        acts.MapPost("/life-danger", DangerAsync).WithSummary("Flag fara för liv, or that it is over");
        acts.MapPost("/merge", MergeAsync).WithSummary("Merge into the incident that this one turned out to be");
        acts.MapPut("/facts", FactsAsync).WithSummary("Replace the facts");
    }

    private static Task<Ok<IncidentSummary>> LevelAsync(
        Guid id, LevelRequest body, ClaimsPrincipal user, ApiActor actors, Desk desk) =>
        ActAsync(id, body, "level", body.Asked(), user, actors, desk, (incident, me, now) =>
        {
            if (body.To < incident.Level)
                incident.Lower(body.Decision(), me, now);
            else
                incident.Raise(body.Decision(), me, now);
        });

    private static Task<Ok<IncidentSummary>> ProposeAsync(
        Guid id, ProposeRequest body, ClaimsPrincipal user, ApiActor actors, Desk desk) =>
        ActAsync(id, body, "propose", body.Level().Asked(), user, actors, desk, (incident, me, now) =>
            incident.ProposeExtraordinar(body.Level().Decision(), me, now));

    private static Task<Ok<IncidentSummary>> DeclineAsync(
        Guid id, DeclineRequest body, ClaimsPrincipal user, ApiActor actors, Desk desk) =>
        ActAsync(id, body, "decline", body.Asked(), user, actors, desk, (incident, me, now) =>
            incident.DeclineExtraordinar(body.Decision(), me, now));

    private static Task<Ok<IncidentSummary>> CloseAsync(
        Guid id, ReasonRequest body, ClaimsPrincipal user, ApiActor actors, Desk desk) =>
        ActAsync(id, body, "close", [("reason", body.Reason)], user, actors, desk, (incident, me, now) =>
            incident.Close(body.Reason, me, now));

    private static Task<Ok<IncidentSummary>> ReopenAsync(
        Guid id, ReasonRequest body, ClaimsPrincipal user, ApiActor actors, Desk desk) =>
        ActAsync(id, body, "reopen", [("reason", body.Reason)], user, actors, desk, (incident, me, now) =>
            incident.Reopen(body.Reason, me, now));

    private static Task<Ok<IncidentSummary>> SupportAsync(
        Guid id, ReasonRequest body, ClaimsPrincipal user, ApiActor actors, Desk desk) =>
        ActAsync(id, body, "central-support", [("reason", body.Reason)], user, actors, desk, (incident, me, now) =>
            incident.AskForCentralSupport(body.Reason, me, now));

    private static Task<Ok<IncidentSummary>> DangerAsync(
        Guid id, LifeDangerRequest body, ClaimsPrincipal user, ApiActor actors, Desk desk) =>
        ActAsync(id, body, "life-danger", [("on", body.On ? "1" : "0")], user, actors, desk, (incident, me, now) =>
            incident.FlagLifeDanger(body.On, me, now));

    private static async Task<Ok<IncidentSummary>> MergeAsync(
        Guid id, MergeRequest body, ClaimsPrincipal user, ApiActor actors, Desk desk)
    {
        var me = await actors.OfAsync(user, body);
        Refuse.If(body.Into == id, "En händelse kan inte sammanföras med sig själv.");
        var once = ApiOnce.Of(body.Key, "merge", id, me, ("into", body.Into.ToString()), ("reason", body.Reason));
        var merged = await ApiOnce.AgainAsync(() => desk.ActOnTwoAsync<Incident>(
            id,
            body.Seen,
            body.Into,
            (incident, other) => incident.MergeInto(other, body.Reason, me, actors.Now),
            once));
        return TypedResults.Ok(IncidentSummary.Of(merged));
    }

    private static async Task<Ok<IncidentSummary>> FactsAsync(
        Guid id,
        FactsRequest body,
        ClaimsPrincipal user,
        ApiActor actors,
        Desk desk,
        IDbContextFactory<KrisDb> factory)
    {
        await using (var db = await factory.CreateDbContextAsync())
        {
            var before = await db.Incidents.AsNoTracking().SingleOrDefaultAsync(incident => incident.Id == id);
            await db.UnlessKnownAsync(body.Facts, before?.Facts);
        }

        var asked = JsonSerializer.Serialize(body.Facts);
        return await ActAsync(id, body, "facts", [("facts", asked)], user, actors, desk, (incident, me, now) =>
            incident.ChangeFacts(body.Facts, me, now));
    }

    private static async Task<Ok<IncidentSummary>> ActAsync(
        Guid id,
        ActRequest body,
        string verb,
        (string Name, string? Value)[] asked,
        ClaimsPrincipal user,
        ApiActor actors,
        Desk desk,
        Action<Incident, Actor, DateTimeOffset> act)
    {
        var me = await actors.OfAsync(user, body);
        var once = ApiOnce.Of(body.Key, verb, id, me, asked);
        var incident = await desk.ActAsync<Incident>(id, body.Seen, incident => act(incident, me, actors.Now), once);
        return TypedResults.Ok(IncidentSummary.Of(incident));
    }
}
