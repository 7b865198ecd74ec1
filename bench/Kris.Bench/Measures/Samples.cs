using System.Diagnostics;

namespace Kris.Bench.Measures;

/// <summary>How long each of many did take, in milliseconds, and how many there were in a second.</summary>
public sealed class Samples
{
    private readonly double[] sorted;

    public Samples(IEnumerable<double> milliseconds, TimeSpan took)
    {
        sorted = [.. milliseconds];
        if (sorted.Length == 0)
            throw new BenchException("En runda gav inga mätvärden.");
        Array.Sort(sorted);
        PerSecond = sorted.Length / took.TotalSeconds;
    }

    public double PerSecond { get; }

    public int Count => sorted.Length;

    public double P50 => Percentile(0.50);

    public double P99 => Percentile(0.99);

    public static double Milliseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;

    // The smallest sample that at least so many of all are not above.
    private double Percentile(double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
}
