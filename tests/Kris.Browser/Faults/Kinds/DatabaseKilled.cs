using System.Diagnostics;
using System.Globalization;
using Kris.Data.Server;

namespace Kris.Browser.Faults.Kinds;

/// <summary>
/// PostgreSQL is killed with kill -9, all of it or the postmaster alone, whose backends then live on for a while.
/// </summary>
internal static class DatabaseKilled
{
    public static async Task<Figures> RunAsync(Stage stage, Extent extent)
    {
        var ground = await stage.PrivateAsync();
        var node = ground.Nodes[0];
        await using var trial = await Trial.BeginAsync(ground, extent, "database-killed", node.Address);
        if (extent.HasBrowsers)
            await trial.AddPersonAsync(stage.Browsers, node.Address, node.Address);
        while (trial.HasMore)
        {
            await trial.RoundAsync(async () =>
            {
                trial.Count();
                await KillAsync(ground.Data, all: trial.Random.Next(2) == 0);
            });
        }

        return trial.Result();
    }

    // The server leads a group of its own.
    private static async Task KillAsync(DataFolder folder, bool all)
    {
        var postmaster = PostmasterFile.Read(folder)!.Process.ToString(CultureInfo.InvariantCulture);
        using var kill = Process.Start("kill", ["-KILL", "--", all ? $"-{postmaster}" : postmaster]);
        await kill.WaitForExitAsync();
    }
}
