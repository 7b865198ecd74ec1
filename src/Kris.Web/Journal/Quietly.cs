namespace Kris.Web.Journal;

/// <summary>Telling many: one whose circuit is going down may not keep the others from hearing.</summary>
internal static class Quietly
{
    public static void Run(Action tell, ILogger log)
    {
        try
        {
            tell();
        }
        catch (Exception gone)
        {
            log.LogDebug("A circuit could not be told: {Reason}", gone.Message);
        }
    }
}
