using System.Text.Json;
using Kris.Data;
using Kris.Data.Accounts;
using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Web.Components;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Secrecy;

/// <summary>Somebody who can be named as a reader of a marked line.</summary>
public sealed record PossibleReader(Guid Id, string Name, IReadOnlyList<Duty> Duties);

/// <summary>
/// What a marking is made of: the legal bases that are valid today, and the people that can be named.
/// </summary>
public sealed class Markings(LegalBases register, IDbContextFactory<KrisDb> factory, TimeProvider clock)
{
    public const int MaxFound = 20;

    private const int NameMaxLength = Account.NameMaxLength;

    // The register changes with the law; a page need not ask it each time.
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private static readonly Duty[] Reading =
        [.. Duties.All.Where(duty => DutyTable.For(duty, Act.ReadMarked) is not Grant.No)];

    private (DateTimeOffset At, IReadOnlyList<LegalBasis> Bases) held;

    public async Task<IReadOnlyList<LegalBasis>> BasesAsync()
    {
        var now = clock.GetUtcNow();
        if (now - held.At > Fresh)
            held = (now, await register.ValidAsync(DateOnly.FromDateTime(Swedish.Local(now).Date)));
        return held.Bases;
    }

    /// <summary>
    /// The bases as the page gives them to the composer, which needs them without a server too; nothing to whoever may
    /// not mark.
    /// </summary>
    public async Task<string?> ForComposerAsync(Actor me) => me.May(Act.MarkSecret)
        ? JsonSerializer.Serialize((await BasesAsync()).Select(basis => new[] { basis.Code, Name(basis) }))
        : null;

    public static string Name(LegalBasis basis) => $"{basis.Paragraph} {basis.Name}";

    /// <summary>The marking that was asked for, held against the registers; nothing when none was.</summary>
    /// <exception cref="RefusedException">A reader that there is not.</exception>
    public async Task<MarkingDraft?> DraftAsync(AskedMarking asked)
    {
        if (asked.IsNone)
            return null;

        var readers = (asked.Readers ?? []).Distinct().ToList();
        Refuse.If(
            readers.Count > MarkingDraft.MaxReaders,
            $"Högst {MarkingDraft.MaxReaders} personer kan namnges. Välj en krets i stället.");
        await using var db = await factory.CreateDbContextAsync();
        var known = readers.Count == 0 ? 0 : await db.Accounts.CountAsync(account => readers.Contains(account.Id));
        Refuse.If(known < readers.Count, "En av personerna finns inte. Välj ur listan.");
        return new MarkingDraft
        {
            Basis = (await BasesAsync()).FirstOrDefault(basis => basis.Code == asked.Lagrum),
            Reason = asked.Reason,
            Circle = asked.Circle,
            Readers = readers,
        };
    }

    /// <summary>By a part of the name; those alone who hold a duty in which marked lines can be read.</summary>
    public Task<IReadOnlyList<PossibleReader>> ReadersAsync(
        string? search, CancellationToken cancellationToken = default)
    {
        var part = Refuse.UnlessStorable(search, NameMaxLength);
        return ReadersAsync(accounts => accounts.Matching(part), MaxFound, cancellationToken);
    }

    /// <summary>Those who were chosen before, as far as they still can be.</summary>
    public Task<IReadOnlyList<PossibleReader>> ReadersAsync(IReadOnlyCollection<Guid> chosen) =>
        ReadersAsync(accounts => accounts.Where(account => chosen.Contains(account.Id)), MarkingDraft.MaxReaders);

    private async Task<IReadOnlyList<PossibleReader>> ReadersAsync(
        Func<IQueryable<Account>, IQueryable<Account>> narrowed,
        int limit,
        CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var found = await narrowed(db.Accounts.AsNoTracking())
            .Where(account => account.DisabledAt == null && account.Duties.Any(held =>
                Reading.Contains(held.Duty)
                && held.From <= now
                && (held.Until == null || held.Until > now)
                && (held.WithdrawnAt == null || held.WithdrawnAt > now)))
            .OrderBy(account => account.Name)
            .Take(limit)
            .ToListAsync(cancellationToken);
        return
        [
            .. found.Select(account => new PossibleReader(
                account.Id,
                account.Name,
                [.. account.Duties.Where(held => held.HoldsAt(now)).Select(held => held.Duty).Distinct()])),
        ];
    }

    /// <summary>The names of accounts, for those who may see a marking.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(IReadOnlyCollection<Guid> accounts)
    {
        await using var db = await factory.CreateDbContextAsync();
        return await db.Accounts.AsNoTracking()
            .Where(account => accounts.Contains(account.Id))
            .OrderBy(account => account.Name)
            .Select(account => account.Name)
            .Take(MarkingDraft.MaxReaders + 1)
            .ToListAsync();
    }
}
