using System.Security.Cryptography;
using Kris.Data.Accounts;
using Kris.Domain;
using Microsoft.AspNetCore.Identity;

namespace Kris.Web.Accounts;

/// <summary>What a password must be: long, and not the user name. What it is made of is its owner's affair.</summary>
public sealed class PasswordRule : IPasswordValidator<Login>
{
    public const int MinLength = 12;
    public const int MaxLength = 200;

    // Letters and digits that are not taken for each other when they are read aloud.
    private const string Readable = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>Why not, as a Swedish sentence; nothing when the password is good.</summary>
    public static string? Problem(string userName, string? password)
    {
        if (password is null || password.Length < MinLength)
            return $"Lösenordet behöver minst {MinLength} tecken. Några ord efter varandra är lätta att minnas.";
        if (password.Length > MaxLength)
            return $"Lösenordet får ha högst {MaxLength} tecken.";
        var rest = password.Replace(userName, "", StringComparison.OrdinalIgnoreCase);
        return rest.Length < password.Length && rest.Length < MinLength / 2
            ? "Lösenordet får inte vara användarnamnet. Välj något som ingen gissar."
            : null;
    }

    /// <exception cref="RefusedException">The password is too short, or the user name.</exception>
    public static void UnlessGood(string userName, string? password)
    {
        if (Problem(userName, password) is { } problem)
            throw new RefusedException(problem);
    }

    /// <summary>A password to hand over once, to be changed at the first login.</summary>
    public static string Generate() =>
        string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Readable, 4)));

    public Task<IdentityResult> ValidateAsync(UserManager<Login> manager, Login user, string? password) =>
        Task.FromResult(Problem(user.UserName ?? "", password) is { } problem
            ? IdentityResult.Failed(new IdentityError { Code = "Password", Description = problem })
            : IdentityResult.Success);
}
