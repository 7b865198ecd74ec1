using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;

namespace Kris.Tests.Incidents;

/// <summary>Incidents as they come to be: through the verbs, by somebody who may.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 15, 0, TimeSpan.Zero);

    public static readonly ExtraordinarCriteria Criteria = new(
        Deviates: "Vattnet är borta i hela tätorten.",
        SeriousDisturbance: "Sjukhuset har vatten för två timmar.",
        Urgent: "Nödvatten måste ut före gryningen.");

    public static IncidentFacts Facts => new() { Title = "Vattenläcka i centrum", Began = Now.AddMinutes(-20) };

    public static LevelDecision ToSarskild =>
        new() { To = IncidentLevel.SarskildHandelse, Reason = "Två förvaltningar berörs." };

    public static LevelDecision ToExtraordinar =>
        new() { To = IncidentLevel.ExtraordinarHandelse, Reason = "Läget kräver det.", Criteria = Criteria };

    public static LevelDecision No =>
        new() { To = IncidentLevel.ExtraordinarHandelse, Reason = "Kommunen klarar det som det är." };

    public static Incident Incident(
        Actor? by = null, IncidentLevel level = IncidentLevel.Storning, bool isClosed = false, params Guid[] units)
    {
        var incident = Domain.Incidents.Incident.Open(1, Facts with { Units = units }, by ?? Actors.Tib, Now);
        if (level > IncidentLevel.Storning)
            incident.Raise(ToSarskild, Actors.Stabschef, Now);
        if (level > IncidentLevel.SarskildHandelse)
            incident.Raise(ToExtraordinar, Actors.Kommundirektor, Now);
        if (isClosed)
            incident.Close("Vattnet är tillbaka.", Actors.Stabschef, Now);
        incident.ForgetRecorded();
        return incident;
    }

    public static LevelDecision To(IncidentLevel level) =>
        new() { To = level, Reason = "Läget har ändrats.", Criteria = Criteria };

    /// <summary>The act, kind and text of the only line that was recorded.</summary>
    public static IReadOnlyDictionary<string, string> OnlyLine(Incident incident)
    {
        var line = Assert.Single(incident.Recorded);
        Assert.Equal((incident.Id, "system"), (line.Stream, line.Fields[LineFields.Kind]));
        return line.Fields;
    }
}
