using Kris.Browser.Look;
using Kris.Browser.Running;

namespace Kris.Browser.Offline;

/// <summary>Lines that wait in the browser: whose they are, how they lie, and that nobody forgets them.</summary>
[Collection(KeepingSiteCollection.Name)]
public sealed class OutboxTests(Site site) : BrowserTest(site)
{
    protected override bool HasWorker => true;

    private const string Secret = "Ord som inte ska ligga i klartext";

    [Fact]
    public async Task What_waits_lies_encrypted_and_survives_the_page()
    {
        var (incident, person, wire) = await WaitingAsync(Secret);
        await using var cable = wire;
        await person.Composer.FillAsync($"{Secret} heller");
        await Kept.UntilAsync(
            person, names => names.Any(name => name.StartsWith("kris.draft.", StringComparison.Ordinal)));

        var content = await Kept.ContentAsync(person);
        var tab = await TabAsync(person);
        tab.ExpectsOutages();
        await person.Page.CloseAsync();
        wire.Restore();
        await tab.GoAsync(incident);

        Assert.DoesNotContain(Secret, content, StringComparison.Ordinal);
        await Expect(tab.Composer).ToHaveValueAsync($"{Secret} heller");
        await Expect(tab.Line(Secret)).ToHaveCountAsync(1);
        Assert.Single(await incident.LinesAsync(), line => line.Text == Secret);
    }

    // The database of the browser takes nothing, as one whose disk is full: what is typed stays where it was put down.
    [Fact]
    public async Task What_was_put_down_before_the_key_was_at_hand_lies_in_the_open_no_longer_than_that()
    {
        var person = await AsAsync("tib");
        await person.Page.AddInitScriptAsync(
            "IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError'); };");
        await person.Page.GotoAsync("/konto/losenord");

        var lies = await person.Page.EvaluateAsync<string[]>(
            """
            async () => {
                const account = crypto.randomUUID();
                const { keep, keptUnder } = await import('/js/storage.js');
                const mine = () => Object.keys(localStorage).filter(name => name.includes(`|${account}|`))
                    .map(name => localStorage.getItem(name)[0]).join('');
                keep(account, 'draft', 'Ord');
                keep(account, 'draft.long', 'Ord'.repeat(100_000));
                // A copy of what others wrote is never put down in the open.
                keep(account, `seen.${account}.x`, 'Ord');
                const before = mine();
                await keptUnder(account, 'draft');
                return [before, mine()];
            }
            """);

        Assert.Equal(["p", "e"], lies);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_browser_that_has_not_promised_to_keep_what_waits_says_so_where_it_waits(bool isPromised)
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        person.ExpectsOutages();
        var promise = isPromised ? "true" : "false";
        await person.Page.AddInitScriptAsync($"StorageManager.prototype.persisted = async () => {promise};");
        await person.Page.RouteAsync("**/lines/*", route => route.AbortAsync());
        await person.GoAsync(incident);

        await person.WriteAsync("Väntar här");

        await Expect(person.Page.Locator("ul.outbox > li")).ToContainTextAsync("Väntar på nät");
        await Expect(person.Text("har inte lovat att behålla")).ToBeVisibleAsync(new() { Visible = !isPromised });
    }

    // A proxy, or the login page of a hotel, says no in its own words; they are nothing that the server has said.
    [Fact]
    public async Task A_no_that_is_not_the_servers_leaves_the_line_waiting_and_it_is_sent_later()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        person.ExpectsOutages();
        person.Expects("status of 403");
        await person.GoAsync(incident);
        await person.Page.RouteAsync("**/lines/*", route => route.FulfillAsync(
            new() { Status = 403, ContentType = "text/html", Body = "<html><body>Blocked</body></html>" }));
        await person.WriteAsync("Genom en mellanhand");
        await Expect(person.Page.Locator("ul.outbox > li")).ToContainTextAsync("Väntar på nät");

        await person.Page.UnrouteAllAsync();

        await Expect(person.Line("Genom en mellanhand")).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        Assert.Single(await incident.LinesAsync(), line => line.Text == "Genom en mellanhand");
    }

    [Fact]
    public async Task A_line_names_the_unit_that_its_duty_is_held_for()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("forvaltningschef-skola");
        await person.GoAsync(incident);

        var sent = await person.Page.RunAndWaitForRequestAsync(() => person.WriteAsync("För skolan"), "**/lines/*");

        await Expect(person.LineState).ToContainTextAsync("sparad");
        Assert.Matches("\"unit\":\"[0-9a-f-]{36}\"", sent.PostData);
    }

    // A tab that the browser has put to sleep does not let go of what it holds. Its time is made short here.
    [Fact]
    public async Task A_line_is_sent_though_another_tab_that_sleeps_is_said_to_be_sending()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        await person.Page.AddInitScriptAsync(
            """
            const real = AbortSignal.timeout.bind(AbortSignal);
            AbortSignal.timeout = time => real(time === 30_000 ? 500 : time);
            """);
        var asleep = await TabAsync(person);
        await asleep.Page.GotoAsync("/konto/losenord");
        await asleep.Page.EvaluateAsync(
            """
            () => new Promise(has => {
                const account = document.querySelector('meta[name=kris-account]').content;
                navigator.locks.request(`kris.sender.${account}`, () => new Promise(() => has()));
            })
            """);
        await person.GoAsync(incident);

        await person.WriteAsync("Medan en annan flik sover");

        await Expect(person.LineState).ToContainTextAsync("sparad");
        Assert.Single(await incident.LinesAsync(), line => line.Text == "Medan en annan flik sover");
    }

    // While Kris is upgraded a page can be newer than the server that answers it.
    [Fact]
    public async Task A_line_that_an_older_server_does_not_understand_waits_for_a_newer_one()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        person.ExpectsOutages();
        person.Expects("status of 400");
        await person.GoAsync(incident);
        await person.Page.RouteAsync("**/lines/*", route => route.FulfillAsync(new()
        {
            Status = 400,
            ContentType = "application/problem+json",
            Body = """{"detail":"Fältet ”nytt” finns inte. Inget har sparats.","unknownField":"nytt"}""",
        }));
        await person.WriteAsync("Från en nyare sida");
        await Expect(person.Page.Locator("ul.outbox > li")).ToContainTextAsync("Väntar på en nyare server");

        await person.Page.UnrouteAllAsync();

        await Expect(person.Line("Från en nyare sida")).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        Assert.Single(await incident.LinesAsync(), line => line.Text == "Från en nyare sida");
    }

    [Fact]
    public async Task What_an_older_Kris_kept_in_the_open_is_taken_over_and_sent()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        var account = await Site.AccountAsync("tib");
        var key = Guid.CreateVersion7();
        await person.Page.GotoAsync("/konto/losenord");
        await person.Page.EvaluateAsync(
            """
            ([account, incident, key, at]) => {
                const body = { kind: 'anteckning', text: 'Från ett äldre Kris', duty: 'tib' };
                const line = { key, account, incident, body, draft: { text: body.text }, writtenAt: at, keptAt: at };
                localStorage.setItem(`kris.line.${account}.${incident}.${key}`, JSON.stringify(line));
                localStorage.setItem(`kris.draft.${account}.${incident}`, JSON.stringify({ text: 'Äldre utkast', at }));
            }
            """,
            new object[] { account, incident.Id, key, Now.AddMinutes(-3).ToUnixTimeMilliseconds() });

        await person.GoAsync(incident);

        await Expect(person.Composer).ToHaveValueAsync("Äldre utkast");
        await Expect(person.Line("Från ett äldre Kris")).ToHaveCountAsync(1);
        Assert.Single(await incident.LinesAsync(), line => line.Key == key.ToString());
        var left = await person.Page.EvaluateAsync<string[]>("() => Object.keys(localStorage)");
        Assert.DoesNotContain(left, name => name.StartsWith("kris.line.", StringComparison.Ordinal));
        Assert.DoesNotContain(left, name => name.StartsWith("kris.draft.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_person_on_the_same_browser_neither_sees_sends_nor_deletes_what_waits()
    {
        var (incident, person, wire) = await WaitingAsync("Väntar på sin egen författare");
        await using var cable = wire;
        var waiting = (await Kept.NamesAsync(person)).Single(IsLine);
        await person.Context.ClearCookiesAsync();
        await person.Page.GotoAsync("about:blank");
        wire.Restore();

        await LogInAsync(person, incident, "stabsmedlem");
        await Expect(person.Outbox).ToBeHiddenAsync();
        await person.WriteAsync("En annans rad");
        await Expect(person.Line("En annans rad")).ToHaveCountAsync(1);
        // The log can show it before the answer is here.
        await Expect(person.LineState).ToContainTextAsync("sparad");
        Assert.Equal([waiting], (await Kept.NamesAsync(person)).Where(IsLine));
        Assert.DoesNotContain(await incident.LinesAsync(), line => line.Text == "Väntar på sin egen författare");

        await person.Context.ClearCookiesAsync();
        await LogInAsync(person, incident, "loggforare1");
        await Expect(person.Line("Väntar på sin egen författare")).ToContainTextAsync("Loggförare 1");

        static bool IsLine(string name) => name.StartsWith("kris.line.", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_asks_when_something_waits_and_staying_stays()
    {
        var (incident, person, wire) = await WaitingAsync("Ännu inte skickad");
        await using var cable = wire;
        // The line cannot be sent although the server is there: it answers as somebody else's.
        await person.Page.RouteAsync("**/lines/*", route => route.FulfillAsync(new() { Status = 503 }));
        wire.Restore();
        person.Expects("status of 503");
        await Expect(person.Connection).ToHaveTextAsync("Ansluten");
        await person.SignOutAsync();

        await Expect(person.Heading("1 rad har inte skickats")).ToBeVisibleAsync();
        Assert.Empty(await Accessibility.ViolationsAsync(person.Page));
        await Pictures.TakeAsync(person, "logout");
        await person.Button("Stanna kvar").ClickAsync();
        await Expect(person.Heading(incident.Title)).ToBeVisibleAsync();

        await person.Button("Logga ut").ClickAsync();
        await person.Button("Logga ut ändå").ClickAsync();
        await Expect(person.Heading("Logga in i Kris")).ToBeVisibleAsync();
        Assert.Contains(
            await Kept.NamesAsync(person), name => name.StartsWith("kris.line.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_line_that_has_waited_for_a_day_is_told_of_and_can_be_copied_and_printed()
    {
        var (_, person, wire) = await WaitingAsync("Har väntat ett dygn");
        await using var cable = wire;
        await Expect(person.Text("har väntat på servern i mer än ett dygn")).ToHaveCountAsync(0);
        await person.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await person.Page.EvaluateAsync("() => { window.print = () => {}; }");

        await person.Page.EvaluateAsync(
            "() => { const now = Date.now; Date.now = () => now() + 25 * 60 * 60 * 1000; }");
        await person.Page.EvaluateAsync("() => document.dispatchEvent(new Event('visibilitychange'))");

        var nag = person.Page.GetByRole(AriaRole.Region, new() { Name = "Rader som har väntat länge" });
        await Expect(nag).ToContainTextAsync("1 rad har väntat på servern i mer än ett dygn.");
        Assert.Empty(await Accessibility.ViolationsAsync(person.Page));
        await Pictures.TakeAsync(person, "nag");
        await person.Button("Kopiera raderna").ClickAsync();
        await Expect(person.Text("1 rad kopierades.")).ToBeVisibleAsync();
        var copied = await person.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
        Assert.Contains("Har väntat ett dygn", copied, StringComparison.Ordinal);
        await person.Button("Skriv ut raderna").ClickAsync();
        await person.Page.WaitForFunctionAsync("() => document.querySelector('.waiting-print li')?.textContent"
            + ".includes('Har väntat ett dygn')");
        Assert.Contains(
            await Kept.NamesAsync(person), name => name.StartsWith("kris.line.", StringComparison.Ordinal));
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private async Task LogInAsync(Person person, TestIncident incident, string user)
    {
        await person.Page.GotoAsync($"/logga-in?returnUrl={Uri.EscapeDataString(incident.Address)}");
        await Site.FillLoginAsync(person.Page, user);
        await Kris.Browser.Running.Site.LeftLoginAsync(person.Page);
        await person.GoAsync(incident);
    }

    private async Task<(TestIncident Incident, Person Person, Wire Wire)> WaitingAsync(string text)
    {
        var wire = new Wire(Site.Program.Port);
        var incident = await OpenAsync();
        var person = await LoggedInAsync("loggforare1", wire);
        person.ExpectsOutages();
        person.Expects("status of 401");
        await person.GoAsync(incident);
        wire.Cut();
        await person.WriteAsync(text);
        await Expect(person.LineState).ToHaveTextAsync("väntar på nät (1 rad)");
        return (incident, person, wire);
    }
}
