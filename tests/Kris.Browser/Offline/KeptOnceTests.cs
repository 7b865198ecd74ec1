using Kris.Browser.Running;

namespace Kris.Browser.Offline;

/// <summary>What somebody writes is kept until it has been sent, and then it does not rise again.</summary>
[Collection(KeepingSiteCollection.Name)]
public sealed class KeptOnceTests(Site site) : BrowserTest(site)
{
    // A browser at an address that is not encrypted (http).
    private const string InTheOpen =
        """
        Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined });
        Object.defineProperty(Navigator.prototype, 'locks', { value: undefined });
        Object.defineProperty(window, 'indexedDB', { value: undefined });
        """;

    // What a page that died has left, put down at a time.
    private const string Leave =
        """
        ([account, incident, tab, text, at]) => {
            const name = `kris.draft.${account}.${incident}`;
            const bytes = new TextEncoder().encode(JSON.stringify({ at, value: { text, kind: 'anteckning', at } }));
            localStorage.setItem(`kris.stage|${tab}|${account}|${name}`, `p${btoa(String.fromCharCode(...bytes))}`);
        }
        """;

    [Fact]
    public async Task A_draft_that_was_sent_does_not_rise_from_what_a_page_left_and_what_nobody_saw_does()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        await person.GoAsync(incident);
        var before = await NowAsync(person);
        await person.Composer.FillAsync("Skrevs en gang.");
        await LeaveAsync(person, incident, "borta1", "Skrevs en gang.", before);
        await person.Page.WaitForTimeoutAsync(50);
        await LeaveAsync(person, incident, "borta2", "Skrevs dar.", await NowAsync(person));
        await person.Composer.PressAsync("Enter");
        await Expect(person.LineState).ToContainTextAsync("sparad");

        var next = await TabAsync(person);
        await next.GoAsync(incident);

        await Expect(next.Composer).ToHaveValueAsync("Skrevs dar.");
        await next.GoAsync("/konto");
        await next.GoAsync(incident);
        await Expect(next.Composer).ToHaveValueAsync("Skrevs dar.");
    }

    [Fact]
    public async Task A_line_that_there_was_no_room_to_put_down_is_a_draft_when_the_page_has_died()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        person.ExpectsOutages();
        await person.Page.RouteAsync("**/lines/*", route => route.AbortAsync());
        await person.GoAsync(incident);
        await person.Composer.FillAsync("Det fanns inte plats.");
        await Expect(person.Page.Locator("[data-part=draft-state]")).ToContainTextAsync("utkast");
        await person.Page.EvaluateAsync(
            """
            () => {
                const full = () => { throw new DOMException('', 'QuotaExceededError'); };
                const set = Storage.prototype.setItem;
                Storage.prototype.setItem = function (name, value) {
                    return name.includes('kris.line.') ? full() : set.call(this, name, value);
                };
                IDBObjectStore.prototype.put = full;
            }
            """);
        await person.Composer.PressAsync("Enter");
        await Expect(person.Composer).ToHaveValueAsync("");
        var next = await TabAsync(person);

        await person.Page.CloseAsync();
        await next.GoAsync(incident);

        await Expect(next.Composer).ToHaveValueAsync("Det fanns inte plats.");
    }

    [Fact]
    public async Task What_waits_on_an_open_page_is_not_lost_with_a_database_that_the_browser_throws_away()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        person.ExpectsOutages();
        await person.Page.RouteAsync("**/lines/*", route => route.AbortAsync());
        await person.GoAsync(incident);
        await person.WriteAsync("Raden som väntar.");
        await Expect(person.LineState).ToContainTextAsync("väntar på nät");
        await Kept.UntilAsync(person, HasLine);

        await ThrowAwayAsync(person);

        await Kept.UntilAsync(person, HasLine);
        await person.Composer.FillAsync("Det som skrevs sedan.");
        var next = await TabAsync(person);
        await person.Page.CloseAsync();
        await next.GoAsync(incident);
        await Expect(next.Line("Raden som väntar.")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await Expect(next.Composer).ToHaveValueAsync("Det som skrevs sedan.");

        static bool HasLine(string[] names) =>
            names.Any(name => name.StartsWith("kris.line.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tabs_of_a_browser_that_cannot_encrypt_have_one_draft_and_what_was_sent_leaves_nothing()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        await person.Context.AddInitScriptAsync(InTheOpen);
        await person.GoAsync(incident);
        await person.Composer.FillAsync("Skrevs utan kryptering.");
        var other = await TabAsync(person);
        await other.GoAsync(incident);
        await Expect(other.Composer).ToHaveValueAsync("Skrevs utan kryptering.");

        await person.Composer.PressAsync("Enter");

        await Expect(person.LineState).ToContainTextAsync("sparad");
        await Expect(other.Composer).ToHaveValueAsync("");
        await person.Page.CloseAsync();
        await other.GoAsync("/konto");
        await other.GoAsync(incident);
        await Expect(other.Page.Locator("kris-composer form[aria-busy=true]")).ToHaveCountAsync(0);
        await Expect(other.Composer).ToHaveValueAsync("");
        var left = await other.Page.EvaluateAsync<string[]>(
            "() => Object.keys(localStorage).filter(name => /kris.(stage|open)\\|/.test(name))");
        Assert.All(left, name => Assert.Contains("|kris.gone.", name, StringComparison.Ordinal));
    }

    // As a browser does whose disk is full.
    private async Task ThrowAwayAsync(Person person)
    {
        await person.Page.EvaluateAsync(
            """
            () => new Promise(resolve => {
                const opening = indexedDB.open('kris');
                opening.onsuccess = () => {
                    opening.result.onclose = () => { window.isEmptied = true; };
                    resolve();
                };
            })
            """);
        var browser = await person.Context.NewCDPSessionAsync(person.Page);
        await browser.SendAsync("Storage.clearDataForOrigin", new()
        {
            ["origin"] = Site.Program.Address.ToString().TrimEnd('/'),
            ["storageTypes"] = "indexeddb",
        });
        await person.Page.WaitForFunctionAsync("() => window.isEmptied");
    }

    private static Task<double> NowAsync(Person person) => person.Page.EvaluateAsync<double>("() => Date.now()");

    private async Task LeaveAsync(Person person, TestIncident incident, string tab, string text, double at) =>
        await person.Page.EvaluateAsync(
            Leave, new object[] { await Site.AccountAsync("tib"), incident.Id, tab, text, at });
}
