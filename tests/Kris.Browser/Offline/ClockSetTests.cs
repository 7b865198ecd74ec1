using Kris.Browser.Running;

namespace Kris.Browser.Offline;

/// <summary>Somebody notices that the computer's clock is wrong, and sets it, while there is no server.</summary>
[Collection(KeepingSiteCollection.Name)]
public sealed class ClockSetTests(Site site) : BrowserTest(site)
{
    protected override bool HasWorker => true;

    [Fact]
    public async Task A_clock_that_is_set_while_the_server_is_away_changes_neither_the_order_nor_the_times()
    {
        var incident = await OpenAsync();
        await using var wire = new Wire(Site.Program.Port);
        var officer = await AsAsync("tib", wire);
        officer.ExpectsOutages();
        await officer.Page.Clock.InstallAsync(new() { TimeDate = Now.UtcDateTime });
        await officer.GoAsync(incident);
        await Kept.UntilReadyAsync(officer, incident);
        wire.Cut();
        await officer.Page.ReloadAsync();
        await officer.WriteAsync("Före ställningen");
        await Expect(officer.LineState).ToHaveTextAsync("väntar på nät (1 rad)");

        await officer.Page.Clock.SetSystemTimeAsync(Now.AddHours(-1).UtcDateTime);
        await Expect(officer.Text("Datorns klocka går 60 minuter efter.")).ToBeVisibleAsync();
        await officer.WriteAsync("Efter ställningen");
        await Expect(officer.LineState).ToHaveTextAsync("väntar på nät (2 rader)");
        await officer.Page.ReloadAsync();
        await officer.WriteAsync("Efter omladdningen");
        await Expect(officer.LineState).ToHaveTextAsync("väntar på nät (3 rader)");
        wire.Restore();

        await Expect(officer.Page.Locator("main h1")).ToHaveTextAsync(incident.Title, new() { Timeout = 30_000 });
        Assert.Equal(
            ["Före ställningen", "Efter ställningen", "Efter omladdningen"],
            (await incident.LinesAsync()).Skip(1).Select(line => line.Text));
        var log = await incident.Director.GetAsync($"/incidents/{incident.Id}/lines?limit=500");
        var lines = log.GetProperty("lines").EnumerateArray();
        Assert.All(
            lines.Select(line => line.GetProperty("occurredAt").GetDateTimeOffset()),
            occurred => Assert.InRange((Now - occurred).TotalMinutes, -2, 5));
    }

    // When something was written is told to the second, though what one reads goes by the computer's own clock.
    [Fact]
    public async Task A_clock_that_is_some_seconds_off_is_measured_by_what_Kris_answers_and_by_nobody_else()
    {
        var person = await NobodyAsync();
        await person.Page.GotoAsync("/logga-in");

        var seconds = await person.Page.EvaluateAsync<double[]>(
            """
            async () => {
                const { learn, preciseNow, serverNow } = await import('/js/clock.js');
                const answer = (seconds, type) => new Response('{}', { headers: {
                    'Date': new Date(Date.now() + seconds * 1000).toUTCString(), 'Content-Type': type } });
                const off = now => (now() - Date.now()) / 1000;
                learn(answer(-20, 'application/json'));
                const first = off(preciseNow);
                learn(answer(7200, 'text/html'));
                return [first, off(preciseNow), off(serverNow)];
            }
            """);

        Assert.InRange(seconds[0], -20.6, -19.4);
        Assert.InRange(seconds[1], -20.6, -19.4);
        Assert.Equal(0, seconds[2], precision: 1);
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();
}
