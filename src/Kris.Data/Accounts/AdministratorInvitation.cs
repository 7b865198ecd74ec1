namespace Kris.Data.Accounts;

/// <summary>The way in for the first administrator. There is one at most; a new one replaces the old.</summary>
public sealed class AdministratorInvitation
{
    /// <summary>There is one row, and it is always this one.</summary>
    public static readonly Guid TheId = new("6b726973-0000-4000-8000-000000000002");

    /// <summary>How long the link is good for.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(1);

    public Guid Id { get; init; } = TheId;

    public required byte[] SecretHash { get; set; }

    public required DateTimeOffset ExpiresAt { get; set; }
}
