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
public sealed class ErasureCopies(JournalStore journal, RelatedLines related, Erasures erasures, LineActor acts)
{
    /// <param name="asked">Which of those that may say the same; all when nothing is said.</param>
    /// <exception cref="RefusedException">One of them cannot be proposed, or does not say the same.</exception>
    public async Task<ErasureReply> ProposeAsync(
        Guid id, long number, Once once, IReadOnlyList<LineAt>? asked, Func<JournalLine, NewLine> propose, Actor me)
    {
        var line = await acts.KnownAsync(id, number);
        if (await acts.DoneAsync(id, once) is not { } written)
        {
            var near = Chosen(line, asked, await NearAsync(line, me), other => other.State.ErasureBy is null);
            var lines = near.Select((other, at) => propose(other) with { Key = Following(once, at) })
                .Prepend(propose(line) with { Key = once.Key, Request = once.Request });
            written = LineWritten.Of((await journal.AppendTogetherAsync(lines))[0]);
        }

        var now = await NearAsync(line, me);
        return ErasureReply.Of(
            written, [.. now.Select(other => new CopyReply(other.Stream, other.Number, other.State.ErasureBy))]);
    }

    /// <param name="asked">As above, of those that somebody else has proposed.</param>
    /// <exception cref="RefusedException">One of them is not proposed, or by the same person.</exception>
    public async Task<ErasureReply> ConfirmAsync(
        Guid id, long number, Once once, IReadOnlyList<LineAt>? asked, Actor me)
    {
        var line = await acts.KnownAsync(id, number);
        var near = await NearAsync(line, me);
        if (await acts.DoneAsync(id, once) is not { } written)
        {
            var decided = new List<(JournalLine Line, NewLine Decision)>
            {
                (line, await DecisionAsync(line, me) with { Key = once.Key, Request = once.Request }),
            };
            var others = await ProposedByOthersAsync(near, me);
            foreach (var other in Chosen(line, asked, near, other => others.Contains(other)))
            {
                var key = Following(once, decided.Count - 1);
                decided.Add((other, await DecisionAsync(other, me) with { Key = key }));
            }

            written = LineWritten.Of((await erasures.EraseAsync(decided))[0]);
        }

        var gone = await GoneAsync(once);
        var left = near.Where(other => !gone.Exists(at => (at.Incident, at.Number) == (other.Stream, other.Number)));
        return ErasureReply.Of(
            written, [.. gone, .. left.Select(other => new CopyReply(other.Stream, other.Number, By: null))]);
    }

    private static Guid Following(Once once, int at) => ApiKeys.Following(once.Key, $"copy-{at}");

    private static List<JournalLine> Chosen(
        JournalLine line,
        IReadOnlyList<LineAt>? asked,
        IReadOnlyList<JournalLine> near,
        Func<JournalLine, bool> isMeant)
    {
        if (asked is null)
            return [.. near.Where(isMeant)];
        var chosen = new List<JournalLine>();
        foreach (var at in asked.Distinct())
        {
            var found = near.FirstOrDefault(other => (other.Stream, other.Number) == (at.Incident, at.Number));
            chosen.Add(found ?? throw new RefusedException(
                $"Rad {at.Number} hör inte till dem som kan säga samma sak som rad {line.Number}. "
                + "Föreslå eller besluta den för sig."));
        }

        return chosen;
    }

    private async Task<IReadOnlyList<JournalLine>> NearAsync(JournalLine line, Actor me) =>
        [.. (await related.OfAsync(line)).Where(other => LineErasure.IsErasable(other, me))];

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
            && await journal.FindAsync(Following(once, gone.Count), []) is { } place)
        {
            var decision = await journal.LineAsync(place.Stream, place.Number);
            if (LineStates.Subject(decision) is not { } about)
                break;
            gone.Add(new CopyReply(place.Stream, about, place.Number));
        }

        return gone;
    }
}
