using Kris.Browser.Running;

namespace Kris.Browser.Look;

/// <summary>Gives an incident something of everything that a page can show.</summary>
internal static class BusyIncident
{
    public static async Task MakeBusyAsync(this TestIncident incident)
    {
        var director = incident.Director;
        await director.WriteAsync(
            incident.Id, "Ett ord som är mycket längre än andra: krisledningsnämndsordförandeersättare");
        await director.PostAsync(
            $"/incidents/{incident.Id}/life-danger",
            new { key = Guid.CreateVersion7(), seen = await incident.SeenAsync(), on = true });
        await incident.RaiseAsync("extraordinar-handelse");
    }
}
