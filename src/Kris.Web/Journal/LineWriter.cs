using System.Security.Claims;
using Kris.Data.Journal;
using Kris.Data.Journal.Attachments;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Web.Accounts;
using Kris.Web.Api;
using Kris.Web.Secrecy;

namespace Kris.Web.Journal;

/// <summary>
/// Writes a line once, however often it is sent, for somebody in a duty that is held, or in one that was held when the
/// line was written and has been withdrawn while it waited for the net.
/// </summary>
public sealed class LineWriter(
    ApiActor actors,
    LineAuthor authors,
    KnownIncidents incidents,
    JournalStore journal,
    AttachmentStore attachments,
    Markings markings,
    RelatedLines related,
    LineClosing closing)
{
    /// <exception cref="RefusedException">
    /// The duty is held neither now nor then, something in the line is wrong, or the key belongs to another line.
    /// </exception>
    public async Task<(LineWritten Written, bool IsNew)> WriteAsync(
        Guid id, Guid key, LineRequest body, ClaimsPrincipal user)
    {
        try
        {
            return await AppendAsync(id, key, body, user);
        }
        catch (RefusedException no) when (no.Kind is not Refusal.Stale)
        {
            // The line may stand since it was first sent, and the answer have been lost. What has changed since, a
            // duty, a file, a reader, is no reason to refuse what is saved: it would be written a second time.
            if (await StoredAsync(id, key, body, user) is { } stored)
                return (stored, false);
            throw;
        }
        catch (RefusedException) when (user.AccountId() is { } account)
        {
            // The draft of it was taken over on another device, or an answer was lost: whoever sends other words under
            // the key is told where the line stands.
            if (await journal.FindAsync(key, []) is { } place && place.Stream == id && place.IsSame is not null
                && await journal.LineAsync(id, place.Number) is { IsSystem: false } line && line.Author == account)
                throw Taken(line.Number);
            throw;
        }
    }

    private static RefusedException Taken(long number) => new(
        $"Raden är redan sparad som rad {number} med en annan lydelse, troligen från en annan enhet. Det som står här "
        + "är inte skrivet.",
        Refusal.Stale);

    private async Task<(LineWritten Written, bool IsNew)> AppendAsync(
        Guid id, Guid key, LineRequest body, ClaimsPrincipal user)
    {
        // A correction strikes another line at once, and so cannot wait.
        var writtenAt = body.Kind is LineKind.Rattelse ? null : body.WrittenAt ?? body.OccurredAt;
        var (me, pendingFrom) = await authors.OfAsync(user, body.Duty, body.Unit, writtenAt);
        var named = await attachments.NamedAsync(id, key, body.Attachments ?? [], me);
        var marking = await markings.DraftAsync(body.Marking());
        var line = (body.Draft() with { Attachments = named, Marking = marking }).ToLine(id, key, me, actors.Now);
        if (pendingFrom is { } then)
            line = LineActs.Pending(line, then);
        await incidents.UnlessKnownAsync(id);
        if (body.Corrects is { } corrects)
            return await ApiOnce.AgainAsync(() => CorrectAsync(line, corrects, marking, me));

        var written = await journal.AppendAsync(line);
        return (LineWritten.Of(written) with { Pending = pendingFrom is null ? null : true }, written.IsNew);
    }

    // A correction that is asked for again has struck its line already, and is answered as it was then. Of two that
    // correct one line at once the first strikes it, and the second is told so. One that is written as secret closes
    // the words that it corrects, and those that say the same.
    private async Task<(LineWritten Written, bool IsNew)> CorrectAsync(
        NewLine line, long corrects, MarkingDraft? marking, Actor me)
    {
        if (await journal.FindAsync(line.Key, line.Request) is not null)
        {
            var again = await journal.AppendAsync(line);
            return (LineWritten.Of(await journal.LineAsync(line.Stream, again.Number)), again.IsNew);
        }

        var old = await related.FamilyAsync(line.Stream, corrects)
            ?? throw new RefusedException($"Rad {corrects} finns inte i händelsen och kan inte rättas.");
        var correction = LineCorrections.Correcting(old.Line, line, me);
        var written = marking is null
            ? (await journal.AppendAboutAsync(old.Line, [correction]))[0]
            : (await closing.AppendAsync(old, [correction, .. LineMarkings.WithCorrection(old, marking, me)], me))[0];
        bool? waits = correction.Fields.ContainsKey(LineFields.Pending) ? true : null;
        return (LineWritten.Of(written) with { Pending = waits }, written.IsNew);
    }

    // Of the caller's own lines alone, and only where what was sent is what stands.
    private async Task<LineWritten?> StoredAsync(Guid id, Guid key, LineRequest body, ClaimsPrincipal user)
    {
        if (user.AccountId() is not { } account
            || await journal.FindAsync(key, []) is not { } place
            || place.Stream != id)
            return null;

        // What is erased has no author any more: whoever sends it is told so, and never that it is saved.
        if (place.IsSame is null)
            throw Refuse.Erased();
        var line = await journal.LineAsync(id, place.Number);
        return body.By(account).IsAlready(line) ? LineWritten.Of(line) : null;
    }
}
