using System.Globalization;

namespace Kris.Bench.Measures;

/// <summary>
/// Kris against its reference, round by round in the same run. The ratio of each round is formed first; what is
/// printed is their median and range, so that a slow minute of the machine touches both sides alike.
/// </summary>
public sealed class Ratio(string name, string unit)
{
    private static readonly CultureInfo Swedish = CultureInfo.GetCultureInfo("sv-SE");

    private readonly List<(double Kris, double Reference)> rounds = [];

    /// <summary>At most this, where there is a goal.</summary>
    public double? AtMost { get; init; }

    /// <summary>At least this, where there is a goal.</summary>
    public double? AtLeast { get; init; }

    public void Add(double kris, double reference) => rounds.Add((kris, reference));

    public void Print()
    {
        var ratios = rounds.Select(round => round.Kris / round.Reference).Order().ToList();
        var median = Median(ratios);
        var kris = Number(Median(rounds.Select(round => round.Kris)));
        var reference = Number(Median(rounds.Select(round => round.Reference)));
        var range = $"{Number(ratios[0])}–{Number(ratios[^1])}";
        Console.WriteLine(
            $"  {name,-34} Kris {kris,8} {unit,-4}  referens {reference,8} {unit,-4}  "
            + $"kvot {Number(median),5} ({range})  {Goal(median)}");
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    public static string Number(double value) =>
        value.ToString(value >= 100 ? "N0" : "0.00", Swedish).Replace('\u00a0', ' ');

    private string Goal(double median) => (AtMost, AtLeast) switch
    {
        ({ } limit, _) => $"mål ≤ {limit.ToString(Swedish)}: {(median <= limit ? "nått" : "MISSAT")}",
        (_, { } limit) => $"mål ≥ {limit.ToString(Swedish)}: {(median >= limit ? "nått" : "MISSAT")}",
        _ => "",
    };
}
