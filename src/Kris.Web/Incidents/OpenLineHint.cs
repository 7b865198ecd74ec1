using Kris.Domain.Journal;

namespace Kris.Web.Incidents;

/// <summary>The line that tells of a marked one is open itself: whoever writes it is told so.</summary>
public static class OpenLineHint
{
    public static string? For(JournalLine line) => line.State.Marking is null
        ? null
        : "Raden är sekretessmarkerad, men raden som skrivs nu läses av alla. Skriv inget hemligt.";
}
