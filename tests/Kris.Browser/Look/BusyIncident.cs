using Kris.Browser.Running;

namespace Kris.Browser.Look;

/// <summary>An incident with something of everything that a page can show.</summary>
internal static class BusyIncident
{
    public static async Task<TestIncident> OpenAsync(Api director)
    {
        var incident = await TestIncident.OpenAsync(director, $"Läcka {Guid.NewGuid():N}"[..20], "sarskild-handelse");
        await director.WriteAsync(incident.Id, "Ett ord som är mycket längre än andra: krisledningsnämndsordförandeersättare");
        await director.PostAsync(
            $"/incidents/{incident.Id}/life-danger",
            new { key = Guid.CreateVersion7(), seen = await incident.SeenAsync(), on = true });
        await incident.RaiseAsync("extraordinar-handelse");
        return incident;
    }
}
