namespace Kris.Domain.Accounts;

/// <summary>A duty held from a time, until a time or until further notice, for a unit where it says so.</summary>
public sealed class DutyPeriod
{
    public required Guid Id { get; init; }

    public required Duty Duty { get; init; }

    public Guid? Unit { get; init; }

    public required DateTimeOffset From { get; init; }

    public DateTimeOffset? Until { get; init; }

    public DateTimeOffset? WithdrawnAt { get; private set; }

    public string? WithdrawnBy { get; private set; }

    public bool HoldsAt(DateTimeOffset at) =>
        From <= at && (Until is null || at < Until) && (WithdrawnAt is null || at < WithdrawnAt);

    internal void Withdraw(Actor by, DateTimeOffset at)
    {
        WithdrawnAt = at;
        WithdrawnBy = by.Name;
    }
}
