using Kris.Data;
using Kris.Domain;
using Kris.Domain.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Accounts;

/// <summary>Begins and ends logins, and moves a login from one duty to another.</summary>
public sealed class SignIn(Sessions sessions, Standing standing, IDbContextFactory<KrisDb> factory)
{
    /// <summary>Where whoever has just logged in belongs: an administrator sees no incidents by being one.</summary>
    public static string Home(AccountStanding stands, string wanted) =>
        wanted == "/" && stands.Begin is { } begins && !Sees(begins) ? "/administration" : wanted;

    /// <summary>Begins a session in the duty that the person chose last.</summary>
    public async Task<AccountStanding> InAsync(HttpContext http, Guid account)
    {
        // Whoever logs in over somebody else's login ends that one.
        await EndAsync(http);
        standing.Forget(account);
        var stands = await standing.OfAsync(account)
            ?? throw new RefusedException("Kontot finns inte längre.", Refusal.Unknown);
        var session = await sessions.StartAsync(account, http.Request.Headers.UserAgent);
        await IssueAsync(http, account, stands, session, stands.Begin);
        return stands;
    }

    /// <exception cref="RefusedException">The duty is not held.</exception>
    public async Task ChooseAsync(HttpContext http, HeldDuty duty)
    {
        if (http.User.AccountId() is not { } account || http.User.SessionId() is not { } session
            || await standing.OfAsync(account) is not { } stands)
            return;

        Refuse.UnlessDuty(stands.Duties.Contains(duty), $"Du har inte uppgiften {duty.Duty.Swedish()}.");
        await using (var db = await factory.CreateDbContextAsync())
        {
            var login = await db.Users.SingleAsync(user => user.Id == account);
            login.LastDuty = duty.Duty;
            login.LastUnit = duty.Unit;
            await db.SaveChangesAsync();
        }

        await IssueAsync(http, account, stands, session, duty);
    }

    public async Task OutAsync(HttpContext http)
    {
        await EndAsync(http);
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    private Task EndAsync(HttpContext http) =>
        http.User.AccountId() is { } account && http.User.SessionId() is { } session
            ? sessions.EndAsync(account, session)
            : Task.CompletedTask;

    // The cookie outlives the browser's window: a telephone closes its browser whenever it likes, also in a crisis.
    private static Task IssueAsync(
        HttpContext http, Guid account, AccountStanding stands, Guid session, HeldDuty? duty) =>
        http.SignInAsync(
            IdentityConstants.ApplicationScheme,
            Revalidation.Principal(account, stands, session, duty),
            new AuthenticationProperties { IsPersistent = true });

    private static bool Sees(HeldDuty duty) =>
        DutyTable.For(duty.Duty, Act.SeeIncidents) is not Grant.No
        || DutyTable.For(duty.Duty, Act.EditRegisters) is Grant.No;
}
