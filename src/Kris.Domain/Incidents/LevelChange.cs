using Kris.Domain.Accounts;

namespace Kris.Domain.Incidents;

public enum LevelStep
{
    Opened = 1,
    Raised = 2,
    Lowered = 3,
    Proposed = 4,

    /// <summary>A proposal was answered with no; the level stays.</summary>
    Declined = 5,
}

/// <summary>
/// The three criteria that together make an extraordinär händelse (LEH 1:4): it deviates from the normal, it means a
/// serious disturbance or an imminent risk of one, and it calls for urgent measures. Each with its motivation.
/// </summary>
public sealed record ExtraordinarCriteria(string? Deviates, string? SeriousDisturbance, string? Urgent);

/// <summary>
/// A step in the history of an incident's level: what was decided or proposed, by whom and on what grounds.
/// </summary>
public sealed class LevelChange
{
    public const int ReasonMaxLength = 2_000;

    public required Guid Id { get; init; }

    public required LevelStep Step { get; init; }

    public IncidentLevel? From { get; init; }

    public required IncidentLevel To { get; init; }

    public required string Reason { get; init; }

    public string? Deviates { get; init; }

    public string? SeriousDisturbance { get; init; }

    public string? Urgent { get; init; }

    /// <summary>Why the chair was prevented, when the vice chair decided (LEH 2:3 third paragraph).</summary>
    public string? Forhinder { get; init; }

    public required Guid By { get; init; }

    public required string ByName { get; init; }

    public required Duty Duty { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? OccurredAt { get; init; }

    internal (string Name, string? Value)[] Facts =>
    [
        ("levelFrom", From?.Code()),
        ("levelTo", To.Code()),
        ("reason", Reason),
        ("deviates", Deviates),
        ("seriousDisturbance", SeriousDisturbance),
        ("urgent", Urgent),
        ("forhinder", Forhinder),
    ];
}
