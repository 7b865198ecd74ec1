using Kris.Domain.Accounts;
using Kris.Domain.Incidents;

namespace Kris.Web.Incidents;

/// <summary>An incident as lists and acts give it: the head, which the krisledningsnämnd sees too.</summary>
public sealed record IncidentSummary(
    Guid Id,
    int Number,
    uint Version,
    string Title,
    IncidentLevel Level,
    string? Type,
    bool Exercise,
    bool LifeDanger,
    DateTimeOffset Began,
    DateTimeOffset OpenedAt,
    string OpenedBy,
    DateTimeOffset ChangedAt,
    DateTimeOffset? ClosedAt,
    string? ClosedBy,
    Guid? MergedInto)
{
    public static IncidentSummary Of(Incident incident) => new(
        incident.Id,
        incident.Number,
        incident.Version,
        incident.Facts.Title,
        incident.Level,
        incident.Facts.Type,
        incident.Facts.IsExercise,
        incident.IsLifeDanger,
        incident.Facts.Began,
        incident.OpenedAt,
        incident.OpenedByName,
        incident.ChangedAt,
        incident.ClosedAt,
        incident.ClosedBy,
        incident.MergedInto);
}

/// <summary>A page of incidents, newest first. Ask again with the last number as <c>after</c> for the next.</summary>
public sealed record IncidentList(IReadOnlyList<IncidentSummary> Incidents);

/// <summary>An incident with what is known of it.</summary>
/// <param name="Facts">Left out for whoever sees heads alone.</param>
/// <param name="May">What the duty that asks may do here now.</param>
public sealed record IncidentWhole(
    Guid Id,
    int Number,
    uint Version,
    IncidentLevel Level,
    IncidentSummary Summary,
    IncidentFacts? Facts,
    string? ClosingSummary,
    DateTimeOffset? CentralSupportAskedAt,
    string? CentralSupportAskedBy,
    bool SuggestsCentralSupport,
    IReadOnlyList<LevelChange> LevelHistory,
    IReadOnlyList<string> May)
{
    public static IncidentWhole Of(Incident incident, Actor me) => new(
        incident.Id,
        incident.Number,
        incident.Version,
        incident.Level,
        IncidentSummary.Of(incident),
        me.Reads ? incident.Facts : null,
        me.Reads ? incident.ClosingSummary : null,
        incident.CentralSupportAskedAt,
        incident.CentralSupportAskedBy,
        incident.SuggestsCentralSupport,
        [.. incident.LevelHistory.OrderBy(change => change.At)],
        [.. Possible(incident, me).Where(act => act.Is).Select(act => act.Name)]);

    private static IEnumerable<(string Name, bool Is)> Possible(Incident incident, Actor me)
    {
        var (level, open) = (incident.Level, incident.IsOpen);
        var isHighest = level is IncidentLevel.ExtraordinarHandelse;
        yield return ("write-line", me.May(Act.WriteLine));
        yield return ("change-facts", IncidentDuties.MayDescribe(incident, me));
        yield return ("raise", open && !isHighest && MayRaise(level, me));
        yield return ("propose", open && !isHighest && me.May(Act.ProposeExtraordinar));
        yield return ("lower", open && level is not IncidentLevel.Storning && me.May(IncidentDuties.LowerFrom(level)));
        yield return (
            "central-support", open && incident.CentralSupportAskedAt is null && me.May(Act.AskForCentralSupport));
        yield return ("life-danger", open && me.May(Act.FlagIncident));
        yield return ("close", open && IncidentDuties.MayClose(incident, me));
        yield return ("reopen", !open && incident.MergedInto is null && IncidentDuties.MayClose(incident, me));
        yield return ("export", me.May(Act.ExportStream));
    }

    // To either of the levels above: the krisledningsnämnd's chair decides on the highest alone.
    private static bool MayRaise(IncidentLevel from, Actor me) =>
        me.May(Act.RaiseToExtraordinar) || (from is IncidentLevel.Storning && me.May(Act.RaiseToSarskild));
}
