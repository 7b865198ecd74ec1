namespace Kris.Browser.Running;

/// <summary>What every test in a browser begins with: people who log in, and incidents to be with.</summary>
[Collection(SiteCollection.Name)]
public abstract class BrowserTest(Site site) : IAsyncLifetime
{
    private readonly List<Person> people = [];
    private readonly List<Api> callers = [];
    private readonly List<TestIncident> incidents = [];

    protected Site Site => site;

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Whatever the test was about, no page may have complained.</summary>
    public async Task DisposeAsync()
    {
        var complaints = people.SelectMany(person => person.Complaints).ToList();
        foreach (var context in people.Select(person => person.Context).Distinct())
            await context.DisposeAsync();
        // What goes on is shown to everybody: the next test begins without it.
        foreach (var incident in incidents)
            await incident.EndAsync();
        foreach (var caller in callers)
            caller.Dispose();
        Assert.True(
            complaints.Count == 0,
            $"The page complained:\n{string.Join('\n', complaints)}\nThe program said:\n{site.Program.LastWords}");
    }

    /// <summary>
    /// Whether the browsers keep the page that needs no server. That is a hundred files for each of them, fetched for
    /// the tests that ask for it alone.
    /// </summary>
    protected virtual bool HasWorker => false;

    /// <summary>A person who is logged in, in a browser of their own.</summary>
    protected async Task<Person> AsAsync(string user, Wire? wire = null, BrowserNewContextOptions? options = null) =>
        await NewAsync(wire, options, await site.LoginAsync(user));

    /// <summary>Somebody who is not logged in.</summary>
    protected Task<Person> NobodyAsync(Wire? wire = null, BrowserNewContextOptions? options = null) =>
        NewAsync(wire, options, login: null);

    /// <summary>A person whose login is this test's own: it can end without ending others'.</summary>
    protected async Task<Person> LoggedInAsync(
        string user, Wire? wire = null, BrowserNewContextOptions? options = null)
    {
        var person = await NobodyAsync(wire, options);
        await person.Page.GotoAsync("/logga-in");
        await site.FillLoginAsync(person.Page, user);
        await Kris.Browser.Running.Site.LeftLoginAsync(person.Page);
        return person;
    }

    /// <summary>Another tab, whose complaints count too.</summary>
    protected async Task<Person> TabAsync(Person person)
    {
        var tab = await person.TabAsync();
        people.Add(tab);
        return tab;
    }

    protected async Task<Api> ApiAsync(string user)
    {
        var api = new Api(site.Program.Address, await site.LoginAsync(user));
        callers.Add(api);
        return api;
    }

    /// <summary>An incident of the test's own, opened by the municipal director, who may do most things.</summary>
    protected async Task<TestIncident> OpenAsync(string level = "storning")
    {
        var director = await ApiAsync("kommundirektor");
        var incident = await TestIncident.OpenAsync(director, $"Prov {Guid.NewGuid().ToString("N")[..8]}", level);
        incidents.Add(incident);
        return incident;
    }

    private async Task<Person> NewAsync(Wire? wire, BrowserNewContextOptions? options, string? login)
    {
        options ??= new() { ViewportSize = new() { Width = 1280, Height = 800 }, ColorScheme = ColorScheme.Light };
        options.BaseURL = wire?.Address ?? site.Program.Address;
        options.Locale = "sv-SE";
        options.ServiceWorkers = HasWorker ? ServiceWorkerPolicy.Allow : ServiceWorkerPolicy.Block;
        options.StorageState = login;
        var person = await Person.InAsync(await site.Browser.NewContextAsync(options));
        people.Add(person);
        return person;
    }
}
