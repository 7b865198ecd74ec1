using System.Globalization;
using Kris.Browser.Offline;
using Kris.Browser.Running;

namespace Kris.Browser.Faults;

/// <summary>
/// A person who writes in the composer of an open page, and a look-out in the page that tells the moment it says of a
/// line that it is saved. Only what a person sees is used.
/// </summary>
internal sealed class BrowserWriter : IAsyncDisposable
{
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(120);

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

    private readonly Person person;
    private readonly Guid incident;
    private readonly string name;
    private readonly Random random;
    private readonly Ledger ledger;
    private readonly TimeProvider clock;
    private readonly bool hasTrueClock;
    private readonly Comeback comeback;
    private readonly WritingForm form;
    private string left = "";
    private int written;
    private int pages;

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
        comeback = new Comeback(person, incident, name, ledger);
        form = new WritingForm(person, name, ledger);
        person.Page.FrameNavigated += (_, _) => pages++;
    }

    public Person Person => person;

    public int Reloads => comeback.Reloads;

    /// <summary>Lines that were handed over with a file.</summary>
    public int WithFile { get; private set; }

    /// <summary>Lines that were left half typed for a while, and stood there afterwards.</summary>
    public int HalfTyped { get; private set; }

    /// <summary>Lines that were handed over to the page that needs no server.</summary>
    public int WithoutServer { get; private set; }

    private ILocator PageWithoutServer => person.Heading("Logg utan server");

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
        await writer.comeback.ThereAsync();
        return writer;
    }

    public async Task WriteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await WriteOneAsync(stop);
            await Task.WhenAny(Task.Delay(random.Next(50, 300), stop));
        }
    }

    /// <summary>
    /// Waits until the browser keeps what it needs to show the incident without a server, and what was seen of it.
    /// </summary>
    public async Task UntilKeptAsync()
    {
        await person.AliveAsync();
        await person.Page.WaitForFunctionAsync(
            "() => navigator.serviceWorker.controller !== null", arg: null, new() { Timeout = 3 * Person.Patience });
        await Kept.UntilAsync(person, names => names.Any(
            name => name.StartsWith("kris.seen.", StringComparison.Ordinal)
                && name.EndsWith($"{incident}", StringComparison.Ordinal)));
    }

    /// <summary>Loads the page anew, whether or not anybody answers.</summary>
    public async Task LoadAnewAsync()
    {
        try
        {
            await person.Page.ReloadAsync(new() { Timeout = 10_000 });
        }
        catch (Exception away) when (away is PlaywrightException or TimeoutException)
        {
            await comeback.ThereAsync();
        }
    }

    /// <summary>Waits until the page says that nothing waits any more.</summary>
    public async Task DrainAsync()
    {
        using var limit = new CancellationTokenSource(DrainLimit);
        while (!limit.IsCancellationRequested)
        {
            try
            {
                // The page without a server gives its place back when nobody writes in it.
                await Expect(PageWithoutServer).ToHaveCountAsync(0, new() { Timeout = 30_000 });
                // A page that has just come back shows what waits a moment later.
                for (var looks = 0; looks < 2; looks++)
                {
                    await form.StandsAsync();
                    await Task.Delay(700);
                    await Expect(person.Outbox).ToBeHiddenAsync(new() { Timeout = 10_000 });
                    await Expect(person.LineState).Not.ToContainTextAsync("skickas", new() { Timeout = 10_000 });
                }

                return;
            }
            catch (Exception waits) when (waits is PlaywrightException or TimeoutException)
            {
                if (!await person.Outbox.IsVisibleAsync())
                    await comeback.ThereAsync();
            }
        }

        ledger.Complain($"Utkorgen hos {name} är inte tom efter {DrainLimit.TotalSeconds:0} s.");
    }

    public async ValueTask DisposeAsync() => await person.Context.DisposeAsync();

    // Types a line and presses Enter until the form is empty: from then on the outbox has it.
    private async Task WriteOneAsync(CancellationToken stop)
    {
        var line = NextLine();
        await form.LookAsync(left);
        if (random.Next(10) == 0)
            await LeaveHalfTypedAsync(line.Text[..^2], stop);
        var isHandedOver = await IsHandedOverAsync(line);
        left = isHandedOver ? "" : line.Text;
        if (isHandedOver)
            return;

        var shown = await comeback.ShownAsync();
        ledger.Complain($"Raden ”{line.Text}” gick inte att lämna till utkorgen. Sidan visar: {shown}");
    }

    private async Task<bool> IsHandedOverAsync(Sent line)
    {
        using var limit = new CancellationTokenSource(DrainLimit);
        var (isPressed, pressedOn, isTorn) = (false, 0, false);
        while (!limit.IsCancellationRequested)
        {
            try
            {
                // A page that went away after Enter has the line in its outbox or still in its form, which the next one
                // has when the one before has let go of it.
                var stands = isTorn ? await form.StandsAsync() : await form.HoldsAsync(line.Text);
                if (isPressed && stands.Length == 0 && await form.StaysEmptyAsync(pages != pressedOn))
                {
                    await HandedOverAsync(line);
                    return true;
                }

                // Whoever finds half a line where they wrote a whole one writes it again, and not Enter.
                isTorn = !await IsFilledInAsync(line, stands);
                if (isTorn)
                    continue;
                (isPressed, pressedOn) = (true, pages);
                await person.Composer.PressAsync("Enter");
                await Expect(person.Composer).ToHaveValueAsync("", new() { Timeout = 5_000 });
            }
            catch (Exception away) when (away is PlaywrightException or TimeoutException)
            {
                await comeback.OnAsync();
                await comeback.ThereAsync();
            }
        }

        return false;
    }

    private Sent NextLine()
    {
        var text = $"{name}, rad {++written}";
        var hasFile = random.Next(5) == 0;
        return ledger.Add(new Sent(incident, text, Key: null)
        {
            // A line waits some seconds for its file, and then lets others pass.
            Writer = hasFile ? null : name,
            IsHandedOver = false,
            File = hasFile ? SmallFile.DigestOf(incident, text) : null,
        });
    }

    private async Task<bool> IsFilledInAsync(Sent line, string stands)
    {
        var page = pages;
        if (stands != line.Text && !await IsTypedAsync(line.Text))
            return false;
        if (line.File is not null)
            await SmallFile.AttachAsync(person, incident, line.Text);
        return page == pages;
    }

    // By keys, as a person does, and a look at what stands there: each goes where the focus is as it is pressed. A page
    // that goes in the middle takes some with it.
    private async Task<bool> IsTypedAsync(string text)
    {
        var page = pages;
        await person.Composer.PressAsync("Control+a");
        await person.Composer.PressSequentiallyAsync(text);
        var stands = await form.StandsAsync();
        if (stands != text && page == pages)
            ledger.Complain($"Det som skrevs står inte som det skrevs: ”{text}” är ”{stands}”.");
        return stands == text;
    }

    private async Task HandedOverAsync(Sent line)
    {
        line.IsHandedOver = true;
        WithFile += line.File is null ? 0 : 1;
        try
        {
            WithoutServer += await PageWithoutServer.IsVisibleAsync() ? 1 : 0;
        }
        catch (PlaywrightException)
        {
            // The page is on its way to another.
        }
    }

    // What has stood for more than a second stands there whatever comes, when the page is back.
    private async Task LeaveHalfTypedAsync(string text, CancellationToken stop)
    {
        try
        {
            var isTyped = await IsTypedAsync(text);
            await Task.Delay(1_100, CancellationToken.None);
            if (!isTyped || await form.StandsAsync() != text)
                return;
        }
        catch (Exception struck) when (struck is PlaywrightException or TimeoutException)
        {
            return;
        }

        await Task.WhenAny(Task.Delay(random.Next(200, 1_200), stop));
        using var limit = new CancellationTokenSource(DrainLimit);
        while (!limit.IsCancellationRequested)
        {
            try
            {
                await comeback.ThereAsync();
                if (await form.StandsAsync() is var stands && stands != text)
                    ledger.Complain($"Det halvskrivna ”{text}” är borta; där står ”{stands}”.");
                HalfTyped++;
                return;
            }
            catch (Exception away) when (away is PlaywrightException or TimeoutException)
            {
                // Gone again.
            }
        }
    }

    private bool Hear(string number, double shownAt)
    {
        var at = hasTrueClock ? DateTimeOffset.FromUnixTimeMilliseconds((long)shownAt) : clock.GetUtcNow();
        ledger.Say(new Said(incident, long.Parse(number, CultureInfo.InvariantCulture), at));
        return true;
    }
}
