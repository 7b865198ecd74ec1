using System.Globalization;
using Kris.Data;
using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Web.Api;
using Kris.Web.Journal;

namespace Kris.Web.Secrecy;

/// <summary>A line of an incident.</summary>
public sealed record LineAt(Guid Incident, long Number);

/// <summary>A line that may say the same as the one that is acted on.</summary>
/// <param name="By">
/// The number of the line of that incident that marks it, or proposes or decides its erasure, if any.
/// </param>
public sealed record CopyReply(Guid Incident, long Number, long? By);

/// <summary>What was written of the line, and what became of those that may say the same.</summary>
/// <param name="More">
/// Whether more lines than were looked for may say the same; nothing is done about those that are not among the copies.
/// </param>
public sealed record CopiesReply(
    long Number, DateTimeOffset RecordedAt, string Hash, IReadOnlyList<CopyReply> Copies, bool More)
{
    public static CopiesReply Of(LineWritten written, IReadOnlyList<CopyReply> copies, bool more) =>
        new(written.Number, written.RecordedAt, written.Hash, copies, more);
}

/// <summary>
/// Closing through the API a line and those that may say the same, as the dialogs of the page do: all of it or none,
/// and once, however often it is asked for.
/// </summary>
public sealed class LineCopies(RelatedLines related, LineClosing closing, LineActor acts)
{
    /// <param name="asked">Which of those that may say the same; those that are meant when nothing is said.</param>
    /// <returns>What was written, and all of them as they stand then.</returns>
    /// <exception cref="RefusedException">Not about one of them, or one that does not say the same.</exception>
    public Task<(LineWritten Written, LineFamily Family)> CloseAsync(
        Guid id, long number, Once once, IReadOnlyList<LineAt>? asked, Closing closes, Actor me) =>
        ApiOnce.AgainAsync(async () =>
        {
            await acts.KnownAsync(id, number);
            var family = (await related.FamilyAsync(id, number))!;
            if (await acts.DoneAsync(id, once) is { } done)
                return (done, family);

            var offered = family.Near.Where(closes.IsOffered).ToList();
            var lines = Chosen(family.Line, asked, offered, near => closes.IsMeant(family.Line, near))
                .Select((near, at) => closes.Act(near) with { Key = Following(once, at) })
                .Prepend(closes.Act(family.Line) with { Key = once.Key, Request = once.Request });
            var written = LineWritten.Of((await closing.AppendAsync(family, lines, me))[0]);
            return (written, (await related.FamilyAsync(id, number))!);
        });

    /// <summary>The key of what is done about one of them: it follows from the request's.</summary>
    public static Guid Following(Once once, int at) => ApiKeys.Following(once.Key, $"copy-{at}");

    /// <exception cref="RefusedException">One that is asked for does not say the same.</exception>
    public static List<JournalLine> Chosen(
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
                $"Rad {at.Number} hör inte till dem som kan säga samma sak som rad {line.Number}. Gör det för sig."));
        }

        return chosen;
    }

    /// <summary>As a part of what was asked for.</summary>
    public static (string Name, string? Value) Asked(IReadOnlyList<LineAt>? copies) => (
        "copies",
        copies is null
            ? null
            : string.Join(
                ' ', copies.Select(at => string.Create(CultureInfo.InvariantCulture, $"{at.Incident}/{at.Number}"))));
}

/// <summary>How lines are closed.</summary>
/// <param name="IsOffered">Whether it can be done about one that may say the same.</param>
/// <param name="IsMeant">Whether it is done about it, where nothing is chosen; of the line and of the other.</param>
public sealed record Closing(
    Func<JournalLine, bool> IsOffered,
    Func<JournalLine, JournalLine, bool> IsMeant,
    Func<JournalLine, NewLine> Act);
