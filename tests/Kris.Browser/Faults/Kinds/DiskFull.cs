using System.Diagnostics;
using System.Globalization;

namespace Kris.Browser.Faults.Kinds;

/// <summary>
/// The disk that the database lies on is filled to the last byte. What is written is refused with a sentence and kept
/// by whoever wrote it, and when the disk is emptied everything goes on by itself.
/// </summary>
internal static class DiskFull
{
    private const string Name = "disk-full";

    public static readonly TimeSpan LongestReturn = TimeSpan.FromSeconds(20);

    public static async Task<Figures> RunAsync(Stage stage, Extent extent)
    {
        var (disk, why) = await Disk.TryMakeAsync();
        if (disk is null)
            return new Figures(Name) { NotRun = why };

        await using var ground = await Ground.PrivateAsync(disk, disk.Data);
        var node = ground.Nodes[0];
        await using var trial = await Trial.BeginAsync(ground, extent, Name, node.Address);
        await trial.AddPersonAsync(stage.Browsers, node.Address, node.Address);
        var slowest = TimeSpan.Zero;
        while (trial.HasMore)
        {
            await trial.RoundAsync(async () =>
            {
                trial.Count();
                var refusals = trial.Ledger.Refusals;
                var back = await FillAsync(
                    trial,
                    disk,
                    press: () => Task.CompletedTask,
                    isFelt: () => trial.Ledger.Refusals > refusals,
                    otherwise: "Disken är full och ändå togs varje rad emot.");
                slowest = back > slowest ? back : slowest;
            });
        }

        trial.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"{trial.Ledger.Refusals} nej; första kvittensen som längst {slowest.TotalSeconds:0.0} s efter att disken "
            + $"tömdes."));
        if (!trial.Ledger.Reasons.Contains("disk", StringComparison.OrdinalIgnoreCase))
            trial.Fail("Ingen fick veta att disken är full.");
        if (slowest > LongestReturn)
            trial.Fail($"Det dröjde {slowest.TotalSeconds:0.0} s från att disken var tömd till en kvittens.");
        return trial.Result();
    }

    /// <param name="press">Called again and again, until it is felt.</param>
    /// <param name="isFelt">Whether the full disk has had its effect.</param>
    /// <param name="otherwise">What is wrong when it has not within half a minute.</param>
    /// <returns>How long it took from the emptying to the first line that was acknowledged.</returns>
    public static async Task<TimeSpan> FillAsync(
        Trial trial, Disk disk, Func<Task> press, Func<bool> isFelt, string otherwise)
    {
        disk.Fill();
        // Room that is given back, as by a log segment that is taken anew, is taken too.
        using var filling = new Timer(_ => disk.Fill(), null, 200, 200);
        var begun = Stopwatch.GetTimestamp();
        while (!isFelt() && Stopwatch.GetElapsedTime(begun).TotalSeconds < 30)
        {
            await press();
            await Task.Delay(50);
        }

        if (!isFelt())
            trial.Fail(otherwise);
        await trial.PauseAsync(1_500, 4_000);

        await filling.DisposeAsync();
        var acknowledged = trial.Ledger.Acknowledged;
        disk.Empty();
        begun = Stopwatch.GetTimestamp();
        while (trial.Ledger.Acknowledged == acknowledged && Stopwatch.GetElapsedTime(begun).TotalSeconds < 60)
            await Task.Delay(20);
        return Stopwatch.GetElapsedTime(begun);
    }
}
