using Kris.Browser.Running;

namespace Kris.Browser.Faults;

/// <summary>What stands in the form of a page.</summary>
internal sealed class WritingForm(Person person, string name, Ledger ledger)
{
    // Something even where nothing stands: what is empty is waited for.
    private const string Stands =
        """
        () => {
          const form = document.querySelector('kris-composer form:not([aria-busy])');
          return form && `=${form.querySelector('textarea').value}`;
        }
        """;

    private static readonly TimeSpan Settled = TimeSpan.FromMilliseconds(700);

    /// <summary>
    /// The text. What was typed in a page that is gone comes back when the next one has read what is kept.
    /// </summary>
    public async Task<string> StandsAsync()
    {
        var found = await person.Page.WaitForFunctionAsync(Stands, arg: null, new() { Timeout = 5_000 });
        return (await found.JsonValueAsync<string>())[1..];
    }

    /// <summary>The same, which is what was left there, or the beginning of it, and nothing else.</summary>
    public async Task<string> HoldsAsync(string left)
    {
        var stands = await StandsAsync();
        ledger.Stood(name, stands, left);
        return stands;
    }

    /// <summary>Whether nothing stands there a while later either, where the page is another.</summary>
    public async Task<bool> StaysEmptyAsync(bool isAnother)
    {
        if (!isAnother)
            return true;
        await Task.Delay(Settled);
        return await StandsAsync() == "";
    }

    /// <summary>
    /// Looks whether it does: a form whose line has been sent is empty, and what rises there is sent twice.
    /// </summary>
    public async Task LookAsync(string left)
    {
        try
        {
            await HoldsAsync(left);
        }
        catch (Exception away) when (away is PlaywrightException or TimeoutException)
        {
            // There is no page to look at.
        }
    }
}
