namespace Kris.Data.Accounts;

/// <summary>One login on one browser. Signing out ends it here: a copy of its cookie is worth nothing.</summary>
public sealed class LoginSession
{
    public const int BrowserMaxLength = 60;

    /// <summary>A login lasts a shift, counted from when it was last used.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromHours(12);

    public required Guid Id { get; init; }

    public required Guid Account { get; init; }

    /// <summary>The browser's kind and system, so that its owner knows it in a list.</summary>
    public required string Browser { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset SeenAt { get; set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public bool IsOpenAt(DateTimeOffset at) => EndedAt is null && at < SeenAt + Life;

    public void End(DateTimeOffset at) => EndedAt ??= at;
}
