using Kris.Browser.Running;

namespace Kris.Browser.Faults;

/// <summary>One browser for a campaign, started when somebody needs it.</summary>
internal sealed class Browsers : IAsyncDisposable
{
    private readonly SemaphoreSlim starting = new(1, 1);
    private IPlaywright? playwright;
    private IBrowser? browser;

    /// <summary>A browser of an account's own, logged in at a node and bound for what may be a wire.</summary>
    public async Task<IBrowserContext> LoggedInAsync(string user, string node, string address)
    {
        var started = await StartedAsync();
        string login;
        await using (var first = await started.NewContextAsync(new() { BaseURL = node, Locale = "sv-SE" }))
        {
            var page = await first.NewPageAsync();
            await page.GotoAsync("/logga-in");
            await page.GetByLabel("Användarnamn").FillAsync(user);
            await page.GetByLabel("Lösenord", new() { Exact = true }).FillAsync(People.Password);
            await page.GetByRole(AriaRole.Button, new() { Name = "Logga in" }).ClickAsync();
            await Site.LeftLoginAsync(page);
            login = await first.StorageStateAsync();
        }

        return await started.NewContextAsync(new() { BaseURL = address, Locale = "sv-SE", StorageState = login });
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
            await browser.DisposeAsync();
        playwright?.Dispose();
        starting.Dispose();
    }

    private async Task<IBrowser> StartedAsync()
    {
        await starting.WaitAsync();
        try
        {
            playwright ??= await Playwright.CreateAsync();
            return browser ??= await Chromium.LaunchAsync(playwright);
        }
        finally
        {
            starting.Release();
        }
    }
}
