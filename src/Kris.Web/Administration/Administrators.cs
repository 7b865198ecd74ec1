using Kris.Data;
using Kris.Data.Accounts;
using Kris.Domain.Accounts;
using Kris.Web.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Administration;

/// <summary>
/// Acts that could leave the municipality without an administrator, one at a time. Two nodes that both take away the
/// last but one at the same moment are not stopped by this: ./kris admin-link then opens the way in again.
/// </summary>
public sealed class Administrators(Desk desk, Sessions sessions, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim one = new(1, 1);

    public async Task DisableAsync(Account seen, Actor by)
    {
        await ActAsync(seen, (account, others) => account.Disable(others, by, clock.GetUtcNow()));
        await sessions.EndAllAsync(seen.Id);
    }

    public Task WithdrawAsync(Account seen, Guid period, Actor by) =>
        ActAsync(seen, (account, others) => account.Withdraw(period, others, by, clock.GetUtcNow()));

    public void Dispose() => one.Dispose();

    private async Task ActAsync(Account seen, Action<Account, bool> act)
    {
        await one.WaitAsync();
        try
        {
            await desk.ActBesideAsync(seen, async (db, account) =>
            {
                var others = db.Accounts.Administering(clock.GetUtcNow()).AnyAsync(other => other.Id != account.Id);
                act(account, await others);
            });
        }
        finally
        {
            one.Release();
        }
    }
}
