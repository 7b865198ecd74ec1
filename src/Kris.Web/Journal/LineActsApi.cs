using System.Globalization;
using System.Security.Claims;
using Kris.Data;
using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Web.Accounts;
using Kris.Web.Api;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Journal;

/// <summary>What can be done about a line that stands. Nothing changes it; a later line tells.</summary>
public static class LineActsApi
{
    public static void MapLineActs(this IEndpointRouteBuilder api)
    {
        var acts = api.MapGroup("/incidents/{id}/lines/{number}").RequireAuthorization(Policies.LoggedIn);
        acts.MapPost("/flag", FlagAsync).WithSummary("Put a line before the krisledningsnämnd");
        acts.MapPost("/unflag", UnflagAsync).WithSummary("Take a line back from the krisledningsnämnd");
        acts.MapPost("/pin", PinAsync).WithSummary("Make a line a key event");
        acts.MapPost("/unpin", UnpinAsync).WithSummary("Let a line be a key event no more");
        acts.MapPost("/release", ReleaseAsync)
            .WithSummary("Tell to whom the information of a line has been given")
            .WithDescription("It can be told again, of others; the log holds each time.");
        acts.MapPost("/accept", AcceptAsync).WithSummary("Accept a line that waits")
            .WithDescription("Written in a duty that was withdrawn before the line arrived. The stabschef accepts it.");
        acts.MapPost("/move", MoveAsync)
            .WithSummary("Move a line to the incident that it is about")
            .WithDescription(
                "It is struck here with a reference, and copied there with its own author and times. A task goes on "
                + "there as it is now; one that is done is opened again first. A correction goes on there as what it "
                + "corrects, and takes its task along. Marks and flags stay here.");
    }

    private static Task<Ok<LineWritten>> FlagAsync(
        Guid id, long number, AboutLineRequest body, ClaimsPrincipal user, ApiActor actors, LineActor acts) =>
        AppendAsync(new LineAsk(id, number, body, "flag"), LineActs.Flag, user, actors, acts);

    private static Task<Ok<LineWritten>> UnflagAsync(
        Guid id, long number, AboutLineRequest body, ClaimsPrincipal user, ApiActor actors, LineActor acts) =>
        AppendAsync(new LineAsk(id, number, body, "unflag"), LineActs.Unflag, user, actors, acts);

    private static Task<Ok<LineWritten>> AcceptAsync(
        Guid id, long number, AboutLineRequest body, ClaimsPrincipal user, ApiActor actors, LineActor acts) =>
        AppendAsync(new LineAsk(id, number, body, "accept"), LineActs.Accept, user, actors, acts);

    private static Task<Ok<LineWritten>> PinAsync(
        Guid id, long number, AboutLineRequest body, ClaimsPrincipal user, ApiActor actors, LineActor acts) =>
        AppendAsync(new LineAsk(id, number, body, "pin"), LineActs.Pin, user, actors, acts);

    private static Task<Ok<LineWritten>> UnpinAsync(
        Guid id, long number, AboutLineRequest body, ClaimsPrincipal user, ApiActor actors, LineActor acts) =>
        AppendAsync(new LineAsk(id, number, body, "unpin"), LineActs.Unpin, user, actors, acts);

    private static Task<Ok<LineWritten>> ReleaseAsync(
        Guid id, long number, ReleaseLineRequest body, ClaimsPrincipal user, ApiActor actors, LineActor acts) =>
        AppendAsync(
            new LineAsk(id, number, body, "release", ("recipients", body.Recipients)),
            (line, me) => LineActs.Release(line, body.Recipients, me),
            user,
            actors,
            acts);

    private static async Task<Ok<LineWritten>> AppendAsync(
        LineAsk ask, Func<JournalLine, Actor, NewLine> act, ClaimsPrincipal user, ApiActor actors, LineActor acts)
    {
        var me = await actors.OfAsync(user, ask.Body);
        var once = ApiOnce.Of(
            ask.Body.Key, ask.Verb, ask.Incident, me, [("number", Text(ask.Number)), .. ask.Asked]);
        return TypedResults.Ok(await acts.AppendAsync(ask.Incident, ask.Number, once, line => act(line, me)));
    }

    private static async Task<Ok<LineWritten>> MoveAsync(
        Guid id,
        long number,
        MoveLineRequest body,
        ClaimsPrincipal user,
        ApiActor actors,
        LineActor acts,
        JournalStore journal,
        RelatedLines related,
        IDbContextFactory<KrisDb> factory)
    {
        var me = await actors.OfAsync(user, body);
        return TypedResults.Ok(
            await ApiOnce.AgainAsync(() => MoveOnceAsync(id, number, body, me, acts, journal, related, factory)));
    }

    private static async Task<LineWritten> MoveOnceAsync(
        Guid id,
        long number,
        MoveLineRequest body,
        Actor me,
        LineActor acts,
        JournalStore journal,
        RelatedLines related,
        IDbContextFactory<KrisDb> factory)
    {
        var names = await NamesAsync(factory, id, body.To);
        var line = await journal.LineAsync(id, number);
        var once = ApiOnce.Of(
            body.Key, "move", id, me, ("number", Text(number)), ("to", body.To.ToString()), ("reason", body.Reason));
        if (await acts.DoneAsync(id, once) is { } done)
            return done;

        var origin = await related.OriginAsync(line);
        var (strike, copy) = LineCorrections.Move(line, names[id], body.To, names[body.To], body.Reason, me, origin);
        strike = strike with { Key = once.Key, Request = once.Request };
        copy = copy with { Key = ApiKeys.Following(once.Key, "moved-line") };
        return LineWritten.Of((await journal.AppendAboutAsync(line, origin, [strike, copy]))[0]);
    }

    private static async Task<Dictionary<Guid, string>> NamesAsync(
        IDbContextFactory<KrisDb> factory, Guid from, Guid to)
    {
        await using var db = await factory.CreateDbContextAsync();
        var incidents = await db.Incidents.AsNoTracking()
            .Where(incident => incident.Id == from || incident.Id == to)
            .ToListAsync();
        var names = incidents.ToDictionary(incident => incident.Id, incident => incident.Name);
        if (!names.ContainsKey(from) || !names.ContainsKey(to))
            throw new RefusedException("Händelsen finns inte.", Refusal.Unknown);
        return names;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What is asked for about a line.</summary>
public sealed record LineAsk(
    Guid Incident, long Number, AboutLineRequest Body, string Verb, params (string Name, string? Value)[] Asked);
