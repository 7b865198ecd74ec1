using Kris.Domain.Incidents;

namespace Kris.Web.Incidents;

/// <summary>What has happened to an incident between two readings, for whoever was about to act on the first.</summary>
public static class IncidentChanges
{
    public static string Between(Incident before, Incident now)
    {
        var changes = Of(before, now).ToList();
        return changes.Count == 0 ? "" : $"Sedan du öppnade: {string.Join("; ", changes)}.";
    }

    private static IEnumerable<string> Of(Incident before, Incident now)
    {
        if (now.Level != before.Level)
            yield return $"händelsen är nu {now.Level.Swedish()}";
        if (now.HasOpenProposal && !before.HasOpenProposal)
            yield return "extraordinär händelse är föreslagen";
        if (now.IsOpen != before.IsOpen)
            yield return now.IsOpen ? "händelsen är öppnad igen" : $"händelsen är avslutad av {now.ClosedBy}";
        if (now.IsLifeDanger != before.IsLifeDanger)
            yield return now.IsLifeDanger ? "fara för liv är flaggad" : "fara för liv har upphört";
        if (now.CentralSupportAskedAt != before.CentralSupportAskedAt)
            yield return $"centralt stöd är begärt av {now.CentralSupportAskedBy}";
        foreach (var change in now.Facts.ChangesSince(before.Facts))
            yield return change;
    }
}
