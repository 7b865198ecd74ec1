using Kris.Domain.Incidents;
using Kris.Web.Components;

namespace Kris.Web.Incidents.Dialogs;

/// <summary>What is filled in when a level is raised, proposed or lowered.</summary>
public sealed class DecisionForm
{
    public string? Reason { get; set; }

    public string? Deviates { get; set; }

    public string? SeriousDisturbance { get; set; }

    public string? Urgent { get; set; }

    public string? Forhinder { get; set; }

    public string? Occurred { get; set; }

    public LevelDecision Decision(IncidentLevel to, DateTimeOffset now) => new()
    {
        To = to,
        Reason = Reason,
        Criteria = new ExtraordinarCriteria(Deviates, SeriousDisturbance, Urgent),
        Forhinder = Forhinder,
        OccurredAt = SwedishMoment.Read(Occurred, now),
    };
}
