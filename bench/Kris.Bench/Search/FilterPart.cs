using Kris.Bench.Measures;
using Kris.Data.Search;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Domain.Search;

namespace Kris.Bench.Search;

/// <summary>
/// Filters without words over all logs: what is everywhere, and what stands in three of the oldest lines alone, so that
/// the newest are of no use.
/// </summary>
internal static class FilterPart
{
    private const double Second = 1_000;

    private static readonly DateTimeOffset Old = new(2026, 1, 1, 0, 10, 0, TimeSpan.Zero);

    private static readonly (string Name, SearchQuestion Question, int AtLeast)[] Filters =
    [
        ("person, i alla rader", new() { Person = "stabsrummet" }, 25),
        ("person, i två gamla", new() { Person = "sällan" }, 2),
        ("typ, i nästan alla rader", new() { Kind = LineKind.Anteckning }, 25),
        ("typ, i tre gamla", new() { Kind = LineKind.Observation }, 3),
        ("enhet, i tre gamla", new() { Unit = LineFlood.Old.Unit }, 3),
        ("tagg, i tre gamla", new() { Tag = LineFlood.Old.Tag }, 3),
        ("från en tid, nyss", new() { From = Old.AddDays(200) }, 25),
        ("till en tid, länge sedan", new() { Until = Old }, 25),
        ("nyckelhändelser", new() { IsPinned = true }, 25),
        ("nyckelhändelser, länge sedan", new() { IsPinned = true, Until = Old.AddHours(1) }, 1),
        ("markerade, som läsaren inte läser", new() { IsMarked = true }, 0),
        ("ingenting som finns", new() { Person = "finns inte" }, 0),
    ];

    public static async Task RunAsync(LineSearch search, Actor by, Arguments asked, CancellationToken stop)
    {
        foreach (var (name, question, atLeast) in Filters)
        {
            var half = new Ratio($"{name}, p50 ÷ 1 s", "ms") { AtMost = 1 };
            var last = new Ratio("detsamma, p99", "ms") { AtMost = 1 };
            for (var round = 0; round < asked.Rounds; round++)
            {
                var took = await Load.RunAsync(1, asked.Slot, _ => AskAsync(question, atLeast), stop);
                half.Add(took.P50, Second);
                last.Add(took.P99, Second);
            }

            half.Print();
            last.Print();
        }

        async Task AskAsync(SearchQuestion question, int atLeast)
        {
            var page = await search.FindShownAsync(question, by, stop);
            if (page.Hits.Count < atLeast)
                throw new BenchException("Ett filter visade för få rader.");
        }
    }
}
