namespace Kris.Data.Journal;

/// <summary>Which tasks are asked for. What is left out narrows nothing.</summary>
/// <param name="Mine">What the assignee may be called: as it is written, and in lower case.</param>
/// <param name="OverdueAt">Those that were to be done by then, and were not: open still, or done too late.</param>
/// <param name="GoesOn">Of incidents that go on, or of those that are closed.</param>
public sealed record TaskFilter(
    Guid? Incident = null,
    long? Number = null,
    bool? IsOpen = null,
    IReadOnlyCollection<string>? Mine = null,
    DateTimeOffset? OverdueAt = null,
    string? Horizon = null,
    bool? GoesOn = null);
