using System.Globalization;
using Kris.Browser.Faults;

namespace Kris.Faults;

/// <summary>Which faults to let loose, by which seed and for how long.</summary>
internal sealed record Arguments(IReadOnlyList<FaultKind> Kinds, int Seed, int Minutes, bool HasBrowsers)
{
    private const int LongestMinutes = 24 * 60;
    private const int UsualMinutes = 15;

    public static string Usage =>
        $"""
        ./kris faults [--only FEL] [--seed N] [--minutes N] [--no-browsers]

        {string.Join('\n', Campaign.Kinds.Select(kind => $"  {kind.Name,-16} {kind.About}"))}

          --only FEL   bara det felet; kan anges flera gånger
          --seed N     välj samma som förra gången (annars ett nytt frö, som skrivs ut)
          --minutes N  ungefär hur länge, delat mellan felen ({UsualMinutes})
          --no-browsers  bara program skriver, så att det som dödas eller klipps hinner bli det oftare
        """;

    /// <returns>Nothing when the words are not ours.</returns>
    public static Arguments? Parse(IReadOnlyList<string> words)
    {
        var kinds = new List<FaultKind>();
        var seed = Random.Shared.Next(1, 1_000_000);
        var minutes = UsualMinutes;
        var hasBrowsers = true;
        for (var at = 0; at < words.Count; at++)
        {
            switch (words[at])
            {
                case "--seed" when Number(words, ++at, int.MaxValue) is { } value:
                    seed = value;
                    break;
                case "--minutes" when Number(words, ++at, LongestMinutes) is { } value:
                    minutes = value;
                    break;
                case "--only" when Kind(words, ++at) is { } kind:
                    kinds.Add(kind);
                    break;
                case "--no-browsers":
                    hasBrowsers = false;
                    break;
                default:
                    return null;
            }
        }

        return new Arguments(kinds.Count == 0 ? Campaign.Kinds : [.. kinds.Distinct()], seed, minutes, hasBrowsers);
    }

    private static FaultKind? Kind(IReadOnlyList<string> words, int at) =>
        Campaign.Kinds.FirstOrDefault(kind => at < words.Count && kind.Name == words[at]);

    private static int? Number(IReadOnlyList<string> words, int at, int most) =>
        at < words.Count && int.TryParse(words[at], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0 && number <= most
            ? number
            : null;
}
