namespace Kris.Browser.Running;

/// <summary>An incident of one test.</summary>
public sealed record TestIncident(Guid Id, string Title, Api Director)
{
    private static readonly object Criteria = new
    {
        deviates = "Vattnet är borta i hela tätorten.",
        seriousDisturbance = "Sjukhem och skolor saknar vatten.",
        urgent = "Nödvatten måste ut inom timmar.",
    };

    public string Address => $"/handelser/{Id}";

    public static async Task<TestIncident> OpenAsync(Api director, string title, string level)
    {
        var opened = await director.PostAsync(
            "/incidents", new { key = Guid.CreateVersion7(), title, firstLine = $"Första raden om {title}." });
        var incident = new TestIncident(opened.GetProperty("id").GetGuid(), title, director);
        if (level is "sarskild-handelse" or "extraordinar-handelse")
            await incident.RaiseAsync("sarskild-handelse");
        if (level is "extraordinar-handelse")
            await incident.RaiseAsync(level);
        return incident;
    }

    public async Task RaiseAsync(string to) => await Director.PostAsync(
        $"/incidents/{Id}/level",
        new
        {
            key = Guid.CreateVersion7(),
            seen = await SeenAsync(),
            to,
            reason = "Flera förvaltningar berörs.",
            criteria = to is "extraordinar-handelse" ? Criteria : null,
        });

    public async Task ProposeAsync() => await Director.PostAsync(
        $"/incidents/{Id}/propose",
        new { key = Guid.CreateVersion7(), seen = await SeenAsync(), reason = "Det växer.", criteria = Criteria });

    public async Task CloseAsync() => await Director.PostAsync(
        $"/incidents/{Id}/close",
        new { key = Guid.CreateVersion7(), seen = await SeenAsync(), reason = "Läckan är lagad." });

    public async Task EndAsync()
    {
        var summary = (await Director.GetAsync($"/incidents/{Id}")).GetProperty("summary");
        if (!summary.TryGetProperty("closedAt", out _))
            await CloseAsync();
    }

    public async Task<string?> LevelAsync() =>
        (await Director.GetAsync($"/incidents/{Id}")).GetProperty("level").GetString();

    public async Task<long> SeenAsync() =>
        (await Director.GetAsync($"/incidents/{Id}")).GetProperty("version").GetInt64();

    public Task<IReadOnlyList<(string Key, string Text)>> LinesAsync() => Director.LinesAsync(Id);
}
