using Kris.Domain.Accounts;

namespace Kris.Domain.Incidents;

/// <summary>What the grants of <see cref="DutyTable"/> reach in an incident.</summary>
public static class IncidentDuties
{
    public static void UnlessMayOpen(Actor by)
    {
        Refuse.UnlessDuty(by.May(Act.OpenIncident), $"Händelser öppnas av {DutyTable.WhoMay(Act.OpenIncident)}.");
        Refuse.UnlessDuty(
            by.GrantFor(Act.OpenIncident) is not Grant.OwnUnit || by.Unit is not null,
            "Du öppnar händelser för din förvaltning, men din uppgift har ingen.");
    }

    public static void UnlessMayDescribe(Incident incident, Actor by) => Refuse.UnlessDuty(
        MayDescribe(incident, by), $"Du kan inte ändra fakta om händelsen som {by.Duty.Swedish()}.");

    public static bool MayDescribe(Incident incident, Actor by) => by.GrantFor(Act.OpenIncident) switch
    {
        Grant.Yes => true,
        Grant.OwnUnit => Concerns(incident, by),
        _ => false,
    };

    public static Grant UnlessMayRaise(IncidentLevel to, Actor by)
    {
        var act = RaiseTo(to);
        Refuse.UnlessDuty(
            by.May(act),
            $"Du kan inte besluta om {to.Swedish()} som {by.Duty.Swedish()}. Det gör {DutyTable.WhoMay(act)}.");
        return by.GrantFor(act);
    }

    public static void UnlessMayPropose(Actor by) => Refuse.UnlessDuty(
        by.May(Act.ProposeExtraordinar),
        $"Extraordinär händelse föreslås av {DutyTable.WhoMay(Act.ProposeExtraordinar)}.");

    public static Grant UnlessMayLower(IncidentLevel from, Actor by)
    {
        var act = LowerFrom(from);
        Refuse.UnlessDuty(
            by.May(act),
            $"Du kan inte sänka från {from.Swedish()} som {by.Duty.Swedish()}. Det gör {DutyTable.WhoMay(act)}.");
        return by.GrantFor(act);
    }

    public static void UnlessMayClose(Incident incident, Actor by) => Refuse.UnlessDuty(
        MayClose(incident, by),
        $"Du kan inte avsluta eller öppna den här händelsen igen som {by.Duty.Swedish()}. "
        + $"Det gör {DutyTable.WhoMay(Act.CloseIncident)}.");

    // TiB closes a störning of its own, a förvaltningschef one that concerns the own unit; others close any.
    public static bool MayClose(Incident incident, Actor by) => by.GrantFor(Act.CloseIncident) switch
    {
        Grant.Yes => true,
        Grant.Own => incident.Level is IncidentLevel.Storning && incident.OpenedBy == by.Id,
        Grant.OwnUnit => incident.Level is IncidentLevel.Storning && Concerns(incident, by),
        _ => false,
    };

    public static Act RaiseTo(IncidentLevel to) =>
        to is IncidentLevel.ExtraordinarHandelse ? Act.RaiseToExtraordinar : Act.RaiseToSarskild;

    public static Act LowerFrom(IncidentLevel from) =>
        from is IncidentLevel.ExtraordinarHandelse ? Act.LowerFromExtraordinar : Act.LowerFromSarskild;

    private static bool Concerns(Incident incident, Actor by) =>
        by.Unit is { } unit && incident.Facts.Units.Contains(unit);
}
