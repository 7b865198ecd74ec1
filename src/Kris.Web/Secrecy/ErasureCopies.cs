using Kris.Data;
using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Web.Api;
using Kris.Web.Journal;

namespace Kris.Web.Secrecy;

/// <summary>
/// Erasing through the API a line and those that may say the same, as the dialogs of the page do: all of it or none,
/// and once, however often it is asked for.
/// </summary>
public sealed class ErasureCopies(
    JournalStore journal, RelatedLines related, Erasures erasures, LineActor acts, LineCopies copies)
{
    /// <param name="asked">Which of those that may say the same; all when nothing is said.</param>
    /// <exception cref="RefusedException">One of them cannot be proposed, or does not say the same.</exception>
    public async Task<CopiesReply> ProposeAsync(
        Guid id, long number, Once once, IReadOnlyList<LineAt>? asked, Func<JournalLine, NewLine> propose, Actor me)
    {
        bool IsOffered(JournalLine near) => LineErasure.IsErasable(near, me);
        var closes = new Closing(IsOffered, (_, near) => near.State.ErasureBy is null, propose);
        var (written, family) = await copies.CloseAsync(id, number, once, asked, closes, me);
        return CopiesReply.Of(
            written,
            [
                .. family.Near.Where(IsOffered)
                    .Select(near => new CopyReply(near.Stream, near.Number, near.State.ErasureBy)),
            ],
            family.HasMore);
    }

    /// <param name="asked">As above, of those that somebody else has proposed.</param>
    /// <exception cref="RefusedException">One of them is not proposed, or by the same person.</exception>
    public async Task<CopiesReply> ConfirmAsync(
        Guid id, long number, Once once, IReadOnlyList<LineAt>? asked, Actor me)
    {
        var line = await acts.KnownAsync(id, number);
        var family = await related.OfAsync(line);
        var near = family.Near.Where(other => LineErasure.IsErasable(other, me)).ToList();
        if (await acts.DoneAsync(id, once) is not { } written)
        {
            var decided = new List<(JournalLine Line, NewLine Decision)>
            {
                (line, await DecisionAsync(line, me) with { Key = once.Key, Request = once.Request }),
            };
            var others = await ProposedByOthersAsync(near, me);
            foreach (var other in LineCopies.Chosen(line, asked, near, other => others.Contains(other)))
            {
                var key = LineCopies.Following(once, decided.Count - 1);
                decided.Add((other, await DecisionAsync(other, me) with { Key = key }));
            }

            written = LineWritten.Of((await erasures.EraseAsync(decided))[0]);
        }

        var gone = await GoneAsync(once);
        var left = near.Where(other => !gone.Exists(at => (at.Incident, at.Number) == (other.Stream, other.Number)));
        return CopiesReply.Of(
            written,
            [.. gone, .. left.Select(other => new CopyReply(other.Stream, other.Number, By: null))],
            family.HasMore);
    }

    private async Task<HashSet<JournalLine>> ProposedByOthersAsync(IReadOnlyList<JournalLine> near, Actor me)
    {
        var others = new HashSet<JournalLine>();
        foreach (var other in near.Where(other => other.State.ErasureBy is not null))
        {
            var proposal = await erasures.ReasonAsync(other);
            if (LineErasure.IsOf(other, proposal) && proposal!.Author != me.Id)
                others.Add(other);
        }

        return others;
    }

    private async Task<NewLine> DecisionAsync(JournalLine line, Actor me) => LineErasure.Confirm(
        line, await erasures.ReasonAsync(line), me, await related.TellingAsync(line));

    // By the keys that follow from the request's: what was erased names nothing any more.
    private async Task<List<CopyReply>> GoneAsync(Once once)
    {
        var gone = new List<CopyReply>();
        while (gone.Count < RelatedLines.MaxLines
            && await journal.FindAsync(LineCopies.Following(once, gone.Count), []) is { } place)
        {
            var decision = await journal.LineAsync(place.Stream, place.Number);
            if (LineStates.Subject(decision) is not { } about)
                break;
            gone.Add(new CopyReply(place.Stream, about, place.Number));
        }

        return gone;
    }
}
