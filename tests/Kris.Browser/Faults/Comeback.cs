using Kris.Browser.Running;

namespace Kris.Browser.Faults;

/// <summary>
/// Waits until there is something to write in. A page of Kris comes back by itself when the server is there: one that
/// does not is a fault. Only where the browser shows a page of its own does somebody open Kris again.
/// </summary>
internal sealed class Comeback(Person person, Guid incident, string name, Ledger ledger)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan BackLimit = TimeSpan.FromSeconds(30);

    /// <summary>How often the browser had no page of Kris to show and Kris was opened by hand.</summary>
    public int Reloads { get; private set; }

    public async Task ThereAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!limit.IsCancellationRequested)
        {
            try
            {
                if (IsOwn(person.Page.Url))
                    await OpenAsync();
                await person.Composer.WaitForAsync(new() { Timeout = 10_000 });
                return;
            }
            catch (Exception away) when (away is PlaywrightException or TimeoutException)
            {
                if (!IsOwn(person.Page.Url) && await IsReadyAsync() && !await CameBackAsync())
                {
                    var shown = await ShownAsync();
                    ledger.Complain($"Sidan hos {name} kom inte tillbaka av sig själv. Den visar: {shown}");
                    await person.Page.GotoAsync("about:blank");
                }

                await Task.Delay(500);
            }
        }
    }

    /// <summary>
    /// Goes on from the page without a server where that is offered: it does not tear away whoever stands in the middle
    /// of a line, and one that has been opened before anything was kept takes no line.
    /// </summary>
    public async Task OnAsync()
    {
        try
        {
            if (await person.Button("Fortsätt till Kris").IsVisibleAsync())
                await person.Button("Fortsätt till Kris").ClickAsync(new() { Timeout = 5_000 });
        }
        catch (Exception gone) when (gone is PlaywrightException or TimeoutException)
        {
            // It went by itself.
        }
    }

    /// <summary>The form and the beginning of the page, for whoever wants to know why.</summary>
    public async Task<string> ShownAsync()
    {
        var text = await person.Page.EvaluateAsync<string>(
            """
            () => `${location.pathname} [${document.querySelector('kris-composer form')?.innerText}] `
              + document.body.innerText
            """);
        return text.ReplaceLineEndings(" ")[..Math.Min(600, text.Length)];
    }

    // What the browser shows before the first page, and in the place of one that it could not get.
    private static bool IsOwn(string url) => !url.StartsWith("http", StringComparison.Ordinal);

    private async Task OpenAsync()
    {
        Reloads += person.Page.Url == "about:blank" ? 0 : 1;
        await person.Page.GotoAsync($"/handelser/{incident}");
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            return (await person.Context.APIRequest.GetAsync("/readyz", new() { Timeout = 5_000 })).Ok;
        }
        catch (Exception away) when (away is PlaywrightException or TimeoutException)
        {
            return false;
        }
    }

    private async Task<bool> CameBackAsync()
    {
        try
        {
            await person.Composer.WaitForAsync(new() { Timeout = (float)BackLimit.TotalMilliseconds });
            return true;
        }
        catch (Exception away) when (away is PlaywrightException or TimeoutException)
        {
            // Gone again in the meantime: that is no answer.
            return !await IsReadyAsync();
        }
    }
}
