using System.Collections.Concurrent;
using Kris.Tests.Server;

namespace Kris.Browser.Running;

/// <summary>One Kris and one browser for a collection of tests, and the logins that have been made.</summary>
public sealed class Site : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, string> logins = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Guid> accounts = new(StringComparer.Ordinal);
    private Dictionary<string, string> passwords = [];
    private IPlaywright? playwright;
    private IBrowser? browser;
    private KrisProgram? program;

    public KrisProgram Program => program ?? throw new InvalidOperationException("Kris is not started.");

    public IBrowser Browser => browser ?? throw new InvalidOperationException("The browser is not started.");

    public async Task InitializeAsync()
    {
        SetDefaultExpectTimeout(Person.Patience);
        var starting = KrisProgram.StartAsync(plays: Guides.GuidePictures.Folder is not null);
        playwright = await Playwright.CreateAsync();
        browser = await Chromium.LaunchAsync(playwright);
        program = await starting;
        passwords = File.ReadLines(program.DemoAccounts)
            .Select(line => line.Split('\t'))
            .Where(parts => parts.Length == 3)
            .ToDictionary(parts => parts[0], parts => parts[1]);
    }

    public async Task DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        if (program is not null)
            await program.DisposeAsync();
    }

    public string PasswordOf(string user) => passwords[user];

    public async Task<Guid> AccountAsync(string user)
    {
        await LoginAsync(user);
        return accounts[user];
    }

    /// <summary>What a browser of the account's holds after a login; the login is made once.</summary>
    public async Task<string> LoginAsync(string user)
    {
        if (logins.TryGetValue(user, out var made))
            return made;

        await using var context = await Browser.NewContextAsync(new() { BaseURL = Program.Address });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/logga-in");
        await FillLoginAsync(page, user);
        await LeftLoginAsync(page);
        var account = await page.Locator("meta[name=kris-account]").GetAttributeAsync("content");
        accounts[user] = Guid.Parse(account!);
        return logins[user] = await context.StorageStateAsync();
    }

    public static Task LeftLoginAsync(IPage page) =>
        page.WaitForURLAsync(url => !url.Contains("/logga-in", StringComparison.Ordinal));

    public async Task FillLoginAsync(IPage page, string user, string? password = null)
    {
        await page.GetByLabel("Användarnamn").FillAsync(user);
        await page.GetByLabel("Lösenord", new() { Exact = true }).FillAsync(password ?? PasswordOf(user));
        await page.GetByRole(AriaRole.Button, new() { Name = "Logga in" }).ClickAsync();
    }
}

[CollectionDefinition(Name)]
public sealed class SiteCollection : ICollectionFixture<Site>
{
    public const string Name = "Kris in a browser";
}

/// <summary>The same for tests of what browsers keep, which run beside the others.</summary>
[CollectionDefinition(Name)]
public sealed class KeepingSiteCollection : ICollectionFixture<Site>
{
    public const string Name = "Kris in a browser that keeps";
}

/// <summary>The same for tests of how pages look, and of what leaves Kris.</summary>
[CollectionDefinition(Name)]
public sealed class ShownSiteCollection : ICollectionFixture<Site>
{
    public const string Name = "Kris as it is shown";
}

/// <summary>A program and browser of its own for tests that kill it: what they leave is nobody else's.</summary>
[CollectionDefinition(Name)]
public sealed class KilledSiteCollection : ICollectionFixture<Site>
{
    public const string Name = "Kris that is killed";
}
