using Kris.Bench.Measures;
using Kris.Bench.Setup;

namespace Kris.Bench.Append;

/// <summary>
/// Many writers on one incident queue for its chain: together they should get as much done as one who writes alone.
/// </summary>
internal static class OneStreamPart
{
    private const int Writers = 32;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(Ground ground, Arguments asked, CancellationToken stop)
    {
        Console.WriteLine($"one-stream: {Writers} skrivare i en händelse ÷ en ensam skrivare i en annan");
        var crowded = (await ground.OpenIncidentAsync("Händelsen som alla skriver i")).Id;
        var alone = (await ground.OpenIncidentAsync("Händelsen som en skriver i")).Id;
        var perSecond = new Ratio("rader per sekund", "/s") { AtLeast = 0.9 };
        var p99 = new Ratio("p99 ÷ 32 gånger den ensammas p50", "ms") { AtMost = 2 };
        await Load.RunAsync(Writers, WarmUp, _ => OnceAsync(ground, crowded), stop);
        await Load.RunAsync(1, WarmUp, _ => OnceAsync(ground, alone), stop);
        for (var round = 0; round < asked.Rounds; round++)
        {
            var early = round % 2 == 0 ? await OneAsync() : null;
            var many = await Load.RunAsync(Writers, asked.Slot, _ => OnceAsync(ground, crowded), stop);
            var one = early ?? await OneAsync();
            perSecond.Add(many.PerSecond, one.PerSecond);
            p99.Add(many.P99, Writers * one.P50);
        }

        perSecond.Print();
        p99.Print();

        Task<Samples> OneAsync() => Load.RunAsync(1, asked.Slot, _ => OnceAsync(ground, alone), stop);
    }

    private static async Task OnceAsync(Ground ground, Guid stream)
    {
        var written = await ground.Journal.AppendAsync(Lines.Next(stream));
        if (!written.IsNew)
            throw new BenchException("En ny rad togs för en gammal.");
    }
}
