using Microsoft.AspNetCore.Identity;

namespace Kris.Data.Accounts;

/// <summary>The credentials of an account, under the account's id. Who the person is stands in the aggregate.</summary>
public sealed class Login : IdentityUser<Guid>
{
    /// <summary>An administrator set the password: its owner chooses a new one before anything else.</summary>
    public bool MustChangePassword { get; set; }
}
