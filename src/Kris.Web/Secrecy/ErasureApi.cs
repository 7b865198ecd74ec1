using System.Globalization;
using System.Security.Claims;
using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Journal;
using Kris.Web.Accounts;
using Kris.Web.Api;
using Kris.Web.Journal;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Kris.Web.Secrecy;

public sealed record ProposeErasureRequest : AboutLineRequest
{
    /// <summary>What must never have been written.</summary>
    public required Spill Spill { get; init; }

    /// <summary>Why, without a word of what stands in the line: it stays in the log.</summary>
    public required string Reason { get; init; }
}

/// <summary>Erasing what must never have been written: one person proposes it, and another decides.</summary>
public static class ErasureApi
{
    public static void MapErasure(this IEndpointRouteBuilder api)
    {
        // A token is nobody: that two persons decide is asked by the verbs.
        var erasure = api.MapGroup("/incidents/{id}/lines/{number:long}/erasure")
            .RequireAuthorization(Policies.LoggedIn);
        erasure.MapPost("/propose", ProposeAsync).WithSummary("Propose that the content of a line is erased")
            .WithDescription(
                "The line is closed at once to all but those who read every line. Corrections of it, copies of a line "
                + "that was moved and the word of a merge in the other incident are lines of their own: each is "
                + "proposed by itself.");
        erasure.MapPost("/confirm", ConfirmAsync).WithSummary("Decide that the content of a line is erased")
            .WithDescription(
                "By another person than the one who proposed it. What is erased cannot be had back. The files of the "
                + "line and the lines of the system that tell of it go with it; other lines do not.");
        erasure.MapPost("/decline", DeclineAsync).WithSummary("Decline that the content of a line is erased");
    }

    private static async Task<Ok<LineWritten>> ProposeAsync(
        Guid id, long number, ProposeErasureRequest body, ClaimsPrincipal user, ApiActor actors, LineActor acts)
    {
        var me = await actors.OfAsync(user, body);
        var once = ApiOnce.Of(
            body.Key, "erasure-propose", id, me, Number(number), ("spill", body.Spill.Code()), ("reason", body.Reason));
        return TypedResults.Ok(await acts.AppendAsync(
            id, number, once, line => LineErasure.Propose(line, body.Spill, body.Reason, me)));
    }

    private static async Task<Ok<LineWritten>> ConfirmAsync(
        Guid id,
        long number,
        AboutLineRequest body,
        ClaimsPrincipal user,
        ApiActor actors,
        KnownIncidents incidents,
        LineActor acts,
        JournalStore journal,
        RelatedLines related,
        Erasures erasures)
    {
        var me = await actors.OfAsync(user, body);
        var once = ApiOnce.Of(body.Key, "erasure-confirm", id, me, Number(number));
        await incidents.UnlessKnownAsync(id);
        var line = await journal.LineAsync(id, number);
        if (await acts.DoneAsync(id, once) is { } done)
            return TypedResults.Ok(done);

        var told = await related.TellingAsync(line);
        var decision = LineErasure.Confirm(line, await erasures.ReasonAsync(line), me, told);
        var written = await erasures.EraseAsync([(line, decision with { Key = once.Key, Request = once.Request })]);
        return TypedResults.Ok(LineWritten.Of(written[0]));
    }

    private static async Task<Ok<LineWritten>> DeclineAsync(
        Guid id,
        long number,
        AboutLineRequest body,
        ClaimsPrincipal user,
        ApiActor actors,
        LineActor acts,
        JournalStore journal,
        Erasures erasures)
    {
        var me = await actors.OfAsync(user, body);
        var once = ApiOnce.Of(body.Key, "erasure-decline", id, me, Number(number));
        var proposal = await erasures.ReasonAsync(await journal.LineAsync(id, number));
        return TypedResults.Ok(await acts.AppendAsync(
            id, number, once, line => LineErasure.Decline(line, proposal, me)));
    }

    private static (string Name, string? Value) Number(long number) =>
        ("number", number.ToString(CultureInfo.InvariantCulture));
}
