using Kris.Domain.Journal;

namespace Kris.Web.Incidents;

/// <summary>
/// Where a line is looked up: among those around it, however old it is and whatever the log is showing.
/// </summary>
public static class LinePlace
{
    public static string Of(Guid incident, long number) => $"/handelser/{incident}?kring={number}#traff-{number}";

    /// <summary>Where it is decided whether what stands in a line is erased.</summary>
    public static string Erasure(Guid stream, long number) => stream == LogSheet.Register
        ? $"/loggblad/radering/{number}"
        : $"/handelser/{stream}/radering/{number}";
}
