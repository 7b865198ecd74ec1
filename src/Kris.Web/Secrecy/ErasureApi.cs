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

    /// <summary>
    /// Which of the lines that may say the same are proposed too. All of them when left out, and none when empty.
    /// </summary>
    public IReadOnlyList<LineAt>? Copies { get; init; }
}

public sealed record ConfirmErasureRequest : AboutLineRequest
{
    /// <summary>
    /// Which of the lines that may say the same are erased too; each is proposed already, by somebody else. All such
    /// when left out, and none when empty.
    /// </summary>
    public IReadOnlyList<LineAt>? Copies { get; init; }
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
                + "that was moved and the word of a merge in the other incident may say the same: they are proposed "
                + "too, or those of them that are named in `copies`. The answer has all of them, with `by` where an "
                + $"erasure is proposed. Of more than {RelatedLines.MaxLines} the nearest are looked for, and `more` "
                + "says so.");
        erasure.MapPost("/confirm", ConfirmAsync).WithSummary("Decide that the content of a line is erased")
            .WithDescription(
                "By another person than the one who proposed it. What is erased cannot be had back. The files of the "
                + "line and the lines of the system that tell of it go with it, and so do those that may say the same "
                + "and are proposed by somebody else, or those of them that are named in `copies`. The answer has all "
                + "that may say the same, with `by` where it is erased: what has none is left. `more` is as for the "
                + "proposal.");
        erasure.MapPost("/decline", DeclineAsync).WithSummary("Decline that the content of a line is erased");
    }

    private static async Task<Ok<CopiesReply>> ProposeAsync(
        Guid id, long number, ProposeErasureRequest body, ClaimsPrincipal user, ApiActor actors, ErasureCopies copies)
    {
        var me = await actors.OfAsync(user, body);
        var once = ApiOnce.Of(
            body.Key,
            "erasure-propose",
            id,
            me,
            Number(number),
            ("spill", body.Spill.Code()),
            ("reason", body.Reason),
            LineCopies.Asked(body.Copies));
        return TypedResults.Ok(await copies.ProposeAsync(
            id, number, once, body.Copies, line => LineErasure.Propose(line, body.Spill, body.Reason, me), me));
    }

    private static async Task<Ok<CopiesReply>> ConfirmAsync(
        Guid id, long number, ConfirmErasureRequest body, ClaimsPrincipal user, ApiActor actors, ErasureCopies copies)
    {
        var me = await actors.OfAsync(user, body);
        var once = ApiOnce.Of(body.Key, "erasure-confirm", id, me, Number(number), LineCopies.Asked(body.Copies));
        return TypedResults.Ok(await copies.ConfirmAsync(id, number, once, body.Copies, me));
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
