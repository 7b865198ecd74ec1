using Kris.Domain.Accounts;
using Microsoft.AspNetCore.Identity;

namespace Kris.Data.Accounts;

/// <summary>The credentials of an account, under the account's id. Who the person is stands in the aggregate.</summary>
public sealed class Login : IdentityUser<Guid>
{
    /// <summary>An administrator set the password: its owner chooses a new one before anything else.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>The duty that was chosen last, which the next login begins in.</summary>
    public Duty? LastDuty { get; set; }

    public Guid? LastUnit { get; set; }

    public static Login Of(Account account) => new()
    {
        Id = account.Id,
        UserName = account.UserName,
        NormalizedUserName = account.UserName.ToUpperInvariant(),
    };

    /// <summary>A new password ends every session that began with the old one.</summary>
    public void SetPassword(string hash, bool mustChange)
    {
        PasswordHash = hash;
        MustChangePassword = mustChange;
        SecurityStamp = Guid.NewGuid().ToString("N");
        ConcurrencyStamp = Guid.NewGuid().ToString("N");
        AccessFailedCount = 0;
        LockoutEnd = null;
    }
}
