using Kris.Browser.Running;

namespace Kris.Browser.Offline;

/// <summary>Which incidents the page without a server shows, for how long, and to whom.</summary>
[Collection(KeepingSiteCollection.Name)]
public sealed class KeptIncidentTests(Site site) : BrowserTest(site)
{
    protected override bool HasWorker => true;

    [Fact]
    public async Task Whoever_was_on_another_tab_of_the_incident_writes_in_it_all_the_same()
    {
        var incident = await OpenAsync();
        await using var wire = new Wire(Site.Program.Port);
        var officer = await AsAsync("tib", wire);
        officer.ExpectsOutages();
        await officer.GoAsync($"{incident.Address}/uppgifter");
        await Kept.UntilReadyAsync(officer, incident);

        wire.RefuseAll();
        await officer.Page.ReloadAsync();

        await Expect(officer.Heading("Logg utan server")).ToBeVisibleAsync();
        await officer.WriteAsync("Från uppgifterna");
        await Expect(officer.LineState).ToHaveTextAsync("väntar på servern (1 rad)");
        wire.Restore();
        await Expect(officer.Page.Locator("main h1")).ToHaveTextAsync(incident.Title, new() { Timeout = 30_000 });
        Assert.Single(await incident.LinesAsync(), line => line.Text == "Från uppgifterna");
    }

    [Fact]
    public async Task The_incident_that_was_looked_at_last_is_the_one_to_write_in_and_no_other_takes_its_place()
    {
        var (first, second) = (await OpenAsync(), await OpenAsync());
        await using var wire = new Wire(Site.Program.Port);
        var officer = await AsAsync("tib", wire);
        officer.ExpectsOutages();
        await officer.Page.Clock.InstallAsync(new() { TimeDate = Now.UtcDateTime });
        foreach (var incident in new[] { first, second })
        {
            await officer.GoAsync(incident);
            await Kept.UntilReadyAsync(officer, incident);
        }

        // The other one is asked for anew, which is not to look at it.
        var asked = officer.Page.WaitForResponseAsync($"**/incidents/{first.Id}/kept");
        await officer.Page.Clock.FastForwardAsync("00:40");
        await asked;
        wire.Cut();
        await officer.Page.GotoAsync("/");
        await Expect(officer.Heading(second.Title)).ToBeVisibleAsync();

        await officer.Page.GotoAsync($"/handelser/{Guid.NewGuid()}");
        await Expect(officer.Text("Händelsen på den här adressen finns inte sparad")).ToBeVisibleAsync();
        await Expect(officer.Composer).ToHaveCountAsync(0);
        await officer.Field("Händelse").SelectOptionAsync(first.Id.ToString());
        await Expect(officer.Heading(first.Title)).ToBeVisibleAsync();
        await Expect(officer.Composer).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_page_that_lies_open_for_a_day_shows_the_words_no_longer()
    {
        var (incident, officer, wire) = await ThereAsync();
        await using var cable = wire;
        await officer.Page.Clock.InstallAsync(new() { TimeDate = Now.UtcDateTime });
        wire.Cut();
        await officer.Page.ReloadAsync();
        await Expect(officer.Text($"Första raden om {incident.Title}.")).ToBeVisibleAsync();
        await officer.Composer.FillAsync("Skrivs ännu");

        await officer.Page.Clock.FastForwardAsync("25:00:00");

        await Expect(officer.Text("Raderna visas bara ett dygn.")).ToBeVisibleAsync();
        await Expect(officer.Text(incident.Title)).ToHaveCountAsync(0);
        await Expect(officer.Page.Locator("a[href^='tel:']")).ToHaveCountAsync(0);
        await Expect(officer.Composer).ToHaveValueAsync("Skrivs ännu");
    }

    [Fact]
    public async Task A_duty_that_may_not_read_takes_the_words_away_and_not_what_waits()
    {
        var (incident, officer, wire) = await ThereAsync();
        await using var cable = wire;
        officer.Expects("status of 403");
        await officer.Page.RouteAsync("**/lines/*", route => route.FulfillAsync(new() { Status = 503 }));
        await officer.WriteAsync("Väntar kvar");
        await officer.Page.RouteAsync("**/kept", route => route.FulfillAsync(new() { Status = 403 }));
        await officer.Page.EvaluateAsync("() => document.dispatchEvent(new Event('kris-line-saved'))");
        await Kept.UntilAsync(officer, names => !names.Any(IsSeen));

        wire.Cut();
        await officer.Page.ReloadAsync();

        await Expect(officer.Text("1 rad väntar i en annan händelse.")).ToBeVisibleAsync();
        await Expect(officer.Text("Ingen händelse har visats")).ToBeVisibleAsync();
        await Expect(officer.Text(incident.Title)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Who_logs_out_in_another_tab_is_gone_from_the_page_that_lies_open()
    {
        var (incident, officer, wire) = await ThereAsync();
        await using var cable = wire;
        wire.Cut();
        await officer.Page.ReloadAsync();
        await Expect(officer.Heading(incident.Title)).ToBeVisibleAsync();
        var tab = await TabAsync(officer);
        tab.ExpectsOutages();
        await tab.Page.GotoAsync("/");

        // As a page does when somebody logs out; without a server no form can be sent.
        await tab.Page.EvaluateAsync(
            """
            async () => {
                const { forgetSeen, whoIsHere } = await import('/offline/js/seen.js');
                await forgetSeen(whoIsHere());
            }
            """);

        await Expect(officer.Text("Ingen är inloggad i den här webbläsaren")).ToBeVisibleAsync();
        await Expect(officer.Text(incident.Title)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_answer_that_was_on_its_way_as_somebody_logged_out_in_another_tab_is_not_kept()
    {
        var (_, officer, wire) = await ThereAsync();
        await using var cable = wire;
        var asked = new TaskCompletionSource<IRoute>(TaskCreationOptions.RunContinuationsAsynchronously);
        await officer.Page.RouteAsync("**/kept", route =>
        {
            asked.TrySetResult(route);
            return Task.CompletedTask;
        });
        await officer.Page.EvaluateAsync("() => document.dispatchEvent(new Event('kris-line-saved'))");
        var onItsWay = await asked.Task.WaitAsync(TimeSpan.FromMilliseconds(Person.Patience));
        await officer.Page.EvaluateAsync(
            """
            async () => {
                const { forgetSeen, whoIsHere } = await import('/js/seen.js');
                await forgetSeen(whoIsHere());
            }
            """);

        var answered = officer.Page.WaitForResponseAsync("**/kept");
        await onItsWay.ContinueAsync();
        await answered;

        await Task.Delay(500);
        Assert.DoesNotContain(await Kept.NamesAsync(officer), IsSeen);
    }

    [Fact]
    public async Task The_login_page_takes_away_what_anybody_saw_though_nobody_is_said_to_have_been_here()
    {
        var nobody = await NobodyAsync();
        await nobody.Page.GotoAsync("/logga-in");
        await nobody.Page.EvaluateAsync(
            """
            async () => {
                const { writeSeen } = await import('/js/seen.js');
                await writeSeen(crypto.randomUUID(), crypto.randomUUID(), { title: 'En annans händelse' });
            }
            """);
        Assert.Contains(await Kept.NamesAsync(nobody), IsSeen);

        await nobody.Page.ReloadAsync();

        await Kept.UntilAsync(nobody, names => !names.Any(IsSeen));
    }

    [Theory]
    [InlineData(
        "ServiceWorkerContainer.prototype.register = () => Promise.reject(new DOMException('', 'SecurityError'))",
        "webbläsaren tog inte emot den sidan")]
    [InlineData(
        "Object.defineProperty(window, 'isSecureContext', { value: false })", "Adressen är inte krypterad (https).")]
    public async Task A_browser_that_cannot_keep_the_page_says_so_where_one_writes(string trouble, string words)
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.Page.AddInitScriptAsync(trouble);

        await officer.GoAsync(incident);

        await Expect(officer.Page.Locator("kris-offline-state")).ToContainTextAsync(words);
    }

    private static bool IsSeen(string name) => name.StartsWith("kris.seen.", StringComparison.Ordinal);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private async Task<(TestIncident Incident, Person Officer, Wire Wire)> ThereAsync()
    {
        var wire = new Wire(Site.Program.Port);
        var incident = await OpenAsync();
        var officer = await AsAsync("tib", wire);
        officer.ExpectsOutages();
        await officer.GoAsync(incident);
        await Kept.UntilReadyAsync(officer, incident);
        return (incident, officer, wire);
    }
}
