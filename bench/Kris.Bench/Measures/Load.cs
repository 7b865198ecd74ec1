using System.Diagnostics;

namespace Kris.Bench.Measures;

/// <summary>Writers that each do one thing after the other for a while.</summary>
public static class Load
{
    /// <param name="once">One act of one writer, whose number it is given.</param>
    public static async Task<Samples> RunAsync(
        int writers, TimeSpan time, Func<int, Task> once, CancellationToken cancellationToken)
    {
        GC.Collect();
        var begun = Stopwatch.GetTimestamp();
        var all = await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(
            async () =>
            {
                var mine = new List<double>(8192);
                while (Stopwatch.GetElapsedTime(begun) < time)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var from = Stopwatch.GetTimestamp();
                    await once(writer);
                    mine.Add(Samples.Milliseconds(from, Stopwatch.GetTimestamp()));
                }

                return mine;
            },
            cancellationToken)));
        return new Samples(all.SelectMany(mine => mine), Stopwatch.GetElapsedTime(begun));
    }
}
