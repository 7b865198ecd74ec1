using System.Globalization;

namespace Kris.Bench;

/// <summary>Which parts to run, and for how long.</summary>
public sealed record Arguments(IReadOnlyList<string> Parts, TimeSpan Slot, int Rounds, int Lines)
{
    public const string Usage =
        """
        ./kris bench [DEL…] [--seconds N] [--rounds N] [--lines N]

          append       en rad inom programmet ÷ en rå INSERT med COMMIT
          api          ett helt anrop över HTTP ÷ samma råa INSERT
          one-stream   32 skrivare i en händelse ÷ en ensam skrivare
          fanout       från skriven till synlig för 200 ÷ en rå utsändning över WebSocket
          heap         minne per öppen händelsesida ÷ en naken Blazorsida
          export       100 000 rader som CSV, och kontroll av dem ÷ PostgreSQL:s egen COPY
          pdf          10 000 rader som PDF: tid och minne
          search       sökning bland en miljon rader ÷ en rad på nummer
          start        från start till första sidan ÷ en naken Blazorsida
          all          alltihop (förval)

          --seconds N  hur länge en skrivmätning pågår i varje runda (3)
          --rounds N   antal rundor, minst 5 för siffror att lita på (5)
          --lines N    hur många rader det söks bland (1000000)
        """;

    private static readonly string[] All =
        ["append", "api", "one-stream", "fanout", "heap", "export", "pdf", "search", "start"];

    /// <returns>Nothing when the words are not ours.</returns>
    public static Arguments? Parse(IReadOnlyList<string> words)
    {
        var parts = new List<string>();
        var seconds = 3;
        var rounds = 5;
        var lines = 1_000_000;
        for (var at = 0; at < words.Count; at++)
        {
            switch (words[at])
            {
                case "--seconds" when Number(words, ++at) is { } value:
                    seconds = value;
                    break;
                case "--rounds" when Number(words, ++at) is { } value:
                    rounds = value;
                    break;
                case "--lines" when Number(words, ++at, most: 10_000_000) is >= 10_000 and var value:
                    lines = value;
                    break;
                case "all":
                    parts.AddRange(All);
                    break;
                case var part when All.Contains(part):
                    parts.Add(part);
                    break;
                default:
                    return null;
            }
        }

        // In this order, whatever order they were asked in: lines that are poured in prove nothing to what comes after.
        IReadOnlyList<string> chosen = parts.Count == 0 ? All : [.. All.Where(parts.Contains)];
        return new Arguments(chosen, TimeSpan.FromSeconds(seconds), rounds, lines);
    }

    private static int? Number(IReadOnlyList<string> words, int at, int most = 3600) =>
        at < words.Count && int.TryParse(words[at], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0 && number <= most
            ? number
            : null;
}
