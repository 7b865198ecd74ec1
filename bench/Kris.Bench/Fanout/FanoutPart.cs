using System.Diagnostics;
using System.Globalization;
using Kris.Bench.Circuits;
using Kris.Bench.Measures;
using Kris.Bench.Setup;

namespace Kris.Bench.Fanout;

/// <summary>
/// From the commit of a line to the render batch that shows it, at each of many circuits on the incident's page,
/// against the same bytes sent to as many plain WebSockets.
/// </summary>
internal static class FanoutPart
{
    private const int Watchers = 200;
    private const int LinesInRound = 10;

    // Long enough that what a line sets off is over before the next one.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(600);

    public static async Task RunAsync(Ground ground, Arguments asked, CancellationToken stop)
    {
        Console.WriteLine($"fanout: från skriven till synlig för {Watchers} på händelsens sida ÷ en rå utsändning");
        var incident = (await ground.OpenIncidentAsync("Händelsen som många följer")).Id;
        var last = await ground.FillAsync(incident, 20);
        await using var kris = await Child.KrisAsync(ground, stop);
        await using var bare = await Child.BareAsync(await Published.BareAsync(ground, stop), stop);
        var cookies = await People.LogInAsync(ground, kris.Site, Watchers, stop);
        var page = new Uri(kris.Site, $"/handelser/{incident}");
        await using var circuits = await Crowd.OpenAsync(page, Watchers, cookies, last, stop);
        await using var naked = await Crowd.OpenAsync(
            new(bare.Site, "/rad"), Watchers, [], "Naken rad"u8.ToArray(), stop);
        await using var raw = await RawWatchers.OpenAsync(bare.Site, Watchers, stop);

        await MeasureAsync(asked.Rounds, KrisAsync, RawAsync, BlazorAsync, stop);

        Task<IEnumerable<double>> KrisAsync(string text) =>
            OneAsync(circuits.ArrivalsAsync(Lines.Mark(text), stop), kris.AskAsync($"line {incident} {text}", stop));

        Task<IEnumerable<double>> BlazorAsync(string text) =>
            OneAsync(naked.ArrivalsAsync(Lines.Mark(text), stop), bare.AskAsync($"tell {text}", stop));

        Task<IEnumerable<double>> RawAsync(string text) =>
            OneAsync(raw.ArrivalsAsync(text, stop), bare.AskAsync($"send {text}", stop));
    }

    private static async Task MeasureAsync(
        int rounds,
        Func<string, Task<IEnumerable<double>>> kris,
        Func<string, Task<IEnumerable<double>>> raw,
        Func<string, Task<IEnumerable<double>>> blazor,
        CancellationToken stop)
    {
        var p50 = new Ratio("p50", "ms");
        var p99 = new Ratio("p99", "ms") { AtMost = 6 };
        var slowest = new Ratio("den sista av alla, median", "ms");
        var naked = new Ratio("naken Blazorkrets (Kris här), p99", "ms");
        foreach (var warmUp in new[] { kris, blazor, raw })
            await RoundAsync(warmUp, stop);
        for (var round = 0; round < rounds; round++)
        {
            var shown = await RoundAsync(kris, stop);
            var sent = await RoundAsync(raw, stop);
            naked.Add((await RoundAsync(blazor, stop)).All.P99, sent.All.P99);
            p50.Add(shown.All.P50, sent.All.P50);
            p99.Add(shown.All.P99, sent.All.P99);
            slowest.Add(shown.Slowest, sent.Slowest);
        }

        foreach (var ratio in new[] { p50, p99, slowest, naked })
            ratio.Print();
    }

    private static async Task<(Samples All, double Slowest)> RoundAsync(
        Func<string, Task<IEnumerable<double>>> once, CancellationToken stop)
    {
        var all = new List<double>();
        var slowest = new List<double>();
        var begun = Stopwatch.GetTimestamp();
        for (var line = 0; line < LinesInRound; line++)
        {
            var one = (await once(Lines.NextText())).ToList();
            all.AddRange(one);
            slowest.Add(one.Max());
            await Task.Delay(Pause, stop);
        }

        return (new Samples(all, Stopwatch.GetElapsedTime(begun)), Ratio.Median(slowest));
    }

    // The clock is the machine's own, and the same in both processes.
    private static async Task<IEnumerable<double>> OneAsync(Task<long[]> arrivals, Task<string> from)
    {
        var begun = long.Parse(await from, CultureInfo.InvariantCulture);
        return (await arrivals).Select(arrived => Samples.Milliseconds(begun, arrived));
    }
}
