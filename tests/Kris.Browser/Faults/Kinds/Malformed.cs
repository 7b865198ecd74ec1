using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Kris.Browser.Faults.Inputs;
using Kris.Browser.Running;
using Kris.Domain.Accounts;

namespace Kris.Browser.Faults.Kinds;

/// <summary>
/// Malformed input by the thousand: nothing of it is more than Kris can answer, nothing keeps it waiting, and its
/// memory stays as it is.
/// </summary>
internal sealed class Malformed(Extent extent, KrisProgram node)
{
    private const string Name = "malformed";
    private const int Workers = 6;
    private const int Samples = 60;
    private const int EnoughBroken = 20;

    // A thousand inputs only wake a program that was just started: what they cost is told and not judged.
    private const int EnoughForMemory = 20_000;

    // From the first third to the last: a tenth, beside what a collection leaves now and then.
    private const double Growth = 1.1;
    private const long Slack = 32L << 20;

    private readonly ConcurrentQueue<string> broken = new();
    private readonly List<long> memory = [];
    private int sent;

    public static async Task<Figures> RunAsync(Stage stage, Extent extent)
    {
        var ground = await stage.PrivateAsync();
        var node = ground.Nodes[0];
        return await new Malformed(extent, node).RunAsync(await DoorAsync(stage, ground, node));
    }

    private async Task<Figures> RunAsync(Door door)
    {
        var begun = Stopwatch.GetTimestamp();
        using var stop = new CancellationTokenSource(extent.Time);
        node.Heard += Listen;
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(
            () => WorkAsync(door, worker, stop.Token), CancellationToken.None)));
        node.Heard -= Listen;
        if (!await LivesAsync(door))
            broken.Enqueue("Programmet är inte redo efteråt.");

        var done = sent;
        if (done < extent.Inputs && broken.Count < EnoughBroken)
            broken.Enqueue($"Tiden räckte till {done} av {extent.Inputs} inmatningar. Ge den fler minuter.");
        var took = Stopwatch.GetElapsedTime(begun);
        return new Figures(Name)
        {
            Times = done,
            Notes = [$"{done} av {extent.Inputs} felaktiga inmatningar på {took.TotalSeconds:0} s.{Memory()}"],
            Broken = [.. broken],
        };
    }

    // Each has its own numbers and its own chance: whoever is faster takes nothing from another's, so that the seed
    // alone decides what is sent.
    private async Task WorkAsync(Door door, int worker, CancellationToken stop)
    {
        using var senders = new Senders(door, new Mutator(new Random(extent.Seed + worker)));
        for (var number = worker; number < extent.Inputs; number += Workers)
        {
            if (broken.Count >= EnoughBroken || stop.IsCancellationRequested)
                return;
            Interlocked.Increment(ref sent);
            if (number % Math.Max(1, extent.Inputs / Samples) == 0)
                Sample();
            await OneAsync(senders, number);
        }
    }

    // The ways take turns, so that as many of each are sent whatever the seed.
    private async Task OneAsync(Senders senders, int number)
    {
        try
        {
            var outcome = await ((number % 10) switch
            {
                < 6 => senders.CallAsync(),
                < 8 => senders.LookAsync(),
                8 => senders.BytesAsync(),
                _ => senders.FramesAsync(),
            });
            if (outcome.Status >= 500)
                broken.Enqueue($"Svar {outcome.Status} på {Shown(outcome.Input)}: {outcome.Said}");
        }
        catch (OperationCanceledException)
        {
            broken.Enqueue($"Inget slut på inmatning {number}.");
        }
    }

    private void Listen(string line)
    {
        if (line.Contains("Failed under reference", StringComparison.Ordinal)
            || line.Contains("nhandled exception", StringComparison.Ordinal))
            broken.Enqueue($"Programmet skrev: {line}");
    }

    private void Sample()
    {
        using var process = Process.GetProcessById(node.ProcessId);
        lock (memory)
            memory.Add(process.WorkingSet64);
    }

    private string Memory()
    {
        var third = memory.Count / 3;
        if (third < 2)
            return "";
        var before = Middle(memory.Skip(third / 2).Take(third));
        var after = Middle(memory.TakeLast(third / 2));
        if (extent.Inputs >= EnoughForMemory && after > (before * Growth) + Slack)
            broken.Enqueue($"Minnet växte från {before >> 20} till {after >> 20} MB.");
        return string.Create(
            CultureInfo.InvariantCulture,
            $" Minne {before >> 20} MB i första tredjedelen och {after >> 20} MB i den sista.");
    }

    private static async Task<Door> DoorAsync(Stage stage, Ground ground, KrisProgram node)
    {
        var incident = (await ground.People.IncidentsAsync(1))[0];
        var account = await ground.People.AccountAsync();
        await using var context = await stage.Browsers.LoggedInAsync(account, node.Address, node.Address);
        var cookies = (await context.CookiesAsync()).Select(cookie => $"{cookie.Name}={cookie.Value}");
        using var http = new HttpClient { BaseAddress = new Uri(node.Address) };
        var description = JsonNode.Parse(await http.GetStringAsync(new Uri(ApiShapes.Address, UriKind.Relative)))!;
        return new Door(
            new Uri($"http://127.0.0.1:{node.Port}"),
            [.. await TokensAsync(ground)],
            string.Join("; ", cookies),
            new ApiShapes(description, incident).Calls(),
            incident);
    }

    // Between them they may do most of what the API has.
    private static async Task<IReadOnlyList<string>> TokensAsync(Ground ground)
    {
        var tokens = new List<string>();
        foreach (var duty in new[] { Duty.Tib, Duty.Stabschef, Duty.Registrator })
            tokens.Add(await ground.People.TokenAsync(duty));
        return tokens;
    }

    private static async Task<bool> LivesAsync(Door door)
    {
        using var http = new HttpClient { BaseAddress = door.Address, Timeout = ApiWriter.AttemptLimit };
        using var answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative));
        return answer.IsSuccessStatusCode;
    }

    private static long Middle(IEnumerable<long> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static string Shown(byte[] input) =>
        System.Text.Encoding.Latin1.GetString(input.AsSpan(0, Math.Min(input.Length, 300))).ReplaceLineEndings("␤");
}
