using System.Text;
using Kris.Data;
using Kris.Data.Accounts;
using Kris.Domain;
using Kris.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Accounts;

/// <summary>
/// The way in where nobody can let anybody in: a secret that works once, for an hour, and only while there is no
/// administrator. Its hash is in the database, so that every node knows it; the link is in a file that its owner reads.
/// </summary>
public sealed class FirstAdministrator(
    IDbContextFactory<KrisDb> factory, Desk desk, Credentials credentials, TimeProvider clock)
{
    public const string Address = "/forsta-administrator";

    private const int MaxTries = 20;

    private const string Void = "Länken gäller inte. Skriv ./kris admin-link på servern för en ny.";

    public async Task<bool> IsNeededAsync()
    {
        await using var db = await factory.CreateDbContextAsync();
        return !await db.Accounts.Administering(clock.GetUtcNow()).AnyAsync();
    }

    /// <summary>Writes the link to a file that nobody else can read. An older link does not work any more.</summary>
    /// <param name="site">The address that Kris is reached by.</param>
    /// <exception cref="RefusedException">There is an administrator already.</exception>
    public async Task<Uri> WriteLinkAsync(Uri site, string file)
    {
        Refuse.If(!await IsNeededAsync(), "Det finns redan en administratör, som lägger upp fler konton.");
        var secret = TokenSecret.Make();
        await KeepAsync(secret.Hash);

        // In the question and not after a #, so that the page works without script; it is worth nothing once used.
        var link = new Uri(site, $"{Address}?nyckel={secret.Text}");
        WriteClosed(file, $"{link}\n");
        return link;
    }

    public async Task<bool> IsGoodAsync(string? secret)
    {
        await using var db = await factory.CreateDbContextAsync();
        return await FindAsync(db, secret) is not null;
    }

    /// <summary>Makes the account, with the duty to administer and no end to it.</summary>
    /// <exception cref="RefusedException">The link is used, old or void, or a field does not hold.</exception>
    public async Task<Guid> AcceptAsync(string? secret, string userName, string name, string password)
    {
        var now = clock.GetUtcNow();
        try
        {
            var made = await desk.AddAsync(async db =>
            {
                var invitation = await FindAsync(db, secret);
                Refuse.If(invitation is null, Void);
                var account = Account.Create(userName, name, Actor.Machine, now);
                account.Assign(Duty.Administrator, unit: null, from: now, until: null, by: Actor.Machine, at: now);
                PasswordRule.UnlessGood(account.UserName, password);
                Refuse.If(
                    await db.Accounts.AnyAsync(other => other.UserName == account.UserName),
                    $"Användarnamnet {account.UserName} är upptaget. Välj ett annat.");
                var login = Login.Of(account);
                login.SetPassword(credentials.Hash(login, password), mustChange: false);
                db.Add(login);
                db.Remove(invitation);
                return account;
            });
            return made.Id;
        }
        catch (RefusedException race) when (race.Kind is Refusal.Stale)
        {
            // Somebody else used the link at the same moment.
            throw new RefusedException(Void);
        }
    }

    // Two nodes that start at once write it at once: the last link is the one that works, and both of them start.
    private async Task KeepAsync(byte[] hash)
    {
        for (var tries = 1; ; tries++)
        {
            await using var db = await factory.CreateDbContextAsync();
            var until = clock.GetUtcNow() + AdministratorInvitation.Life;
            var invitation = await db.AdministratorInvitations.SingleOrDefaultAsync();
            if (invitation is null)
                db.Add(invitation = new AdministratorInvitation { SecretHash = hash, ExpiresAt = until });
            invitation.SecretHash = hash;
            invitation.ExpiresAt = until;
            try
            {
                await db.SaveChangesAsync();
                return;
            }
            catch (DbUpdateException) when (tries < MaxTries)
            {
                await Task.Delay(Random.Shared.Next(2, 10) * tries);
            }
        }
    }

    private async Task<AdministratorInvitation?> FindAsync(KrisDb db, string? secret)
    {
        if (TokenSecret.HashOf(secret) is not { } hash)
            return null;

        var now = clock.GetUtcNow();
        var invitation = await db.AdministratorInvitations
            .SingleOrDefaultAsync(i => i.SecretHash == hash && i.ExpiresAt > now);
        return invitation is not null && !await db.Accounts.Administering(now).AnyAsync() ? invitation : null;
    }

    // Written beside and moved, so that the file is never half a link and never open to others.
    private static void WriteClosed(string file, string text)
    {
        var beside = $"{file}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var stream = new FileStream(beside, options))
            stream.Write(Encoding.UTF8.GetBytes(text));
        File.Move(beside, file, overwrite: true);
    }
}
