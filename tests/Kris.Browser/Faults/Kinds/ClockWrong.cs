using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Kris.Browser.Running;

namespace Kris.Browser.Faults.Kinds;

/// <summary>
/// One node's clock is two hours ahead and another's two hours behind, and so is a browser's; the database's own is set
/// an hour forward and back while lines are written. The order is that of the numbers, and both times are stored: when
/// it was written, and when it is said to have happened.
/// </summary>
internal static class ClockWrong
{
    private const string Name = "clock-wrong";

    private static readonly TimeSpan Wrong = TimeSpan.FromHours(2);
    private static readonly TimeSpan Step = TimeSpan.FromHours(1);
    private static readonly TimeSpan[] Steps = [Step, -Step, TimeSpan.Zero];
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    private static readonly string[] Libraries =
    [
        "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1",
        "/usr/lib64/faketime/libfaketime.so.1", "/usr/lib/faketime/libfaketime.so.1",
    ];

    /// <returns>What the clocks of nodes and database are set with, where it is missing.</returns>
    public static string? Lacks() =>
        Array.Exists(Libraries, File.Exists) ? null : "biblioteket libfaketime finns inte (apt install faketime).";

    public static async Task<Figures> RunAsync(Stage stage, Extent extent)
    {
        var ground = await stage.SharedAsync(1);
        var right = ground.Nodes[0];
        // A single round makes do with clocks that are ahead, where lines would come to stand in the future.
        TimeSpan[] offsets = extent.Rounds == 1 ? [Wrong] : [Wrong, -Wrong];
        var library = Libraries.FirstOrDefault(File.Exists);
        await using var database = library is null ? null : await ground.WithClockAsync(library);
        var wrong = new List<KrisProgram>();
        try
        {
            foreach (var offset in library is null ? [] : offsets)
                wrong.Add(await WrongAsync(ground, library!, offset));
            return await RunAsync(stage, extent, ground, [right, .. wrong], offsets, database);
        }
        finally
        {
            foreach (var node in wrong)
                await node.DisposeAsync();
        }
    }

    private static async Task<Figures> RunAsync(
        Stage stage, Extent extent, Ground ground, IReadOnlyList<KrisProgram> nodes, TimeSpan[] offsets,
        DatabaseClock? database)
    {
        await using var trial = await Trial.BeginAsync(
            ground, extent, Name, [.. nodes.Select(node => node.Address)]);
        trial.HasTrueDatabaseClock = database is null;
        var page = nodes[Math.Min(1, nodes.Count - 1)].Address;
        foreach (var shown in offsets)
            await trial.AddPersonAsync(stage.Browsers, page, nodes[0].Address, Now + shown);

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
                foreach (var step in database is null ? [] : Steps)
                {
                    database!.Set(step);
                    happened.Add(await HappenedAsync(trial, nodes[0], token, happened.Count));
                    await trial.PauseAsync(100, 700);
                }
            });
            var lines = await new Records(ground.Connection).TimesAsync([.. trial.Incidents]);
            WrittenAt(trial, lines, begun, isStepped: database is not null);
            HappenedAt(trial, lines, happened);
        }

        trial.Note(Told(nodes.Count, offsets.Length));
        return trial.Result();
    }

    private static string Told(int nodes, int browsers) => nodes == 1
        ? "Biblioteket libfaketime finns inte här, så bara webbläsarnas klockor gick fel."
        : $"{nodes} noder, varav en med rätt klocka, och {browsers} webbläsare med fel klocka; "
        + "databasens klocka ställdes en timme fram och en timme tillbaka.";

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static async Task<KrisProgram> WrongAsync(Ground ground, string library, TimeSpan offset)
    {
        var node = await ground.AddNodeAsync(
            new("LD_PRELOAD", library),
            new("FAKETIME", offset.TotalSeconds.ToString("+0;-0", CultureInfo.InvariantCulture)),
            new("FAKETIME_DONT_FAKE_MONOTONIC", "1"));
        await node.UntilShownAsync();
        return node;
    }

    // Long enough ago for a node whose clock is behind: what lies ahead of its clock it takes for a mistake.
    private static async Task<(string Text, DateTimeOffset At)> HappenedAsync(
        Trial trial, KrisProgram node, string token, int number)
    {
        var at = DateTimeOffset.FromUnixTimeSeconds((Now - (2 * Wrong)).ToUnixTimeSeconds());
        var key = Guid.CreateVersion7();
        var text = string.Create(CultureInfo.InvariantCulture, $"Hände förut {number}");
        trial.Ledger.Add(new Sent(trial.Incidents[0], text, key));
        using var http = new HttpClient { BaseAddress = new Uri(node.Address), Timeout = ApiWriter.AttemptLimit };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.PutAsJsonAsync(
            new Uri($"/api/v1/incidents/{trial.Incidents[0]}/lines/{key}", UriKind.Relative),
            new { kind = "observation", text, occurredAt = at });
        if (!answer.IsSuccessStatusCode)
            trial.Fail($"En rad med egen tid fick svaret {(int)answer.StatusCode}.");
        return (text, at);
    }

    private static void WrittenAt(Trial trial, IReadOnlyList<Timed> lines, DateTimeOffset begun, bool isStepped)
    {
        foreach (var stream in isStepped ? [] : lines.GroupBy(line => line.Stream))
        {
            var times = stream.OrderBy(line => line.Number).Select(line => line.RecordedAt).ToList();
            if (!times.SequenceEqual(times.Order()))
                trial.Fail($"I {stream.Key} går tiderna inte framåt med numren.");
        }

        var step = isStepped ? Step : TimeSpan.Zero;
        if (lines.Any(line => line.RecordedAt < begun - Tolerance - step || line.RecordedAt > Now + Tolerance + step))
            trial.Fail("En rad fick en skrivtid ur fel klocka.");
        var hasBoth = lines.Any(line => line.RecordedAt < begun - (step / 2))
            && lines.Any(line => line.RecordedAt > Now + (step / 2));
        if (isStepped && !hasBoth)
            trial.Fail("Databasens klocka ställdes om utan att det syns i någon rads skrivtid.");
    }

    private static void HappenedAt(
        Trial trial, IReadOnlyList<Timed> lines, List<(string Text, DateTimeOffset At)> happened)
    {
        foreach (var (text, at) in happened)
        {
            if (lines.Count(line => line.Text == text && line.OccurredAt == at) != 1)
                trial.Fail($"Raden ”{text}” har inte den händelsetid som den skrevs med.");
        }
    }
}
