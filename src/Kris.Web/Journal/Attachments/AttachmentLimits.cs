using Kris.Data.Journal.Attachments;
using Kris.Domain;
using Kris.Web.Hosting;

namespace Kris.Web.Journal.Attachments;

/// <summary>How much is kept in all, so that photos never take the room that the log itself needs.</summary>
public static class AttachmentLimits
{
    public const int MaxWaitingFiles = 100;

    private const long Megabyte = 1024 * 1024;
    private const long MaxWaiting = 250 * Megabyte;
    private const long MaxInIncident = 4_096 * Megabyte;

    public static void UnlessRoom(AttachmentUse use, KrisSettings settings)
    {
        Refuse.If(
            use.Waiting >= MaxWaiting || use.WaitingFiles >= MaxWaitingFiles,
            "Du har för många bilagor som inte sitter på någon rad. Spara raden de hör till, eller vänta ett dygn.");
        Refuse.If(
            use.InStream >= MaxInIncident,
            $"Händelsens bilagor tar redan {MaxInIncident / Megabyte / 1024} GB. Spara filen på annat håll och skriv "
            + "i loggen var den finns.");
        Refuse.If(
            use.All >= settings.AttachmentsMegabytes * Megabyte,
            "Utrymmet för bilagor är slut. Den som driver Kris kan ge mer. Skriv i loggen var filen finns så länge.");
    }
}
