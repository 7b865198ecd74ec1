using System.Globalization;
using Kris.Data;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Web.Api;

namespace Kris.Web.Incidents;

/// <summary>What opens an incident: two fields are enough at 03:15.</summary>
public sealed record OpenRequest : ApiRequest
{
    /// <summary>Made by whoever asks. The same request under it again is answered, and not done again.</summary>
    public required Guid Key { get; init; }

    public required string Title { get; init; }

    /// <summary>The code of an event type.</summary>
    public string? Type { get; init; }

    public DateTimeOffset? Began { get; init; }

    public bool? Exercise { get; init; }

    /// <summary>What has happened: the first line of the log.</summary>
    public string? FirstLine { get; init; }

    public IncidentFacts Facts(DateTimeOffset now) => new()
    {
        Title = Title,
        Type = string.IsNullOrWhiteSpace(Type) ? null : Type.Trim(),
        Began = Began ?? now,
        IsExercise = Exercise ?? false,
    };

    public Once Once(Actor me) => ApiOnce.Of(
        Key,
        "open",
        Guid.Empty,
        me,
        ("title", Title),
        ("type", Type),
        ("began", Began is { } at ? IsoTime.Format(at) : null),
        ("exercise", Exercise?.ToString(CultureInfo.InvariantCulture)),
        ("firstLine", FirstLine));
}

/// <summary>An act on an incident that the caller has seen.</summary>
public record ActRequest : ApiRequest
{
    /// <summary>Made by whoever asks. The same request under it again is answered, and not done again.</summary>
    public required Guid Key { get; init; }

    /// <summary>The version that was seen. If somebody has acted since, the answer is 409.</summary>
    public required uint Seen { get; init; }
}

public sealed record ReasonRequest : ActRequest
{
    /// <summary>Why; when closing, a short summary.</summary>
    public required string Reason { get; init; }
}

/// <summary>A decision on the level, or a proposal of one.</summary>
public sealed record LevelRequest : ActRequest
{
    public required IncidentLevel To { get; init; }

    public required string Reason { get; init; }

    /// <summary>The three criteria of LEH 1:4, each with its motivation; for extraordinär händelse.</summary>
    public ExtraordinarCriteria? Criteria { get; init; }

    /// <summary>Why the chair is prevented, when the vice chair decides (LEH 2:3).</summary>
    public string? Forhinder { get; init; }

    public DateTimeOffset? OccurredAt { get; init; }

    public LevelDecision Decision() =>
        new() { To = To, Reason = Reason, Criteria = Criteria, Forhinder = Forhinder, OccurredAt = OccurredAt };

    public (string Name, string? Value)[] Asked() =>
    [
        ("to", To.Code()),
        ("reason", Reason),
        ("deviates", Criteria?.Deviates),
        ("seriousDisturbance", Criteria?.SeriousDisturbance),
        ("urgent", Criteria?.Urgent),
        ("forhinder", Forhinder),
        ("occurredAt", OccurredAt is { } at ? IsoTime.Format(at) : null),
    ];
}

public sealed record ProposeRequest : ActRequest
{
    public required string Reason { get; init; }

    public ExtraordinarCriteria? Criteria { get; init; }

    public DateTimeOffset? OccurredAt { get; init; }

    public LevelRequest Level() => new()
    {
        Key = Key,
        Seen = Seen,
        To = IncidentLevel.ExtraordinarHandelse,
        Reason = Reason,
        Criteria = Criteria,
        OccurredAt = OccurredAt,
    };
}

public sealed record DeclineRequest : ActRequest
{
    public required string Reason { get; init; }

    /// <summary>Why the chair is prevented, when the vice chair decides (LEH 2:3).</summary>
    public string? Forhinder { get; init; }

    public LevelDecision Decision() =>
        new() { To = IncidentLevel.ExtraordinarHandelse, Reason = Reason, Forhinder = Forhinder };

    public (string Name, string? Value)[] Asked() => [("reason", Reason), ("forhinder", Forhinder)];
}

public sealed record LifeDangerRequest : ActRequest
{
    public required bool On { get; init; }
}

public sealed record MergeRequest : ActRequest
{
    /// <summary>The incident that this one turned out to be.</summary>
    public required Guid Into { get; init; }

    public required string Reason { get; init; }
}

/// <summary>The facts as they are to stand, all of them: what is left out is taken away.</summary>
public sealed record FactsRequest : ActRequest
{
    public required IncidentFacts Facts { get; init; }
}
