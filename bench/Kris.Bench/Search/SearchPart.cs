using System.Diagnostics;
using System.Text.Json;
using Kris.Bench.Measures;
using Kris.Bench.Setup;
using Kris.Data.Journal;
using Kris.Data.Search;
using Kris.Data.Server;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Domain.Search;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kris.Bench.Search;

/// <summary>
/// Searching a great many lines, in a duty that reads some of the marked ones, whose readings are recorded, and in one
/// that reads none: against looking a line up by its number, and against the same search without the condition of who
/// may read.
/// </summary>
internal static class SearchPart
{
    private const int Shown = 50;
    private const int WarmUp = 300;

    private static readonly Actor Reader = new(Guid.CreateVersion7(), "Kommunikatör", Duty.Kommunikator);
    private static readonly Actor Outside = new(Guid.CreateVersion7(), "Läsare", Duty.Lasare);

    public static async Task RunAsync(Ground ground, Arguments asked, CancellationToken stop)
    {
        var flood = await PourAsync(ground, asked, stop);
        var search = ground.Services.GetRequiredService<LineSearch>();
        var database = ground.Services.GetRequiredService<SearchDatabase>();
        var random = new Random(1);
        var rare = new Ratio("ett ovanligt ord ÷ en rad på nummer, p99", "ms") { AtMost = 3 };
        var noted = new Ratio("detsamma, när läsningar noteras", "ms") { AtMost = 3 };
        var four = new Ratio("fyra ord, p99 ÷ 50 ms", "ms") { AtMost = 1 };
        var fourNoted = new Ratio("detsamma, när läsningar noteras", "ms") { AtMost = 1 };
        var filter = new Ratio("fyra ord, med ÷ utan rättighetsvillkor, p50", "ms") { AtMost = 1.3 };
        for (var warm = 0; warm < WarmUp; warm++)
            await Task.WhenAll(LookUpAsync(), RareAsync(search, Reader, asked, random, stop), FourAsync(Outside));

        for (var round = 0; round < asked.Rounds; round++)
        {
            var known = await Load.RunAsync(1, asked.Slot, _ => LookUpAsync(), stop);
            rare.Add((await RunAsync(() => RareAsync(search, Outside, asked, random, stop))).P99, known.P99);
            noted.Add((await RunAsync(() => RareAsync(search, Reader, asked, random, stop))).P99, known.P99);
            four.Add((await RunAsync(() => FourAsync(Outside))).P99, 50);
            fourNoted.Add((await RunAsync(() => FourAsync(Reader))).P99, 50);
            var (with, without) = await BothAsync(database, asked, random);
            filter.Add(with.P50, without.P50);
        }

        foreach (var ratio in new[] { rare, noted, four, fourNoted, filter })
            ratio.Print();
        await FilterPart.RunAsync(search, Outside, asked, stop);

        Task LookUpAsync()
        {
            var (stream, number) = flood.At(random.Next(asked.Lines));
            return ground.Journal.LineAsync(stream, number, stop);
        }

        Task FourAsync(Actor by) =>
            search.FindAsync(new SearchQuestion { Words = FourWords(random), Limit = Shown }, by, stop);

        Task<Samples> RunAsync(Func<Task> ask) => Load.RunAsync(1, asked.Slot, _ => ask(), stop);
    }

    private static async Task RareAsync(
        LineSearch search, Actor by, Arguments asked, Random random, CancellationToken stop)
    {
        var word = Vocabulary.Rare(random.Next(asked.Lines / LineFlood.RareEvery));
        var page = await search.FindAsync(new SearchQuestion { Words = word }, by, stop);
        if (page.Hits.Count > 1)
            throw new BenchException("Ett ovanligt ord fanns på fler än en rad.");
    }

    private static async Task<LineFlood> PourAsync(Ground ground, Arguments asked, CancellationToken stop)
    {
        var begun = Stopwatch.GetTimestamp();
        await SearchConfiguration.EnsureAsync(ground.OwnerConnection, PrivateDatabase.App, stop);
        var database = ground.Services.GetRequiredService<SearchDatabase>();
        await database.LookAsync(stop);
        var vocabulary = await Vocabulary.MakeAsync(database.Source, database.Configuration);
        var flood = new LineFlood(ground, vocabulary, asked.Lines);
        await flood.PourAsync(stop);
        Console.WriteLine(
            $"search: {Ratio.Number(asked.Lines)} rader, {(database.Configuration is null ? "utan" : "med")} ordbok, "
            + $"gjorda på {Stopwatch.GetElapsedTime(begun).TotalSeconds:0} s");
        return flood;
    }

    // Words of which each is in many lines, and all four in some.
    private static string FourWords(Random random) =>
        string.Join(' ', Enumerable.Range(0, 4).Select(_ => Vocabulary.Word(random.Next(3, 60))));

    // The same words by turns, so that what one has warmed warms the other as often.
    private static async Task<(Samples With, Samples Without)> BothAsync(
        SearchDatabase database, Arguments asked, Random random)
    {
        var (with, without) = (new List<double>(), new List<double>());
        var begun = Stopwatch.GetTimestamp();
        for (var turn = 0; Stopwatch.GetElapsedTime(begun) < 2 * asked.Slot; turn++)
        {
            var words = FourWords(random);
            foreach (var isFiltered in turn % 2 == 0 ? [true, false] : new[] { false, true })
            {
                var from = Stopwatch.GetTimestamp();
                await AskAsync(database, words, isFiltered);
                (isFiltered ? with : without).Add(Samples.Milliseconds(from, Stopwatch.GetTimestamp()));
            }
        }

        return (new Samples(with, asked.Slot), new Samples(without, asked.Slot));
    }

    private static async Task AskAsync(SearchDatabase database, string words, bool isFiltered)
    {
        await using var command = database.Source.CreateCommand();
        var sql = new SearchSql(command, new SearchQuestion { Words = words, Limit = Shown }, Reader);
        var question = JsonSerializer.Serialize(
            new[] { words.Split(' ').Select(word => new { any = new[] { word }, not = false }) });
        var filtered = sql.ByWords(question, database.Configuration);
        command.CommandText = isFiltered
            ? filtered
            : filtered.Replace(Readable.Condition(1), "true", StringComparison.Ordinal)
                .Replace(SearchJoins.ClosedByLine, "LEFT JOIN line_state s ON false", StringComparison.Ordinal);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            if (reader.GetBoolean(0))
                throw new BenchException("Orden gick inte att söka på.");
        }
    }
}
