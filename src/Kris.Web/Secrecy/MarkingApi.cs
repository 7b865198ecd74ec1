using System.Globalization;
using System.Security.Claims;
using Kris.Data;
using Kris.Data.Journal;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Web.Accounts;
using Kris.Web.Api;
using Kris.Web.Journal;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kris.Web.Secrecy;

/// <summary>Marks a line that stands.</summary>
public sealed record MarkRequest : AboutLineRequest
{
    /// <summary>The code of a legal basis that is valid.</summary>
    public required string Lagrum { get; init; }

    public required string MarkingReason { get; init; }

    /// <summary><c>staben</c>, <c>stabsledningen</c> or <c>namngivna</c>.</summary>
    public required string Circle { get; init; }

    /// <summary>Accounts that may read besides the circle.</summary>
    public IReadOnlyList<Guid>? Readers { get; init; }

    /// <summary>
    /// Which of the lines that may say the same are marked too. Those that are open when left out, and none when empty.
    /// </summary>
    public IReadOnlyList<LineAt>? Copies { get; init; }
}

public sealed record UnmarkRequest : AboutLineRequest
{
    public required string Reason { get; init; }
}

/// <summary>What a marking can rest on today.</summary>
public sealed record LegalBasisList(IReadOnlyList<LegalBasis> Bases);

/// <summary>Those who can be named as readers.</summary>
public sealed record ReaderList(IReadOnlyList<PossibleReader> Readers);

/// <summary>Who has read a marked line, the latest first.</summary>
public sealed record ReadingList(IReadOnlyList<Reading> Readings);

/// <summary>Marking lines as secret, lifting the marking, and seeing who has read them.</summary>
public static class MarkingApi
{
    private const int DefaultLimit = 100;

    public static void MapMarkings(this IEndpointRouteBuilder api)
    {
        var line = api.MapGroup("/incidents/{id}/lines/{number:long}");
        line.MapPost("/mark", MarkAsync).RequireAuthorization(Policies.LoggedIn)
            .WithSummary("Mark a line as secret")
            .WithDescription(
                "Whoever wrote the line stays among those who may read it. Its corrections, what it corrects and "
                + "copies of a line that was moved may say the same: those that are open, or have the marking that is "
                + "changed, are marked too, or those of them that are named in `copies`. The answer has all that the "
                + "caller may read, with `by` where they are marked: what has none is open. Of more than "
                + $"{RelatedLines.MaxLines} the nearest are looked for, and `more` says so. Lines of the system follow "
                + "the line.");
        line.MapPost("/unmark", UnmarkAsync).RequireAuthorization(Policies.LoggedIn)
            .WithSummary("Lift the marking of a line");
        line.MapGet("/readings", ReadingsAsync).RequireAuthorization(Policies.LiftMarking)
            .WithSummary("See who has read a marked line")
            .WithDescription("One reading for each person and quarter of an hour, the latest first.");
        api.MapGet("/legal-bases", BasesAsync).RequireAuthorization(Policies.ReadLog)
            .WithSummary("List the legal bases of a marking")
            .WithDescription("Those that are valid today.");
        api.MapGet("/readers", ReadersAsync).RequireAuthorization(Policies.MarkSecret)
            .WithSummary("Find people to name as readers of a marked line")
            .WithDescription("By a part of the name; at most 20.");
    }

    private static async Task<Ok<CopiesReply>> MarkAsync(
        Guid id,
        long number,
        MarkRequest body,
        ClaimsPrincipal user,
        ApiActor actors,
        LineCopies copies,
        Markings markings)
    {
        var me = await actors.OfAsync(user, body);
        var asked = new AskedMarking(body.Lagrum, body.MarkingReason, body.Circle, body.Readers);
        var once = ApiOnce.Of(
            body.Key,
            "mark",
            id,
            me,
            ("number", Text(number)),
            ("lagrum", asked.Lagrum),
            ("reason", asked.Reason),
            ("circle", asked.Circle),
            ("readers", string.Join(' ', (asked.Readers ?? []).Order())),
            LineCopies.Asked(body.Copies));
        var draft = await markings.DraftAsync(asked) ?? MarkingDraft.Empty;
        var (written, family) = await copies.CloseAsync(
            id,
            number,
            once,
            body.Copies,
            new Closing(
                near => LineMarkings.IsMarkable(near, me),
                (line, near) => LineMarkings.IsMeantToo(line, near, me),
                line => LineMarkings.Mark(line, draft, me)),
            me);
        var told = LineMarkings.TellableTo(me, family)
            .Select(near => new CopyReply(near.Stream, near.Number, near.State.Own?.By)).ToList();
        return TypedResults.Ok(CopiesReply.Of(written, told, family.HasMore));
    }

    private static async Task<Ok<LineWritten>> UnmarkAsync(
        Guid id, long number, UnmarkRequest body, ClaimsPrincipal user, ApiActor actors, LineActor acts)
    {
        var me = await actors.OfAsync(user, body);
        var once = ApiOnce.Of(body.Key, "unmark", id, me, ("number", Text(number)), ("reason", body.Reason));
        var written = await acts.AppendAsync(id, number, once, line => LineMarkings.Unmark(line, body.Reason, me));
        return TypedResults.Ok(written);
    }

    private static async Task<ReadingList> ReadingsAsync(
        Guid id,
        long number,
        int? limit,
        ClaimsPrincipal user,
        ApiActor actors,
        KnownIncidents incidents,
        ReadingLog readings)
    {
        var me = await actors.OfAsync(user);
        await incidents.UnlessKnownAsync(id);
        return new ReadingList(await readings.OfLineAsync(id, number, me, limit ?? DefaultLimit));
    }

    private static async Task<LegalBasisList> BasesAsync(Markings markings) => new(await markings.BasesAsync());

    private static async Task<ReaderList> ReadersAsync(string? q, Markings markings, CancellationToken stop) =>
        new(await markings.ReadersAsync(q, stop));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
