using System.Globalization;
using Kris.Browser.Running;

namespace Kris.Browser.Faults;

/// <summary>
/// A person who writes in the composer of an open page, and a look-out in the page that tells the moment it says of a
/// line that it is saved. Only what a person sees is used.
/// </summary>
internal sealed class BrowserWriter : IAsyncDisposable
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan BackLimit = TimeSpan.FromSeconds(30);

    // What the composer shows, and what it says aloud.
    private const string LookOut =
        """
        (() => {
          const told = new Set();
          const look = () => {
            for (const place of document.querySelectorAll('kris-composer form, #kris-live')) {
              const number = place.textContent.match(/sparad (\(nr|som nummer) (\d+)/i)?.[2];
              if (!number || told.has(number)) continue;
              told.add(number);
              window.krisSaid(number, Date.now());
            }
          };
          new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
        })();
        """;

    // Something even where nothing stands: what is empty is waited for.
    private const string Stands =
        """
        () => {
          const form = document.querySelector('kris-composer form:not([aria-busy])');
          return form && `=${form.querySelector('textarea').value}`;
        }
        """;

    private readonly Person person;
    private readonly Guid incident;
    private readonly string name;
    private readonly Random random;
    private readonly Ledger ledger;
    private readonly TimeProvider clock;
    private readonly bool hasTrueClock;
    private int written;

    private BrowserWriter(
        Person person, Guid incident, string name, Random random, Ledger ledger, TimeProvider clock, bool hasTrueClock)
    {
        this.person = person;
        this.incident = incident;
        this.name = name;
        this.random = random;
        this.ledger = ledger;
        this.clock = clock;
        this.hasTrueClock = hasTrueClock;
    }

    /// <summary>How often the browser had no page of Kris to show and Kris was opened by hand.</summary>
    public int Reloads { get; private set; }

    public Person Person => person;

    /// <param name="wrong">What the browser's clock shows, if not the time.</param>
    public static async Task<BrowserWriter> OpenAsync(
        IBrowserContext context, Guid incident, string name, Random random, Ledger ledger, DateTimeOffset? wrong = null)
    {
        if (wrong is { } shown)
            await context.Clock.InstallAsync(new() { TimeDate = shown.UtcDateTime });
        var opened = await Person.InAsync(context);
        opened.ExpectsOutages();
        var writer = new BrowserWriter(
            opened, incident, name, random, ledger, TimeProvider.System, hasTrueClock: wrong is null);
        await context.ExposeFunctionAsync<string, double, bool>("krisSaid", writer.Hear);
        await context.AddInitScriptAsync(LookOut);
        await writer.ThereAsync();
        return writer;
    }

    public async Task WriteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await WriteOneAsync();
            await Task.WhenAny(Task.Delay(random.Next(50, 300), stop));
        }
    }

    /// <summary>Types a line and presses Enter until the form is empty: from then on the outbox has it.</summary>
    public async Task WriteOneAsync()
    {
        var line = ledger.Add(new Sent(incident, $"{name}, rad {++written}", Key: null)
        {
            Writer = name,
            IsHandedOver = false,
        });
        using var limit = new CancellationTokenSource(DrainLimit);
        var isPressed = false;
        while (!limit.IsCancellationRequested)
        {
            try
            {
                // A page that went away after Enter has the line in its outbox or still in its form.
                var stands = await StandsAsync();
                if (isPressed && stands.Length == 0)
                {
                    line.IsHandedOver = true;
                    return;
                }

                if (stands != line.Text)
                    await person.Composer.FillAsync(line.Text);
                isPressed = true;
                await person.Composer.PressAsync("Enter");
                await Expect(person.Composer).ToHaveValueAsync("", new() { Timeout = 5_000 });
            }
            catch (Exception away) when (away is PlaywrightException or TimeoutException)
            {
                await ThereAsync();
            }
        }

        ledger.Complain($"Raden ”{line.Text}” gick inte att lämna till utkorgen.");
    }

    // What was typed in a page that is gone comes back when the next one has read what is kept.
    private async Task<string> StandsAsync()
    {
        var found = await person.Page.WaitForFunctionAsync(Stands, arg: null, new() { Timeout = 5_000 });
        return (await found.JsonValueAsync<string>())[1..];
    }

    /// <summary>Waits until the page says that nothing waits any more.</summary>
    public async Task DrainAsync()
    {
        using var limit = new CancellationTokenSource(DrainLimit);
        while (!limit.IsCancellationRequested)
        {
            try
            {
                // A page that has just come back shows what waits a moment later.
                for (var looks = 0; looks < 2; looks++)
                {
                    await StandsAsync();
                    await Task.Delay(700);
                    await Expect(person.Outbox).ToBeHiddenAsync(new() { Timeout = 10_000 });
                    await Expect(person.LineState).Not.ToContainTextAsync("skickas", new() { Timeout = 10_000 });
                }

                return;
            }
            catch (Exception waits) when (waits is PlaywrightException or TimeoutException)
            {
                if (!await person.Outbox.IsVisibleAsync())
                    await ThereAsync();
            }
        }

        ledger.Complain($"Utkorgen hos {name} är inte tom efter {DrainLimit.TotalSeconds:0} s.");
    }

    public async ValueTask DisposeAsync() => await person.Context.DisposeAsync();

    /// <summary>
    /// Waits until there is something to write in. A page of Kris comes back by itself when the server is there: one
    /// that does not is a fault. Only where the browser shows a page of its own does somebody open Kris again.
    /// </summary>
    public async Task ThereAsync()
    {
        using var limit = new CancellationTokenSource(DrainLimit);
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

    private async Task<string> ShownAsync()
    {
        var text = await person.Page.EvaluateAsync<string>("() => `${location.pathname} ${document.body.innerText}`");
        return text.ReplaceLineEndings(" ")[..Math.Min(300, text.Length)];
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

    private bool Hear(string number, double shownAt)
    {
        var at = hasTrueClock ? DateTimeOffset.FromUnixTimeMilliseconds((long)shownAt) : clock.GetUtcNow();
        ledger.Say(new Said(incident, long.Parse(number, CultureInfo.InvariantCulture), at));
        return true;
    }
}
