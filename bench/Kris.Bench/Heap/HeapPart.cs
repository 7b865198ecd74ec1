using System.Globalization;
using Kris.Bench.Circuits;
using Kris.Bench.Measures;
using Kris.Bench.Setup;

namespace Kris.Bench.Heap;

/// <summary>What one open incident page costs the server's managed heap, against the barest interactive page.</summary>
internal static class HeapPart
{
    private const int Circuits = 100;
    private const int LogLines = 200;
    private const int WarmUp = 20;

    public static async Task RunAsync(Ground ground, Arguments asked, CancellationToken stop)
    {
        Console.WriteLine($"heap: minne per krets, en sida med {LogLines} rader ÷ en naken krets, {Circuits} av varje");
        var incident = (await ground.OpenIncidentAsync("Händelsen med många rader")).Id;
        var last = await ground.FillAsync(incident, LogLines);
        await using var kris = await Child.KrisAsync(ground, stop);
        var cookies = await People.LogInAsync(ground, kris.Site, Circuits, stop);
        await using var bare = await Child.BareAsync(await Published.BareAsync(ground, stop), stop);
        var page = new Uri(kris.Site, $"/handelser/{incident}");
        var perCircuit = new Ratio("per krets", "kB") { AtMost = 4 };
        await GrownAsync(kris, page, cookies, last, WarmUp, stop);
        await GrownAsync(bare, bare.Site, [], "Naken sida"u8.ToArray(), WarmUp, stop);
        for (var round = 0; round < asked.Rounds; round++)
        {
            perCircuit.Add(
                await GrownAsync(kris, page, cookies, last, Circuits, stop),
                await GrownAsync(bare, bare.Site, [], "Naken sida"u8.ToArray(), Circuits, stop));
        }

        perCircuit.Print();
    }

    /// <returns>Kilobytes for each circuit, with everything else as it was before.</returns>
    private static async Task<double> GrownAsync(
        Child server, Uri page, IReadOnlyList<string> cookies, byte[] shown, int count, CancellationToken stop)
    {
        var before = await HeldAsync(server, stop);
        await using var crowd = await Crowd.OpenAsync(page, count, cookies, shown, stop);
        return (await HeldAsync(server, stop) - before) / 1024.0 / count;
    }

    private static async Task<long> HeldAsync(Child server, CancellationToken stop)
    {
        // What was closed just now may still be on its way out.
        await Task.Delay(500, stop);
        return long.Parse(await server.AskAsync("heap", stop), CultureInfo.InvariantCulture);
    }
}
