using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Kris.Bench.Append;
using Kris.Bench.Measures;
using Kris.Bench.Setup;

namespace Kris.Bench.Api;

/// <summary>The whole call, as a program makes it: HTTP kept alive, a bearer token, JSON both ways.</summary>
internal static class ApiPart
{
    public static async Task RunAsync(Ground ground, Arguments asked, CancellationToken stop)
    {
        Console.WriteLine($"api: ett helt anrop över HTTP ÷ rå INSERT med COMMIT, {Ground.Incidents} händelser");
        await using var kris = await Child.KrisAsync(ground, stop);
        using var http = new HttpClient { BaseAddress = kris.Site };
        var token = await Tokens.MakeAsync(ground);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var writers in new[] { 1, 16 })
        {
            await using var raw = await RawInsert.MakeAsync(ground, writers);
            await AgainstRaw.RunAsync(
                asked,
                writers,
                raw,
                _ => OnceAsync(http, ground.AnyStream()),
                new Ratio($"{writers} skrivare, p50", "ms") { AtMost = 3 },
                new Ratio($"{writers} skrivare, p99", "ms") { AtMost = 4 },
                stop);
        }
    }

    private static async Task OnceAsync(HttpClient http, Guid stream)
    {
        var line = new { kind = "anteckning", text = Lines.NextText(), channel = Lines.Channel, from = Lines.From };
        var address = new Uri($"/api/v1/incidents/{stream}/lines/{Guid.CreateVersion7()}", UriKind.Relative);
        using var response = await http.PutAsJsonAsync(address, line);
        var answer = await response.Content.ReadAsStringAsync();
        if (response.StatusCode is not HttpStatusCode.Created)
            throw new BenchException($"En rad togs inte emot: {(int)response.StatusCode} {answer}");
    }
}
