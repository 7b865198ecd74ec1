using System.Globalization;
using Kris.Domain.Search;
using Kris.Tests.HouseRules;
using Kris.Tests.Server;
using Xunit.Abstractions;

namespace Kris.Tests.Search;

/// <summary>The gold list, line by line through the real index: how much is found of what is to be found.</summary>
[Collection(LogServerCollection.Name)]
public sealed class GoldListTests(TestServer server, ITestOutputHelper output)
{
    private const string Exact = "# Signs, addresses and numbers";
    private const string HeldOut = "# Written when everything else was settled";

    private static readonly IReadOnlyList<Pair> Pairs = Read();

    [Fact]
    public void The_list_is_long_enough_to_say_something()
    {
        Assert.InRange(Pairs.Count(pair => pair.IsToBeFound), 300, 2_000);
        Assert.InRange(Pairs.Count(pair => !pair.IsToBeFound), 60, 2_000);
        Assert.InRange(Pairs.Count(pair => pair.IsHeldOut), 50, 2_000);
    }

    [Fact]
    public async Task With_the_dictionary_nearly_everything_is_found_and_little_else()
    {
        await using var searching = await Searching.NewAsync(server);
        var verdicts = await AskAsync(searching);

        // ./kris test installs it: where it is missing, what is promised has not been measured.
        Assert.NotNull(searching.Database.Configuration);
        Assert.InRange(Recall(verdicts), 0.95, 1);
        Assert.InRange(Recall([.. verdicts.Where(verdict => verdict.Pair.IsHeldOut)]), 0.85, 1);
        Assert.InRange(Precision(verdicts), 0.95, 1);
        Assert.DoesNotContain(verdicts, verdict => verdict.IsWrong && verdict.Pair.IsExact);
    }

    [Fact]
    public async Task Without_the_dictionary_most_is_found()
    {
        await using var searching = await Searching.BareAsync(server);

        var verdicts = await AskAsync(searching);

        Assert.Null(searching.Database.Configuration);
        Assert.InRange(Recall(verdicts), 0.60, 1);
        Assert.InRange(Precision(verdicts), 0.95, 1);
        Assert.DoesNotContain(verdicts, verdict => verdict.IsWrong && verdict.Pair.IsExact);
    }

    // Each text is a line of one incident, and each question is asked of that incident alone.
    private async Task<IReadOnlyList<Verdict>> AskAsync(Searching searching)
    {
        var incident = await searching.OpenAsync();
        var numbers = new List<long>();
        foreach (var pair in Pairs)
            numbers.Add((await searching.Kris.WriteAsync(incident.Id, pair.Text)).Number);
        await searching.Index.CatchUpAsync();

        var verdicts = new List<Verdict>();
        foreach (var (pair, number) in Pairs.Zip(numbers))
        {
            var question = new SearchQuestion { Words = pair.Words, Incident = incident.Id, Around = number };
            var found = await searching.Search.FindAsync(question with { Limit = 100 }, Accounts.Actors.Tib);
            verdicts.Add(new Verdict(pair, found.Hits.Any(hit => hit.Number == number)));
        }

        Tell(verdicts);
        return verdicts;
    }

    private void Tell(IReadOnlyList<Verdict> verdicts)
    {
        var heldOut = verdicts.Where(verdict => verdict.Pair.IsHeldOut).ToList();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"recall {Recall(verdicts):0.000}, precision {Precision(verdicts):0.000} over {verdicts.Count} pairs; "
            + $"held out: recall {Recall(heldOut):0.000}, precision {Precision(heldOut):0.000} over {heldOut.Count}"));
        foreach (var wrong in verdicts.Where(verdict => verdict.IsWrong))
            output.WriteLine($"{(wrong.IsFound ? "false " : "missed")} {wrong.Pair.Words} | {wrong.Pair.Text}");
    }

    private static double Recall(IReadOnlyList<Verdict> verdicts) =>
        Share(verdicts.Where(verdict => verdict.Pair.IsToBeFound), verdict => verdict.IsFound);

    private static double Precision(IReadOnlyList<Verdict> verdicts) =>
        Share(verdicts.Where(verdict => verdict.IsFound), verdict => verdict.Pair.IsToBeFound);

    private static double Share(IEnumerable<Verdict> verdicts, Func<Verdict, bool> isGood) =>
        verdicts.Select(verdict => isGood(verdict) ? 1.0 : 0).Average();

    private static List<Pair> Read()
    {
        var pairs = new List<Pair>();
        var (isHeldOut, isExact) = (false, false);
        foreach (var line in File.ReadLines(Path.Combine(Sources.Root, "tests", "Kris.Tests", "Search", "gold.tsv")))
        {
            isHeldOut |= line.StartsWith(HeldOut, StringComparison.Ordinal);
            if (line.StartsWith('#'))
                isExact = line.StartsWith(Exact, StringComparison.Ordinal);
            if (line.Split('\t') is [var sign, var words, var text])
                pairs.Add(new Pair(sign is "+", words, text, isHeldOut, isExact));
        }

        return pairs;
    }

    private sealed record Pair(bool IsToBeFound, string Words, string Text, bool IsHeldOut, bool IsExact);

    private sealed record Verdict(Pair Pair, bool IsFound)
    {
        public bool IsWrong => IsFound != Pair.IsToBeFound;
    }
}
