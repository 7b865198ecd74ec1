using System.Collections.Concurrent;
using System.Diagnostics;
using Kris.Data;
using Kris.Data.Accounts;
using Kris.Domain;
using Kris.Domain.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Accounts;

/// <summary>The answer to a name and a password: an account, or a sentence and perhaps a time to wait.</summary>
public sealed record LoginAnswer(Guid? Account, string? Sentence = null, TimeSpan Wait = default);

/// <summary>
/// Compares passwords, one try at a time per name. A name that does not exist is answered as one that does: the same
/// work, the same waits, the same words.
/// </summary>
public sealed class Credentials(IDbContextFactory<KrisDb> factory, IPasswordHasher<Login> hasher, TimeProvider clock)
{
    private const string Wrong = "Fel användarnamn eller lösenord.";
    private const int Slots = 4096;

    private static readonly BackOff Never = new(Failures: 0, Until: null);

    // A refusal takes this long at least, so that its time tells nothing.
    private static readonly TimeSpan SlowestRefusal = TimeSpan.FromMilliseconds(300);

    private readonly SemaphoreSlim[] turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    // Names that do not exist share a fixed number of places: whoever makes them up fills no memory.
    private readonly ConcurrentDictionary<int, BackOff> unknown = new();
    private readonly Login nobody = new();
    private string? nobodysHash;

    public async Task<LoginAnswer> TryAsync(string? typedName, string? password)
    {
        var name = (typedName ?? "").Trim().ToLowerInvariant();
        var begun = Stopwatch.GetTimestamp();
        // The hash of a text is salted anew in every process, so that nobody can choose names that share a place.
        var place = (int)((uint)name.GetHashCode(StringComparison.Ordinal) % Slots);
        var turn = turns[place % turns.Length];
        await turn.WaitAsync();
        LoginAnswer answer;
        try
        {
            answer = await AnswerAsync(name, place, password ?? "");
        }
        finally
        {
            turn.Release();
        }

        var left = SlowestRefusal - Stopwatch.GetElapsedTime(begun);
        if (answer.Account is null && left > TimeSpan.Zero)
            await Task.Delay(left);
        return answer;
    }

    /// <summary>Whether it is the account's password; for one who is logged in and changes it.</summary>
    public async Task<LoginAnswer> TryAsync(Guid account, string? password)
    {
        await using var db = await factory.CreateDbContextAsync();
        var name = await db.Accounts.AsNoTracking().Where(a => a.Id == account).Select(a => a.UserName).SingleAsync();
        var answer = await TryAsync(name, password);
        return answer.Sentence == Wrong ? answer with { Sentence = "Det nuvarande lösenordet stämmer inte." } : answer;
    }

    public string Hash(Login login, string password) => hasher.HashPassword(login, password);

    private async Task<LoginAnswer> AnswerAsync(string name, int place, string password)
    {
        await using var db = await factory.CreateDbContextAsync();
        var account = IsName(name)
            ? await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.UserName == name)
            : null;
        var login = account is null ? null : await db.Users.SingleOrDefaultAsync(user => user.Id == account.Id);
        var before = login is null
            ? unknown.GetValueOrDefault(place, Never)
            : new BackOff(login.AccessFailedCount, login.LockoutEnd);
        var now = clock.GetUtcNow();
        if (before.WaitAt(now) is { Ticks: > 0 } wait)
            return new LoginAnswer(null, $"För många försök. Vänta {Seconds(wait)} och försök igen.", wait);

        var verified = Verify(login, password);
        if (login is null || account is null || verified is PasswordVerificationResult.Failed)
            return await FailedAsync(db, login, place, before.Failed(now), now);

        await SucceededAsync(db, login, verified, password);
        return account.IsDisabled
            ? new LoginAnswer(null, "Kontot är avstängt. Kontakta en administratör.")
            : new LoginAnswer(account.Id);
    }

    private PasswordVerificationResult Verify(Login? login, string password)
    {
        nobodysHash ??= hasher.HashPassword(nobody, PasswordRule.Generate());
        var verified = hasher.VerifyHashedPassword(login ?? nobody, login?.PasswordHash ?? nobodysHash, password);
        return login?.PasswordHash is null ? PasswordVerificationResult.Failed : verified;
    }

    private async Task<LoginAnswer> FailedAsync(KrisDb db, Login? login, int place, BackOff after, DateTimeOffset now)
    {
        if (login is null)
        {
            unknown[place] = after;
        }
        else
        {
            login.AccessFailedCount = after.Failures;
            login.LockoutEnd = after.Until;
            await SaveAsync(db);
        }

        var wait = after.WaitAt(now);
        return wait > TimeSpan.Zero
            ? new LoginAnswer(null, $"{Wrong} Vänta {Seconds(wait)} innan du försöker igen.", wait)
            : new LoginAnswer(null, Wrong);
    }

    private async Task SucceededAsync(KrisDb db, Login login, PasswordVerificationResult verified, string password)
    {
        login.AccessFailedCount = 0;
        login.LockoutEnd = null;
        if (verified is PasswordVerificationResult.SuccessRehashNeeded)
            login.PasswordHash = hasher.HashPassword(login, password);
        await SaveAsync(db);
    }

    // Somebody else changed the credentials at the same moment: theirs stands, and this try has had its answer.
    private static async Task SaveAsync(KrisDb db)
    {
        try
        {
            await db.SaveChangesAsync();
        }
        catch (DbUpdateConcurrencyException)
        {
        }
    }

    private static string Seconds(TimeSpan wait) =>
        Math.Ceiling(wait.TotalSeconds) is var seconds && seconds == 1 ? "1 sekund" : $"{seconds} sekunder";

    // What cannot be a user name is not looked for.
    private static bool IsName(string name) =>
        name.Length is > 0 and <= Account.UserNameMaxLength
        && name.All(letter => letter is '.' or '-' or (>= 'a' and <= 'z') or (>= '0' and <= '9'));
}
