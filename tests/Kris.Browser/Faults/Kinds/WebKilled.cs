namespace Kris.Browser.Faults.Kinds;

/// <summary>The program is killed with kill -9 while lines are on their way, and started again.</summary>
internal static class WebKilled
{
    public static async Task<Figures> RunAsync(Stage stage, Extent extent)
    {
        var ground = await stage.PrivateAsync();
        var node = ground.Nodes[0];
        await using var trial = await Trial.BeginAsync(ground, extent, "web-killed", node.Address);
        await trial.AddPersonAsync(stage.Browsers, node.Address, node.Address);
        try
        {
            while (trial.HasMore)
            {
                await trial.RoundAsync(async () =>
                {
                    trial.Count();
                    await node.KillAsync();
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
}
