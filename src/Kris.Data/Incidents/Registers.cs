using Kris.Domain;
using Kris.Domain.Incidents;
using Microsoft.EntityFrameworkCore;

namespace Kris.Data.Incidents;

/// <summary>That what the facts of an incident point at exists: they name it by code and by id.</summary>
public static class Registers
{
    /// <param name="before">The facts as they stand; what they already point at may have been retired since.</param>
    /// <exception cref="RefusedException">An event type, a unit or an incident that there is not.</exception>
    public static async Task UnlessKnownAsync(this KrisDb db, IncidentFacts facts, IncidentFacts? before = null)
    {
        if (facts.Type is { } type && type != before?.Type)
        {
            var isKnown = await db.EventTypes.AnyAsync(known => known.Code == type && known.RetiredAt == null);
            Refuse.If(!isKnown, "Händelsetypen finns inte. Välj en ur listan.");
        }

        Refuse.If(
            facts.Units.Count > IncidentFacts.MaxUnits || facts.Linked.Count > IncidentFacts.MaxUnits,
            $"Högst {IncidentFacts.MaxUnits} enheter eller händelser kan anges.");
        var units = facts.Units.Except(before?.Units ?? []).ToArray();
        if (units.Length > 0)
        {
            var known = await db.Units.CountAsync(unit => units.Contains(unit.Id) && unit.RetiredAt == null);
            Refuse.If(known < units.Length, "En av enheterna finns inte.");
        }

        var linked = facts.Linked.Except(before?.Linked ?? []).ToArray();
        if (linked.Length > 0)
        {
            var known = await db.Incidents.CountAsync(incident => linked.Contains(incident.Id));
            Refuse.If(known < linked.Length, "En av de länkade händelserna finns inte.");
        }
    }
}
