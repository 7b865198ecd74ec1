using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Kris.Browser.Running;

namespace Kris.Browser.Faults.Kinds;

/// <summary>
/// One node's clock is two hours ahead and another's two hours behind, and so is a browser's. The order is the
/// database's affair, and both times are stored: when it was written, and when it is said to have happened.
/// </summary>
internal static class ClockWrong
{
    private const string Name = "clock-wrong";

    private static readonly TimeSpan Wrong = TimeSpan.FromHours(2);
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    private static readonly string[] Libraries =
    [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
        "/usr/lib64/faketime/libfaketime.so.1", "/usr/lib/faketime/libfaketime.so.1",
    ];

    public static async Task<Figures> RunAsync(Stage stage, Extent extent)
    {
        var ground = await stage.SharedAsync(1);
        var right = ground.Nodes[0];
        // A single round makes do with clocks that are ahead, where lines would come to stand in the future.
        TimeSpan[] offsets = extent.Rounds == 1 ? [Wrong] : [Wrong, -Wrong];
        var library = Libraries.FirstOrDefault(File.Exists);
        var wrong = new List<KrisProgram>();
        try
        {
            foreach (var offset in library is null ? [] : offsets)
                wrong.Add(await WrongAsync(ground, library!, offset));
            return await RunAsync(stage, extent, ground, [right, .. wrong], offsets);
        }
        finally
        {
            foreach (var node in wrong)
                await node.DisposeAsync();
        }
    }

    private static async Task<Figures> RunAsync(
        Stage stage, Extent extent, Ground ground, IReadOnlyList<KrisProgram> nodes, TimeSpan[] offsets)
    {
        await using var trial = await Trial.BeginAsync(
            ground, extent, Name, [.. nodes.Select(node => node.Address)]);
        foreach (var shown in offsets)
        {
            var node = nodes[Math.Min(1, nodes.Count - 1)].Address;
            await trial.AddPersonAsync(stage.Browsers, node, nodes[0].Address, Now + shown);
        }

        var happened = new List<(string Text, DateTimeOffset At)>();
        var begun = Now;
        var token = await ground.People.TokenAsync();
        while (trial.HasMore)
        {
            await trial.RoundAsync(async () =>
            {
                trial.Count();
                foreach (var node in nodes)
                    happened.Add(await HappenedAsync(trial, node, token, happened.Count));
            });
            await TimesAsync(trial, ground, begun, happened);
        }

        trial.Note(nodes.Count == 1
            ? "Biblioteket libfaketime finns inte här, så bara webbläsarnas klockor gick fel."
            : $"{nodes.Count} noder, varav en med rätt klocka, och {offsets.Length} webbläsare med fel klocka.");
        return trial.Result();
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static async Task<KrisProgram> WrongAsync(Ground ground, string library, TimeSpan offset)
    {
        var node = await ground.AddNodeAsync(
            new("LD_PRELOAD", library),
            new("FAKETIME", offset.TotalSeconds.ToString("+0;-0", CultureInfo.InvariantCulture)),
            new("FAKETIME_DONT_FAKE_MONOTONIC", "1"));
        // Under the library the first reads that wait without a task end before their time, and are tried again.
        using var http = new HttpClient { BaseAddress = new Uri(node.Address), Timeout = ApiWriter.AttemptLimit };
        for (var tries = 0; tries < 50; tries++)
        {
            using var answer = await http.GetAsync(new Uri("/logga-in", UriKind.Relative));
            if (answer.IsSuccessStatusCode)
                return node;
            await Task.Delay(200);
        }

        await node.DisposeAsync();
        throw new InvalidOperationException("The node with the wrong clock shows no page to log in on.");
    }

    // Long enough ago for a node whose clock is behind: what lies ahead of its clock it takes for a mistake.
    private static async Task<(string Text, DateTimeOffset At)> HappenedAsync(
        Trial trial, KrisProgram node, string token, int number)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds((Now - (2 * Wrong)).ToUnixTimeSeconds());
        var text = string.Create(CultureInfo.InvariantCulture, $"Hände förut {number}");
        using var http = new HttpClient { BaseAddress = new Uri(node.Address), Timeout = ApiWriter.AttemptLimit };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.PutAsJsonAsync(
            new Uri($"/api/v1/incidents/{trial.Incidents[0]}/lines/{Guid.CreateVersion7()}", UriKind.Relative),
            new { kind = "observation", text, occurredAt = at });
        if (!answer.IsSuccessStatusCode)
            trial.Fail($"En rad med egen tid fick svaret {(int)answer.StatusCode}.");
        return (text, at);
    }

    private static async Task TimesAsync(
        Trial trial, Ground ground, DateTimeOffset begun, List<(string Text, DateTimeOffset At)> happened)
    {
        var lines = await new Records(ground.Connection).TimesAsync([.. trial.Incidents]);
        foreach (var stream in lines.GroupBy(line => line.Stream))
        {
            var times = stream.OrderBy(line => line.Number).Select(line => line.RecordedAt).ToList();
            if (!times.SequenceEqual(times.Order()))
                trial.Fail($"I {stream.Key} går tiderna inte framåt med numren.");
        }

        if (lines.Any(line => line.RecordedAt < begun - Tolerance || line.RecordedAt > Now + Tolerance))
            trial.Fail("En rad fick en skrivtid ur fel klocka.");
        foreach (var (text, at) in happened)
        {
            if (lines.Count(line => line.Text == text && line.OccurredAt == at) != 1)
                trial.Fail($"Raden ”{text}” har inte den händelsetid som den skrevs med.");
        }
    }
}
