using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Kris.Browser.Faults.Kinds;

/// <summary>One and the same line arrives a hundred times at once, and again after a restart.</summary>
internal static class SameAgain
{
    private const int AtOnce = 100;

    public static async Task<Figures> RunAsync(Stage stage, Extent extent)
    {
        var ground = await stage.PrivateAsync();
        var node = ground.Nodes[0];
        await using var trial = await Trial.BeginAsync(ground, extent, "same-again", node.Address);
        var token = await ground.People.TokenAsync();
        var earlier = new List<Sent>();
        while (trial.HasMore)
        {
            var line = trial.Ledger.Add(new Sent(
                trial.Incidents[0],
                string.Create(CultureInfo.InvariantCulture, $"Hundra gånger, omgång {earlier.Count + 1}"),
                Guid.CreateVersion7()));
            await trial.RoundAsync(async () =>
            {
                trial.Count();
                await SendAsync(trial, node.Address, token, line, AtOnce, isNew: true);
                foreach (var before in earlier)
                    await SendAsync(trial, node.Address, token, before, times: 2, isNew: false);
            });
            earlier.Add(line);
        }

        await node.KillAsync();
        await node.StartAgainAsync();
        foreach (var before in earlier)
            await SendAsync(trial, node.Address, token, before, AtOnce, isNew: false);
        await trial.RoundAsync(() => Task.CompletedTask);
        trial.Note($"Var och en skickades {AtOnce} gånger på en gång, och {AtOnce} gånger till efter en omstart.");
        return trial.Result();
    }

    private static async Task SendAsync(Trial trial, string address, string token, Sent line, int times, bool isNew)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = times };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(address), Timeout = ApiWriter.AttemptLimit };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var answers = await Task.WhenAll(Enumerable.Range(0, times).Select(_ => SendAsync(http, line)));

        if (answers.Count(answer => answer.Status is HttpStatusCode.Created) != (isNew ? 1 : 0))
            trial.Fail($"Raden ”{line.Text}” skapades inte en enda gång.");
        if (answers.Any(answer => answer.Status is not (HttpStatusCode.Created or HttpStatusCode.OK)))
            trial.Fail($"Raden ”{line.Text}” fick svaret {(int)answers.Max(answer => answer.Status)}.");
        foreach (var (number, hash) in answers.Select(answer => (answer.Number, answer.Hash)).Distinct())
        {
            if (line.Number is not null && line.Number != number)
                trial.Fail($"Raden ”{line.Text}” fick både nummer {line.Number} och {number}.");
            else if (line.Number is null)
                trial.Ledger.Acknowledge(line, number, hash);
        }
    }

    private static async Task<(HttpStatusCode Status, long Number, string Hash)> SendAsync(HttpClient http, Sent line)
    {
        var path = new Uri($"/api/v1/incidents/{line.Stream}/lines/{line.Key}", UriKind.Relative);
        using var answer = await http.PutAsJsonAsync(path, new { kind = "anteckning", text = line.Text });
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return answer.IsSuccessStatusCode
            ? (answer.StatusCode, said.GetProperty("number").GetInt64(), said.GetProperty("hash").GetString()!)
            : (answer.StatusCode, 0, "");
    }
}
