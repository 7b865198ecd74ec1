using Kris.Data;
using Kris.Data.Accounts;
using Kris.Domain;
using Kris.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Accounts;

/// <summary>New passwords: one's own, and one to hand over. Each is a line in the account's journal.</summary>
public sealed class PasswordChange(
    IDbContextFactory<KrisDb> factory, Desk desk, Credentials credentials, Sessions sessions, SignIn signIn)
{
    /// <summary>Ends every session of the account, and begins a new one here.</summary>
    /// <exception cref="RefusedException">The old password is wrong, or the new one is not good.</exception>
    public async Task<AccountStanding> OwnAsync(HttpContext http, string? old, string? wanted)
    {
        if (http.User.AccountId() is not { } id)
            throw new RefusedException("Logga in först.", Refusal.Duty);

        await using var db = await factory.CreateDbContextAsync();
        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == id);
        PasswordRule.UnlessGood(account.UserName, wanted);
        Refuse.If(old == wanted, "Det nya lösenordet är samma som det gamla.");
        var answer = await credentials.TryAsync(id, old);
        Refuse.If(answer.Account is null, answer.Sentence ?? "");

        // Whoever holds no duty still owns a password; the line then names the least of duties.
        var me = http.User.Actor() ?? new Actor(id, account.Name, Duty.Lasare);
        await SetAsync(account, wanted!, mustChange: false, me);
        return await signIn.InAsync(http, id);
    }

    /// <summary>Sets a password that is handed over once, and ends every session of the account.</summary>
    /// <returns>The password, which is kept nowhere.</returns>
    public async Task<string> ResetAsync(Account seen, Actor by)
    {
        var password = PasswordRule.Generate();
        await SetAsync(seen, password, mustChange: true, by);
        return password;
    }

    /// <summary>An account with a password that is handed over once.</summary>
    /// <returns>The account, and the password, which is kept nowhere.</returns>
    public async Task<(Account Account, string Password)> CreateAsync(
        string userName, string name, Actor by, DateTimeOffset at)
    {
        var password = PasswordRule.Generate();
        var account = await desk.AddAsync(async db =>
        {
            var made = Account.Create(userName, name, by, at);
            Refuse.If(
                await db.Accounts.AnyAsync(other => other.UserName == made.UserName),
                $"Användarnamnet {made.UserName} är upptaget. Välj ett annat.");
            var login = Login.Of(made);
            login.SetPassword(credentials.Hash(login, password), mustChange: true);
            db.Add(login);
            return made;
        });
        return (account, password);
    }

    private async Task SetAsync(Account seen, string password, bool mustChange, Actor by)
    {
        await desk.ActBesideAsync(seen, async (db, account) =>
        {
            account.NotePasswordReset(by);
            var login = await db.Users.SingleOrDefaultAsync(user => user.Id == account.Id);
            if (login is null)
                db.Add(login = Login.Of(account));
            login.SetPassword(credentials.Hash(login, password), mustChange);
        });
        await sessions.EndAllAsync(seen.Id);
    }
}
