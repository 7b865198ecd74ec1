using System.Diagnostics;
using Kris.Browser.Running;

namespace Kris.Browser.Faults.Kinds;

/// <summary>The program is killed with kill -9 while lines are on their way, and started again.</summary>
internal static class WebKilled
{
    private const string Name = "web-killed";
    private const int InARow = 5;

    private static readonly TimeSpan LongestToWrite = TimeSpan.FromSeconds(20);

    public static Task<Figures> RunAsync(Stage stage, Extent extent) =>
        extent.HasBrowsers ? OneAsync(stage, extent) : OftenAsync(stage, extent);

    // With all that belongs to it: the people, and a private PostgreSQL that is left behind.
    private static async Task<Figures> OneAsync(Stage stage, Extent extent)
    {
        var ground = await stage.PrivateAsync();
        var node = ground.Nodes[0];
        await using var trial = await Trial.BeginAsync(ground, extent, Name, node.Address);
        var person = await trial.AddPersonAsync(stage.Browsers, node.Address, node.Address);
        await person.UntilKeptAsync();
        try
        {
            for (var round = 0; trial.HasMore; round++)
            {
                var isLoadedAnew = round % 2 == 0;
                await trial.RoundAsync(async () =>
                {
                    trial.Count();
                    await node.KillAsync();
                    if (isLoadedAnew)
                        await WithoutServerAsync(trial, person);
                    else
                        await trial.PauseAsync(0, 300);
                    await node.StartAgainAsync();
                });
            }
        }
        finally
        {
            await node.StartAgainAsync();
        }

        return trial.Result();
    }

    // The page is loaded anew while nothing answers, and what is written then is written in the one without a server.
    private static async Task WithoutServerAsync(Trial trial, BrowserWriter person)
    {
        var before = person.WithoutServer;
        await person.LoadAnewAsync();
        var begun = Stopwatch.GetTimestamp();
        while (person.WithoutServer == before && Stopwatch.GetElapsedTime(begun) < LongestToWrite)
            await Task.Delay(50);
        if (person.WithoutServer == before)
            trial.Fail("Utan server gick det inte att skriva en rad.");
        await trial.PauseAsync(0, 500);
    }

    // As often as can be: two nodes on one database, each killed some times in a row before all is looked at.
    private static async Task<Figures> OftenAsync(Stage stage, Extent extent)
    {
        var ground = await stage.SharedAsync(2);
        await using var trial = await Trial.BeginAsync(
            ground, extent, Name, [.. ground.Nodes.Select(node => node.Address)]);
        try
        {
            while (trial.HasMore)
            {
                await trial.RoundAsync(() => Task.WhenAll(
                    ground.Nodes.Select(node => KillInARowAsync(trial, node, trial.NextRandom()))));
            }
        }
        finally
        {
            await ground.NeedAsync(2);
        }

        trial.Note($"Två noder, var och en dödad {InARow} gånger i rad mellan kontrollerna, och inga webbläsare.");
        return trial.Result();
    }

    private static async Task KillInARowAsync(Trial trial, KrisProgram node, Random random)
    {
        for (var time = 0; time < InARow; time++)
        {
            await Task.Delay(random.Next(20, 500));
            trial.Count();
            await node.KillAsync();
            await Task.Delay(random.Next(200));
            await node.StartAgainAsync();
        }
    }
}
