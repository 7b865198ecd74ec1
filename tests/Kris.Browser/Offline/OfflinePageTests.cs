using System.Globalization;
using Kris.Browser.Look;
using Kris.Browser.Running;
using Kris.Web.Components;

namespace Kris.Browser.Offline;

/// <summary>Kris is opened, or loaded anew, while nothing answers.</summary>
[Collection(KeepingSiteCollection.Name)]
public sealed class OfflinePageTests(Site site) : BrowserTest(site)
{
    protected override bool HasWorker => true;

    private const string CachedPaths =
        """
        async () => {
            const paths = [];
            for (const name of await caches.keys()) {
                const cache = await caches.open(name);
                for (const request of await cache.keys()) paths.push(new URL(request.url).pathname);
            }
            return paths;
        }
        """;

    [Fact]
    public async Task Kris_that_is_opened_without_a_server_shows_what_was_seen_and_whom_to_call()
    {
        var (incident, officer, wire) = await ThereAsync();
        await using var cable = wire;

        wire.Cut();
        var tab = await TabAsync(officer);
        tab.ExpectsOutages();
        await tab.Page.GotoAsync("/");

        await Expect(tab.Heading("Logg utan server")).ToBeVisibleAsync();
        await Expect(tab.Heading(incident.Title)).ToBeVisibleAsync();
        await Expect(tab.Text($"Första raden om {incident.Title}.")).ToBeVisibleAsync();
        await Expect(tab.Text("Ingen kontakt med servern")).ToBeVisibleAsync();
        var call = tab.Page.GetByRole(AriaRole.Link, new() { Name = "Ring Stabschef 1" });
        await Expect(call).ToBeVisibleAsync();
        Assert.StartsWith("tel:070174", await call.GetAttributeAsync("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_written_without_a_server_are_delivered_in_order_once_with_the_time_when_they_were_written()
    {
        var (incident, officer, wire) = await ThereAsync();
        await using var cable = wire;
        var tab = await TabAsync(officer);
        tab.ExpectsOutages();
        await tab.Page.Clock.InstallAsync(new() { TimeDate = Now.AddMinutes(-10).UtcDateTime });
        wire.Cut();
        await tab.Page.GotoAsync(incident.Address);
        await Expect(tab.Heading(incident.Title)).ToBeVisibleAsync();
        await tab.WriteAsync("Utan server 1");
        await tab.WriteAsync("Utan server 2");
        await Expect(tab.LineState).ToHaveTextAsync("väntar på nät (2 rader)");

        await tab.Page.Clock.FastForwardAsync("10:00");
        wire.Restore();

        await Expect(tab.Page.Locator("main h1")).ToHaveTextAsync(incident.Title, new() { Timeout = 30_000 });
        await Expect(tab.Composer).ToBeFocusedAsync();
        await Expect(tab.Line("Utan server")).ToHaveCountAsync(2);
        await Expect(tab.Line("Utan server 1")).ToContainTextAsync("i efterhand");
        Assert.Equal(
            ["Utan server 1", "Utan server 2"], (await incident.LinesAsync()).Skip(1).Select(line => line.Text));
        var occurred = await OccurredAsync(incident, "Utan server 1");
        Assert.InRange((Now - occurred).TotalMinutes, 9, 14);
    }

    [Fact]
    public async Task Whoever_has_begun_in_any_field_is_not_torn_away_when_the_server_is_back()
    {
        var (incident, officer, wire) = await ThereAsync();
        await using var cable = wire;
        wire.Cut();
        await officer.Page.ReloadAsync();
        await officer.Page.Locator("#composer-kind").SelectOptionAsync("inkommet");
        await officer.Field("Från").FillAsync("Polisen");

        wire.Restore();

        await Expect(officer.Text("Servern svarar igen. Det du har skrivit är kvar.")).ToBeVisibleAsync();
        await officer.Page.WaitForTimeoutAsync(1_000);
        await Expect(officer.Field("Från")).ToBeFocusedAsync();
        await officer.Button("Fortsätt till Kris").ClickAsync();
        await Expect(officer.Page.Locator("main h1")).ToHaveTextAsync(incident.Title, new() { Timeout = 30_000 });
        await Expect(officer.Field("Från")).ToHaveValueAsync("Polisen");
    }

    [Fact]
    public async Task A_computer_whose_clock_is_two_hours_wrong_still_tells_the_right_time_of_a_line()
    {
        var incident = await OpenAsync();
        await using var wire = new Wire(Site.Program.Port);
        var officer = await AsAsync("tib", wire);
        officer.ExpectsOutages();
        await officer.Page.Clock.InstallAsync(new() { TimeDate = Now.AddHours(-2).UtcDateTime });
        await officer.GoAsync(incident);
        await Kept.UntilReadyAsync(officer, incident);

        wire.Cut();
        await officer.Page.ReloadAsync();
        await Expect(officer.Text("Datorns klocka går 120 minuter efter.")).ToBeVisibleAsync();
        await officer.WriteAsync("Med fel klocka");
        await Expect(officer.LineState).ToHaveTextAsync("väntar på nät (1 rad)");
        await officer.Page.Clock.FastForwardAsync("03:00");
        wire.Restore();

        await Expect(officer.Line("Med fel klocka")).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        await Expect(officer.Line("Med fel klocka"))
            .ToContainTextAsync("datorns klocka gick 120 min efter, tiden är rättad");
        var occurred = await OccurredAsync(incident, "Med fel klocka");
        Assert.InRange((Now - occurred).TotalMinutes, -5, 5);
    }

    [Fact]
    public async Task A_true_time_is_taken_though_nobody_has_compared_a_clock_that_is_behind()
    {
        var (incident, officer, wire) = await ThereAsync();
        await using var cable = wire;
        var tab = await TabAsync(officer);
        tab.ExpectsOutages();
        await tab.Page.AddInitScriptAsync("localStorage.removeItem('kris.skew')");
        await tab.Page.Clock.InstallAsync(new() { TimeDate = Now.AddHours(-2).UtcDateTime });
        wire.Cut();
        await tab.Page.GotoAsync(incident.Address);
        var typed = Swedish.Local(Now.AddMinutes(-20)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        await tab.Field("Inträffade").FillAsync(typed);
        await tab.Field("Inträffade").BlurAsync();
        await Expect(tab.Text($"Tolkas som {typed}, som är senare än den här datorns klocka.")).ToBeVisibleAsync();
        await tab.WriteAsync("Med en klocka som ingen har jämfört");
        await Expect(tab.LineState).ToHaveTextAsync("väntar på nät (1 rad)");
        wire.Restore();

        await Expect(tab.Line("Med en klocka")).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        var occurred = await OccurredAsync(incident, "Med en klocka som ingen har jämfört");
        Assert.InRange((Now - occurred).TotalMinutes, 19, 23);
    }

    [Fact]
    public async Task Whoever_is_writing_when_the_server_comes_back_is_not_torn_away()
    {
        var (incident, officer, wire) = await ThereAsync();
        await using var cable = wire;
        wire.Cut();
        await officer.Page.ReloadAsync();
        await officer.Composer.PressSequentiallyAsync("Mitt i en mening");

        wire.Restore();

        await Expect(officer.Text("Servern svarar igen. Det du har skrivit är kvar.")).ToBeVisibleAsync();
        await Expect(officer.Composer).ToHaveValueAsync("Mitt i en mening");
        var api = await ApiAsync("tib");
        await Kept.UntilServerHasAsync(api, incident, "Mitt i en mening");
        await officer.Composer.PressSequentiallyAsync(" som");
        await Kept.UntilServerHasAsync(api, incident, "Mitt i en mening som");
        await officer.Button("Fortsätt till Kris").ClickAsync();
        await Expect(officer.Page.Locator("main h1")).ToHaveTextAsync(incident.Title);
        await Expect(officer.Composer).ToHaveValueAsync("Mitt i en mening som");
    }

    [Fact]
    public async Task After_signing_out_there_is_nothing_to_show_and_nobody_to_write_as()
    {
        var incident = await OpenAsync();
        await using var wire = new Wire(Site.Program.Port);
        var person = await LoggedInAsync("stabschef2", wire);
        person.ExpectsOutages();
        await person.GoAsync(incident);
        await Kept.UntilReadyAsync(person, incident);

        await person.Page.Locator("details.me > summary").ClickAsync();
        await person.Button("Logga ut").ClickAsync();
        await Expect(person.Heading("Logga in i Kris")).ToBeVisibleAsync();
        Assert.DoesNotContain(await Kept.NamesAsync(person), IsSeen);
        wire.Cut();
        await person.Page.GotoAsync(incident.Address);

        await Expect(person.Text("Ingen är inloggad i den här webbläsaren")).ToBeVisibleAsync();
        await Expect(person.Text(incident.Title)).ToHaveCountAsync(0);
        await Expect(person.Composer).ToHaveCountAsync(0);

        static bool IsSeen(string name) => name.StartsWith("kris.seen.", StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_erased_elsewhere_goes_from_what_is_kept_of_an_incident_that_nobody_looks_at()
    {
        var (first, second) = (await OpenAsync(), await OpenAsync());
        var person = await AsAsync("tib");
        // To the page's connection the time that is skipped is a silence.
        person.ExpectsOutages();
        await person.Page.Clock.InstallAsync(new() { TimeDate = Now.UtcDateTime });
        await person.GoAsync(first);
        await Kept.UntilReadyAsync(person, first);
        await person.GoAsync(second);
        await Kept.UntilReadyAsync(person, second);
        Assert.Contains("Första raden", await KeptOfAsync(person, first), StringComparison.Ordinal);
        var chief = await ApiAsync("stabschef");
        await chief.PostAsync(
            $"/incidents/{first.Id}/lines/2/erasure/propose",
            new { key = Guid.CreateVersion7(), spill = "annat", reason = "Hör inte hit." });

        var asked = person.Page.WaitForResponseAsync($"**/incidents/{first.Id}/kept");
        await person.Page.Clock.FastForwardAsync("00:40");
        await asked;

        var kept = await KeptOfAsync(person, first);
        for (var tries = 0; tries < 50 && kept.Contains("Första raden", StringComparison.Ordinal); tries++)
            kept = await KeptOfAsync(person, first);
        Assert.Contains(first.Title, kept, StringComparison.Ordinal);
        Assert.DoesNotContain("Första raden", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_other_page_is_kept()
    {
        var (_, officer, wire) = await ThereAsync();
        await using var cable = wire;

        var paths = await officer.Page.EvaluateAsync<string[]>(CachedPaths);

        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.StartsWith("/offline/", path, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_page_is_open_to_everybody_who_uses_help_to_read(bool isLight)
    {
        var screen = isLight ? Screens.LightAndWide() : Screens.DarkAndNarrow();
        var (_, officer, wire) = await ThereAsync(screen);
        await using var cable = wire;
        wire.Cut();
        await officer.Page.GotoAsync("/");
        await officer.WriteAsync("Väntar");
        await Expect(officer.Outbox.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);

        var wrong = await Accessibility.ViolationsAsync(officer.Page);

        await Pictures.TakeAsync(officer, $"offline-{(isLight ? "light" : "dark")}");
        Assert.Empty(wrong);
    }

    // As the page itself reads what it keeps, which is encrypted.
    private static async Task<string> KeptOfAsync(Person person, TestIncident incident) =>
        await person.Page.EvaluateAsync<string>(
            """
            async id => {
                const { seenOf, whoIsHere } = await import('/js/seen.js');
                return JSON.stringify((await seenOf(whoIsHere())).get(id) ?? null);
            }
            """,
            incident.Id.ToString());

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static async Task<DateTimeOffset> OccurredAsync(TestIncident incident, string text)
    {
        var log = await incident.Director.GetAsync($"/incidents/{incident.Id}/lines?limit=500");
        return log.GetProperty("lines").EnumerateArray()
            .Single(line => line.GetProperty("text").GetString() == text)
            .GetProperty("occurredAt").GetDateTimeOffset();
    }

    private async Task<(TestIncident Incident, Person Officer, Wire Wire)> ThereAsync(
        BrowserNewContextOptions? screen = null)
    {
        var wire = new Wire(Site.Program.Port);
        var incident = await OpenAsync();
        var officer = await AsAsync("tib", wire, screen);
        officer.ExpectsOutages();
        await officer.GoAsync(incident);
        await Kept.UntilReadyAsync(officer, incident);
        return (incident, officer, wire);
    }
}
