using System.Diagnostics;
using System.Globalization;
using Kris.Browser.Running;

namespace Kris.Browser.Faults.Kinds;

/// <summary>
/// The network between the program and its database: silent in both directions, silent in the answers alone, or broken
/// as an answer begins, so that what was committed is not known. Whoever writes is told within seconds, the line stays
/// with them, and when the network is back so is everything.
/// </summary>
internal static class DatabaseCut
{
    // Where all tests run at once, a computer that has much else to do adds to every wait.
    private static readonly TimeSpan LongestRefusal = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRefusalAmongTests = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan LongestReturn = TimeSpan.FromSeconds(5);

    public static async Task<Figures> RunAsync(Stage stage, Extent extent)
    {
        var ground = await stage.SharedAsync(1);
        var (node, wire) = (ground.Nodes[0], ground.Wires[0]);
        await using var trial = await Trial.BeginAsync(ground, extent, "database-cut", node.Address);
        if (extent.HasBrowsers)
            await trial.AddPersonAsync(stage.Browsers, node.Address, node.Address);

        var slowest = TimeSpan.Zero;
        for (var round = 0; trial.HasMore; round++)
        {
            var way = round % 3;
            await trial.RoundAsync(async () =>
            {
                trial.Count();
                var back = way == 2 ? await BreakAsync(trial, wire) : await SilenceAsync(trial, wire, way == 1);
                slowest = back > slowest ? back : slowest;
            });
        }

        var refusal = trial.Ledger.SlowestRefusal;
        trial.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"Längsta väntan på ett nej {refusal.TotalSeconds:0.0} s ({trial.Ledger.Refusals} nej); "
            + $"första kvittensen som längst {slowest.TotalSeconds:0.0} s efter att nätet kom tillbaka."));
        if (refusal > (extent.Rounds == int.MaxValue ? LongestRefusal : LongestRefusalAmongTests))
            trial.Fail($"Ett nej dröjde {refusal.TotalSeconds:0.0} s.");
        if (slowest > LongestReturn)
            trial.Fail($"Det dröjde {slowest.TotalSeconds:0.0} s från att nätet var tillbaka till en kvittens.");
        return trial.Result();
    }

    /// <returns>How long it took from the end of the silence to the first line that was acknowledged.</returns>
    private static async Task<TimeSpan> SilenceAsync(Trial trial, Wire wire, bool isOfAnswers)
    {
        if (isOfAnswers)
            wire.HoldAnswers();
        else
            wire.HoldAll();
        await Task.Delay(400);
        var said = trial.Ledger.Sayings.Count;
        await trial.PauseAsync(6_000, 9_000);
        if (trial.Ledger.Sayings.Count > said)
            trial.Fail("En sida sade att en rad är sparad medan databasen var utom räckhåll.");

        return await UntilBackAsync(trial, () =>
        {
            if (trial.Random.Next(2) == 0)
                wire.Restore();
            else
                wire.RestoreWithout();
        });
    }

    // Whatever is committed meanwhile has no answer, and must be found again under its key.
    private static async Task<TimeSpan> BreakAsync(Trial trial, Wire wire)
    {
        wire.LoseAnswers();
        await trial.PauseAsync(1_000, 4_000);
        return await UntilBackAsync(trial, wire.Restore);
    }

    private static async Task<TimeSpan> UntilBackAsync(Trial trial, Action mend)
    {
        var acknowledged = trial.Ledger.Acknowledged;
        mend();
        var begun = Stopwatch.GetTimestamp();
        while (trial.Ledger.Acknowledged == acknowledged && Stopwatch.GetElapsedTime(begun).TotalSeconds < 30)
            await Task.Delay(20);
        return Stopwatch.GetElapsedTime(begun);
    }
}
