using System.Security.Claims;
using Kris.Data;
using Kris.Data.Accounts;
using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Web.Accounts;
using Kris.Web.Journal;
using Kris.Web.Secrecy;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kris.Web.Offline;

/// <summary>An incident as a browser may keep it: its title and its last open lines, oldest first.</summary>
/// <param name="Writing">As what the caller writes there; nothing to whoever may only read.</param>
public sealed record KeptIncident(
    Guid Id,
    string Title,
    IncidentLevel Level,
    bool Exercise,
    bool Closed,
    IReadOnlyList<LineReply> Lines,
    KeptWriting? Writing);

/// <summary>What a form to write in needs to know when there is nobody to ask.</summary>
/// <param name="Behalf">Whether lines on somebody else's behalf are written.</param>
/// <param name="Bases">What a line can be marked by as secret.</param>
/// <param name="Unit">The one that the duty is held for; somebody may hold it for several.</param>
/// <param name="Role">The duty and the unit in words.</param>
public sealed record KeptWriting(
    Duty Duty, Guid? Unit, string Role, IReadOnlyList<LineKind> Kinds, bool Behalf, IReadOnlyList<KeptBasis> Bases);

public sealed record KeptBasis(string Code, string Name);

/// <summary>Somebody to call.</summary>
public sealed record CallPerson(string Name, IReadOnlyList<string> Duties, string? Phone);

public sealed record CallList(IReadOnlyList<CallPerson> People);

/// <summary>What the page that needs no server is filled with while there is one.</summary>
public static class OfflineApi
{
    private const int MaxLines = 50;
    private const int MaxPages = 20;
    private const int MaxPeople = 200;

    // Of what Kris itself writes: without these somebody without a server would read the log wrongly.
    private static readonly HashSet<string> Turns =
        new(["level-raised", "level-lowered", "closed", "merged", "reopened"], StringComparer.Ordinal);

    public static void MapOffline(this IEndpointRouteBuilder api)
    {
        api.MapGet("/incidents/{id}/kept", KeptAsync).RequireAuthorization(Policies.ReadLog)
            .WithSummary("What a browser keeps of an incident")
            .WithDescription("The last 50 lines that are open to everybody who reads the log: what people wrote, and "
                + "Kris's own lines of changed levels and of closing, merging and reopening. Besides, as what the "
                + "caller writes there.");
        api.MapGet("/call-list", CallListAsync).RequireAuthorization(Policies.ReadLog)
            .WithSummary("Whom to call")
            .WithDescription("Everybody with a duty in the crisis organisation now, by name; at most 200.");
    }

    private static async Task<KeptIncident> KeptAsync(
        Guid id,
        ClaimsPrincipal user,
        IDbContextFactory<KrisDb> factory,
        JournalStore journal,
        NpgsqlDataSource source,
        Markings markings)
    {
        await using var db = await factory.CreateDbContextAsync();
        var incident = await db.Incidents.AsNoTracking().SingleOrDefaultAsync(incident => incident.Id == id)
            ?? throw new RefusedException("Händelsen finns inte.", Refusal.Unknown);
        var closings = await Closings.OfAsync(source, id);
        var lines = (await LatestAsync(journal, id)).Select(line => LineReply.Of(line, closings)).Reverse();
        return new KeptIncident(
            id,
            incident.Facts.Title,
            incident.Level,
            incident.Facts.IsExercise,
            !incident.IsOpen,
            [.. lines],
            await WritingAsync(user.Actor(), markings, factory));
    }

    // The page that keeps it may be one where nobody writes: it cannot tell.
    private static async Task<KeptWriting?> WritingAsync(
        Actor? me, Markings markings, IDbContextFactory<KrisDb> factory)
    {
        if (me?.May(Act.WriteLine) is not true)
            return null;

        var bases = me.May(Act.MarkSecret) ? await markings.BasesAsync() : [];
        var units = await UnitNames.OfAsync(factory, [me.Unit]);
        return new KeptWriting(
            me.Duty,
            me.Unit,
            units.Words(me.Duty, me.Unit),
            [.. LineKinds.OfferedTo(me)],
            me.May(Act.WriteOnBehalf),
            [.. bases.Select(basis => new KeptBasis(basis.Code, Markings.Name(basis)))]);
    }

    // Among many lines of the system, or many marked ones, those that people wrote may lie far back.
    private static async Task<IReadOnlyList<JournalLine>> LatestAsync(JournalStore journal, Guid id)
    {
        var (kept, before) = (new List<JournalLine>(), long.MaxValue);
        for (var page = 0; page < MaxPages && kept.Count < MaxLines; page++)
        {
            var lines = await journal.LatestAsync(id, before, JournalStore.MaxLimit);
            kept.AddRange(lines.Where(MayBeKept).Take(MaxLines - kept.Count));
            if (lines.Count < JournalStore.MaxLimit)
                break;
            before = lines[^1].Number;
        }

        return kept;
    }

    // A copy on a computer that others use: what is marked never leaves the server, whoever asks.
    private static bool MayBeKept(JournalLine line) =>
        IsOfUse(line) && !line.IsErased && line.State.Marking is null && line.Field(LineFields.Lagrum) is null;

    private static bool IsOfUse(JournalLine line) =>
        !line.IsSystem || (line.Field(LineFields.Act) is { } act && Turns.Contains(act));

    private static async Task<CallList> CallListAsync(IDbContextFactory<KrisDb> factory, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        await using var db = await factory.CreateDbContextAsync();
        var accounts = await db.Accounts.AsNoTracking().OnCallList(now, MaxPeople).ToListAsync();
        return new CallList([.. accounts.Select(account => new CallPerson(
            account.Name, [.. DutiesOf(account, now)], account.Phone))]);
    }

    private static IEnumerable<string> DutiesOf(Account account, DateTimeOffset now) => account.Duties
        .Where(held => held.HoldsAt(now)).Select(held => held.Duty).Distinct().Order().Select(Duties.Swedish);
}
