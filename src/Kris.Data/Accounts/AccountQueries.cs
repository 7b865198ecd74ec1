using Kris.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Kris.Data.Accounts;

public static class AccountQueries
{
    /// <summary>The open accounts that can administer at the time.</summary>
    public static IQueryable<Account> Administering(this IQueryable<Account> accounts, DateTimeOffset at) =>
        accounts.Where(account => account.DisabledAt == null && account.Duties.Any(held =>
            held.Duty == Duty.Administrator
            && held.From <= at
            && (held.Until == null || held.Until > at)
            && (held.WithdrawnAt == null || held.WithdrawnAt > at)));

    /// <summary>Whom one may need to call: open accounts with a duty that is more than to look on.</summary>
    public static IQueryable<Account> OnCallList(this IQueryable<Account> accounts, DateTimeOffset at, int limit) =>
        accounts.Where(account => account.DisabledAt == null && account.Duties.Any(held =>
                held.Duty != Duty.Lasare && held.Duty != Duty.Administrator && held.Duty != Duty.KlnLedamot
                && held.From <= at
                && (held.Until == null || held.Until > at)
                && (held.WithdrawnAt == null || held.WithdrawnAt > at)))
            .OrderBy(account => account.Name).ThenBy(account => account.Id)
            .Take(limit);

    /// <summary>By a part of the user name or of the name.</summary>
    public static IQueryable<Account> Matching(this IQueryable<Account> accounts, string? search)
    {
        if (string.IsNullOrWhiteSpace(search))
            return accounts;

        var part = LikePattern.Containing(search.Trim());
        return accounts.Where(account =>
            EF.Functions.ILike(account.UserName, part, @"\") || EF.Functions.ILike(account.Name, part, @"\"));
    }
}
