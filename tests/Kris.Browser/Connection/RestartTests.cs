using Kris.Browser.Running;

namespace Kris.Browser.Connection;

/// <summary>The program is killed and started again while lines are on their way.</summary>
[Collection(KilledSiteCollection.Name)]
public sealed class RestartTests(Site site) : BrowserTest(site)
{
    protected override bool HasWorker => true;

    private const int Rounds = 3;
    private const int LinesARound = 4;

    [Fact]
    public async Task Restarts_while_lines_are_sent_lose_nothing_and_double_nothing()
    {
        var incident = await OpenAsync();
        var logger = await AsAsync("loggforare1");
        logger.ExpectsOutages();
        await logger.GoAsync(incident);
        var random = new Random(20);
        var written = new List<string>();

        try
        {
            for (var round = 1; round <= Rounds; round++)
                await RestartAsync(logger, round, random.Next(250), written);
        }
        finally
        {
            await Site.Program.StartAgainAsync();
        }

        // The last page may have come back when everything was saved: then its outbox is empty and its state is silent.
        await Expect(logger.Outbox).ToBeHiddenAsync();
        await Expect(logger.Line("Omgång")).ToHaveCountAsync(written.Count);
        var found = (await incident.LinesAsync()).Skip(1).ToList();
        Assert.Equal(written, found.Select(line => line.Text));
        Assert.Equal(found.Count, found.DistinctBy(line => line.Key).Count());
        await Expect(logger.Line("Omgång")).ToHaveCountAsync(written.Count);
    }

    private async Task RestartAsync(Person logger, int round, int killAfter, List<string> written)
    {
        await logger.Page.EvaluateAsync("round => { window.round = round; }", round);
        var killing = KillAfterAsync(killAfter);
        for (var line = 1; line <= LinesARound; line++)
            await WriteAsync(logger, written, $"Omgång {round}, rad {line}");
        await killing;
        await logger.Composer.FillAsync("Utkast");
        await Site.Program.StartAgainAsync();
        await ReloadedAsync(logger, round);
        await Expect(logger.Composer).ToHaveValueAsync("Utkast");
    }

    private static async Task WriteAsync(Person person, List<string> written, string line)
    {
        await person.WriteAsync(line);
        await Expect(person.Composer).ToHaveValueAsync("");
        written.Add(line);
    }

    // The moment is the test's matter: somewhere in the sending of the lines, another in each round.
    private async Task KillAfterAsync(int milliseconds)
    {
        await Task.Delay(milliseconds);
        await Site.Program.KillAsync();
    }

    // The circuit is gone with the program, so the page comes back by itself.
    private static async Task ReloadedAsync(Person person, int round)
    {
        await person.Page.WaitForFunctionAsync(
            "round => window.round !== round",
            round,
            new() { Timeout = 6 * Person.Patience });
        await person.AliveAsync();
    }
}
