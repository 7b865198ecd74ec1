using Kris.Browser.Offline;
using Kris.Browser.Running;

namespace Kris.Browser.Connection;

/// <summary>The wire between the browser and the program is cut while somebody works.</summary>
public sealed class LostCircuitTests(Site site) : BrowserTest(site)
{
    protected override bool HasWorker => true;

    [Fact]
    public async Task What_is_typed_while_the_wire_is_cut_stays_and_the_page_says_so()
    {
        var (incident, officer, wire) = await ThereAsync();
        await using var cable = wire;
        await officer.Composer.PressSequentiallyAsync("Före avbrottet");

        wire.Cut();
        await Expect(officer.Connection).ToHaveTextAsync("Återansluter …");
        await officer.Composer.PressSequentiallyAsync(" och under det");
        wire.Restore();

        await Expect(officer.Connection).ToHaveTextAsync("Ansluten");
        await Expect(officer.Composer).ToHaveValueAsync("Före avbrottet och under det");
        await officer.Composer.PressAsync("Enter");
        await Expect(officer.Line("Före avbrottet och under det")).ToHaveCountAsync(1);
        Assert.Single(await incident.LinesAsync(), line => line.Text == "Före avbrottet och under det");
    }

    [Fact]
    public async Task Lines_that_are_saved_while_the_wire_is_cut_wait_and_are_delivered_once_and_in_order()
    {
        var (incident, officer, wire) = await ThereAsync();
        await using var cable = wire;
        wire.Cut();
        await officer.WriteAsync("Väntande rad 1");
        await Expect(officer.LineState).ToHaveTextAsync("väntar på nät (1 rad)");
        await officer.WriteAsync("Väntande rad 2");
        await Expect(officer.LineState).ToHaveTextAsync("väntar på nät (2 rader)");
        await Expect(officer.Outbox.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(2);

        wire.Restore();

        await Expect(officer.LineState).ToContainTextAsync("sparad");
        await Expect(officer.Outbox).ToBeHiddenAsync();
        await Expect(officer.Line("Väntande rad")).ToHaveCountAsync(2);
        var texts = (await incident.LinesAsync()).Select(line => line.Text).Skip(1);
        Assert.Equal(["Väntande rad 1", "Väntande rad 2"], texts);
    }

    [Fact]
    public async Task However_long_the_database_is_away_the_first_line_is_the_first_to_be_saved()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        officer.ExpectsOutages();
        await officer.GoAsync(incident);
        var tried = new List<string>();
        await officer.Page.RouteAsync("**/lines/*", async route =>
        {
            tried.Add(route.Request.Url);
            await route.FulfillAsync(
                new() { Status = 503, ContentType = "application/problem+json", Body = "{\"status\":503}" });
        });
        for (var line = 1; line <= 3; line++)
            await officer.WriteAsync($"Databasen är borta {line}");

        // Coming back to the page sends at once, without the pauses in between.
        await WaitAsync(async () =>
        {
            await officer.Page.EvaluateAsync("() => window.dispatchEvent(new Event('focus'))");
            return tried.Count >= 8;
        });
        await officer.Page.UnrouteAllAsync();
        await Expect(officer.Line("Databasen är borta")).ToHaveCountAsync(3);

        Assert.Single(tried.Distinct());
        Assert.Equal(
            Enumerable.Range(1, 3).Select(line => $"Databasen är borta {line}"),
            (await incident.LinesAsync()).Skip(1).Select(line => line.Text));
    }

    [Fact]
    public async Task A_line_whose_answer_was_lost_stands_in_the_log_once()
    {
        var (incident, officer, wire) = await ThereAsync();
        await using var cable = wire;
        wire.HoldAnswers();
        await officer.WriteAsync("Raden vars svar försvann");
        await WaitAsync(async () => (await incident.LinesAsync()).Any(line => line.Text == "Raden vars svar försvann"));

        wire.Cut();
        wire.Restore();

        await Expect(officer.LineState).ToContainTextAsync("sparad");
        Assert.Single(await incident.LinesAsync(), line => line.Text == "Raden vars svar försvann");
        await Expect(officer.Line("Raden vars svar försvann")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_reload_without_a_wire_keeps_the_draft_and_the_lines_that_wait()
    {
        var (incident, officer, wire) = await ThereAsync();
        await using var cable = wire;
        await Kept.UntilReadyAsync(officer, incident);
        wire.Cut();
        await officer.WriteAsync("Rad som väntar genom en omladdning");
        await Expect(officer.LineState).ToHaveTextAsync("väntar på nät (1 rad)");
        await officer.Composer.FillAsync("Utkast genom en omladdning");
        await officer.Page.ReloadAsync();
        await Expect(officer.Heading("Logg utan server")).ToBeVisibleAsync();
        await Expect(officer.Outbox.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
        await Expect(officer.Composer).ToHaveValueAsync("Utkast genom en omladdning");

        wire.Restore();
        await officer.Button("Fortsätt till Kris").ClickAsync();

        await Expect(officer.Composer).ToHaveValueAsync("Utkast genom en omladdning");
        await Expect(officer.Line("Rad som väntar genom en omladdning")).ToHaveCountAsync(1);
        Assert.Single(await incident.LinesAsync(), line => line.Text == "Rad som väntar genom en omladdning");
    }

    [Fact]
    public async Task A_link_that_is_pressed_while_the_wire_is_cut_leads_nowhere_and_says_why()
    {
        var (_, officer, wire) = await ThereAsync();
        await using var cable = wire;
        await officer.Composer.FillAsync("Halvskriven rad");
        wire.Cut();
        await Expect(officer.Connection).ToHaveTextAsync("Återansluter …");

        await officer.Link("Händelser").ClickAsync();

        await Expect(officer.Text("Sidan ”Händelser” kan inte öppnas just nu.")).ToBeVisibleAsync();
        await Expect(officer.Composer).ToHaveValueAsync("Halvskriven rad");
    }

    [Fact]
    public async Task What_is_typed_in_a_dialog_while_the_wire_is_cut_is_what_is_decided()
    {
        var (incident, officer, wire) = await ThereAsync();
        await using var cable = wire;
        await officer.Button("Eskalera …").ClickAsync();
        await Expect(officer.Dialog).ToBeVisibleAsync();
        wire.Cut();
        await Expect(officer.Connection).ToHaveTextAsync("Återansluter …");
        await officer.Field("Vad behöver samordnas?").FillAsync("Vatten till två förvaltningar.");
        wire.Restore();
        await Expect(officer.Connection).ToHaveTextAsync("Ansluten");

        await officer.Button("Eskalera").ClickAsync();

        await Expect(officer.Dialog).ToBeHiddenAsync();
        await officer.Link("Nivå").ClickAsync();
        await Expect(officer.Page.Locator("main").GetByText("Vatten till två förvaltningar.")).ToBeVisibleAsync();
        Assert.Equal("sarskild-handelse", await incident.LevelAsync());
    }

    [Fact]
    public async Task Lines_of_others_that_came_while_the_wire_was_cut_are_there_when_it_is_back()
    {
        var (incident, officer, wire) = await ThereAsync();
        await using var cable = wire;
        wire.Cut();
        await Expect(officer.Connection).ToHaveTextAsync("Återansluter …");
        foreach (var text in new[] { "Under avbrottet 1", "Under avbrottet 2", "Under avbrottet 3" })
            await incident.Director.WriteAsync(incident.Id, text);

        wire.Restore();

        await Expect(officer.Line("Under avbrottet")).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task A_frame_without_a_page_in_it_is_loaded_anew()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        await person.GoAsync(incident);
        await person.Composer.FillAsync("Det här står kvar.");

        await person.Page.EvaluateAsync("() => document.querySelector('main h1').remove()");

        await Expect(person.Heading(incident.Title)).ToBeVisibleAsync(new() { Timeout = 3 * Person.Patience });
        await Expect(person.Composer).ToHaveValueAsync("Det här står kvar.");
    }

    [Fact]
    public async Task A_page_whose_circuit_never_began_comes_alive_by_itself()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        officer.ExpectsOutages();
        await officer.Page.RouteAsync("**/_blazor/negotiate**", route => route.AbortAsync(), new() { Times = 1 });

        await officer.Page.GotoAsync(incident.Address);

        await officer.Page.Locator("[data-interactive=true]").WaitForAsync();
        await Expect(officer.Line("Första raden")).ToBeVisibleAsync();
        await officer.WriteAsync("Skriven när sidan kom igång");
        await Expect(officer.Line("Skriven när sidan kom igång")).ToBeVisibleAsync();
    }

    private async Task<(TestIncident Incident, Person Officer, Wire Wire)> ThereAsync()
    {
        var wire = new Wire(Site.Program.Port);
        var incident = await OpenAsync();
        var officer = await AsAsync("tib", wire);
        officer.ExpectsOutages();
        await officer.GoAsync(incident);
        await Expect(officer.Line("Första raden")).ToBeVisibleAsync();
        return (incident, officer, wire);
    }

    private static async Task WaitAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(Person.Patience));
        while (!await isSo())
            await Task.Delay(50, limit.Token);
    }
}
