namespace Kris.Domain.Incidents;

/// <summary>
/// The three levels of the municipality's plan, in order of gravity. Extraordinär händelse is the statute's own
/// (LEH 1:4); the order is stored as a number so that the gravest sorts first.
/// </summary>
public enum IncidentLevel
{
    Storning = 1,
    SarskildHandelse = 2,
    ExtraordinarHandelse = 3,
}

/// <summary>Where in its course the municipality's handling is.</summary>
public enum IncidentPhase
{
    Fore = 1,
    Under = 2,
    Efter = 3,
}

public static class IncidentWords
{
    public static string Code(this IncidentLevel level) => level switch
    {
        IncidentLevel.Storning => "storning",
        IncidentLevel.SarskildHandelse => "sarskild-handelse",
        _ => "extraordinar-handelse",
    };

    public static string Swedish(this IncidentLevel level) => level switch
    {
        IncidentLevel.Storning => "störning",
        IncidentLevel.SarskildHandelse => "särskild händelse",
        _ => "extraordinär händelse",
    };

    public static IncidentLevel? ParseLevel(string? code)
    {
        foreach (var level in Enum.GetValues<IncidentLevel>())
        {
            if (level.Code() == code)
                return level;
        }

        return null;
    }

    public static string Code(this IncidentPhase phase) => phase switch
    {
        IncidentPhase.Fore => "fore",
        IncidentPhase.Under => "under",
        _ => "efter",
    };

    public static string Swedish(this IncidentPhase phase) => phase switch
    {
        IncidentPhase.Fore => "före",
        IncidentPhase.Under => "under",
        _ => "efter",
    };
}
