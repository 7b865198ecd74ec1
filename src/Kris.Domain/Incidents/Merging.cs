using Kris.Domain.Accounts;

namespace Kris.Domain.Incidents;

/// <summary>Which two incidents can be one, and what of the one that ends does not follow along.</summary>
public static class Merging
{
    /// <exception cref="RefusedException">Itself, closed, an exercise and a real one, or not by this duty.</exception>
    internal static void UnlessMergeable(Incident from, Incident into, Actor by)
    {
        Refuse.If(!from.IsOpen, "Händelsen är redan avslutad.");
        Refuse.If(into.Id == from.Id, "En händelse kan inte sammanföras med sig själv.");
        Refuse.If(!into.IsOpen, "Den andra händelsen är avslutad. Öppna den igen först.");
        Refuse.If(
            into.Facts.IsExercise != from.Facts.IsExercise, "En övning kan inte sammanföras med en skarp händelse.");
        IncidentDuties.UnlessMayClose(from, by);
        Refuse.UnlessDuty(by.MayFully(Act.WriteLine), $"Du kan inte skriva i {into.Name}.");
    }

    /// <summary>What somebody has to see to in the incident that goes on, as words for a list.</summary>
    public static IEnumerable<string> LeftBehind(Incident from, Incident into)
    {
        if (from.Level > into.Level)
            yield return $"nivån {from.Level.Swedish()}";
        if (from.HasOpenProposal && !into.HasOpenProposal)
            yield return "förslaget om extraordinär händelse";
        if (from.CentralSupportAskedAt is not null && into.CentralSupportAskedAt is null)
            yield return "begäran om centralt stöd";
        if (from.Facts.Units.Except(into.Facts.Units).Any())
            yield return "de berörda förvaltningarna";
    }
}
