using Kris.Browser.Running;

namespace Kris.Browser.Faults.Kinds;

/// <summary>
/// The network between those who write and the program: cut off, silent in both directions, silent in the answers
/// alone, and broken after the question has arrived and before its answer.
/// </summary>
internal static class WireCut
{
    // A browser gives an attempt up after ten seconds, so some of the longest silences are longer than that.
    private const int LongestSilence = 14_000;

    public static async Task<Figures> RunAsync(Stage stage, Extent extent)
    {
        var ground = await stage.PrivateAsync();
        var node = ground.Nodes[0];
        await using var wire = new Wire(node.Port);
        await using var trial = await Trial.BeginAsync(ground, extent, "wire-cut", wire.Address);
        if (extent.HasBrowsers)
            await trial.AddPersonAsync(stage.Browsers, node.Address, wire.Address);
        for (var round = 0; trial.HasMore; round++)
        {
            var way = round % 4;
            var silence = round < 4 ? 2_500 : LongestSilence;
            await trial.RoundAsync(() => BreakAsync(trial, wire, way, silence));
        }

        return trial.Result();
    }

    private static async Task BreakAsync(Trial trial, Wire wire, int way, int silence)
    {
        trial.Count();
        switch (way)
        {
            case 0:
                wire.HoldAll();
                await SilentAsync(trial, silence);
                Mend(trial, wire);
                break;
            case 1:
                wire.HoldAnswers();
                await SilentAsync(trial, silence);
                Mend(trial, wire);
                break;
            case 2:
                wire.LoseAnswers();
                await trial.PauseAsync(500, 2_500);
                wire.Restore();
                break;
            default:
                wire.Cut();
                await trial.PauseAsync(500, silence);
                wire.Restore();
                break;
        }
    }

    // What came before the silence has been said a moment later. During it nothing may be said to be saved.
    private static async Task SilentAsync(Trial trial, int silence)
    {
        await Task.Delay(400);
        var before = trial.Ledger.Sayings.Count;
        await trial.PauseAsync(500, silence);
        if (trial.Ledger.Sayings.Count > before)
            trial.Fail("En sida sade att en rad är sparad medan inget svar kunde nå den.");
    }

    private static void Mend(Trial trial, Wire wire)
    {
        if (trial.Random.Next(2) == 0)
            wire.Restore();
        else
            wire.RestoreWithout();
    }
}
