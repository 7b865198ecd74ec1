using Kris.Browser.Running;

namespace Kris.Browser.Offline;

/// <summary>The program itself is killed, and started again on what it left.</summary>
[Collection(KilledSiteCollection.Name)]
public sealed class KilledServerTests(Site site) : BrowserTest(site)
{
    protected override bool HasWorker => true;

    [Fact]
    public async Task A_page_that_is_loaded_anew_over_a_killed_program_takes_lines_and_delivers_them_once()
    {
        var incident = await OpenAsync();
        var logger = await AsAsync("loggforare1");
        logger.ExpectsOutages();
        await logger.GoAsync(incident);
        await Kept.UntilReadyAsync(logger, incident);
        try
        {
            await Site.Program.KillAsync();
            await logger.Page.ReloadAsync();
            await Expect(logger.Heading("Logg utan server")).ToBeVisibleAsync();
            for (var i = 1; i <= 3; i++)
                await logger.WriteAsync($"Över en död server {i}");
            await Expect(logger.LineState).ToHaveTextAsync("väntar på nät (3 rader)");
        }
        finally
        {
            await Site.Program.StartAgainAsync();
        }

        await Expect(logger.Page.Locator("main h1")).ToHaveTextAsync(incident.Title, new() { Timeout = 60_000 });
        await Expect(logger.Line("Över en död server")).ToHaveCountAsync(3);
        Assert.Equal(
            Enumerable.Range(1, 3).Select(i => $"Över en död server {i}"),
            (await incident.LinesAsync()).Skip(1).Select(line => line.Text));
    }
}
