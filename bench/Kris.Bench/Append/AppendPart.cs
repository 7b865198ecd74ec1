using Kris.Bench.Measures;
using Kris.Bench.Setup;

namespace Kris.Bench.Append;

/// <summary>A line inside the process, from the draft to the commit, over many incidents.</summary>
internal static class AppendPart
{
    public static async Task RunAsync(Ground ground, Arguments asked, CancellationToken stop)
    {
        Console.WriteLine($"append: en rad inom programmet ÷ rå INSERT med COMMIT, {Ground.Incidents} händelser");
        foreach (var writers in new[] { 1, 16 })
        {
            await using var raw = await RawInsert.MakeAsync(ground, writers);
            await AgainstRaw.RunAsync(
                asked,
                writers,
                raw,
                _ => OnceAsync(ground),
                new Ratio($"{writers} skrivare, p50", "ms"),
                new Ratio($"{writers} skrivare, p99", "ms") { AtMost = 2.5 },
                stop);
        }
    }

    private static async Task OnceAsync(Ground ground)
    {
        var written = await ground.Journal.AppendAsync(Lines.Next(ground.AnyStream()));
        if (!written.IsNew)
            throw new BenchException("En ny rad togs för en gammal.");
    }
}
