using Kris.Bench.Measures;

namespace Kris.Bench.Append;

/// <summary>Two ways to write, turn about, each round in the other order.</summary>
internal static class AgainstRaw
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(
        Arguments asked, int writers, RawInsert raw, Func<int, Task> once, Ratio p50, Ratio p99, CancellationToken stop)
    {
        var perSecond = new Ratio($"{writers} skrivare, rader per sekund", "/s");
        await Load.RunAsync(writers, WarmUp, raw.OnceAsync, stop);
        await Load.RunAsync(writers, WarmUp, once, stop);
        for (var round = 0; round < asked.Rounds; round++)
        {
            var early = round % 2 == 0 ? await Load.RunAsync(writers, asked.Slot, raw.OnceAsync, stop) : null;
            var kris = await Load.RunAsync(writers, asked.Slot, once, stop);
            var reference = early ?? await Load.RunAsync(writers, asked.Slot, raw.OnceAsync, stop);
            p50.Add(kris.P50, reference.P50);
            p99.Add(kris.P99, reference.P99);
            perSecond.Add(kris.PerSecond, reference.PerSecond);
        }

        p50.Print();
        p99.Print();
        perSecond.Print();
    }
}
