using Kris.Domain.Incidents;

namespace Kris.Web.Incidents;

/// <summary>How a level is dressed on a page.</summary>
public static class LevelWords
{
    public static string CssClass(this IncidentLevel level) => level switch
    {
        IncidentLevel.Storning => "storning",
        IncidentLevel.SarskildHandelse => "sarskild",
        _ => "extraordinar",
    };
}
