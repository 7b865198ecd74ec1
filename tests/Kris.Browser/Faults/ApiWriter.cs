using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Kris.Browser.Faults;

/// <summary>
/// A program that writes with an honest outbox: a line keeps its key until the server has answered for it, and what
/// became of an attempt without an answer is not guessed.
/// </summary>
internal sealed class ApiWriter : IDisposable
{
    /// <summary>Longer than the server may take to say that the database is away.</summary>
    public static readonly TimeSpan AttemptLimit = TimeSpan.FromSeconds(12);

    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(180);

    private readonly IReadOnlyList<HttpClient> nodes;
    private readonly IReadOnlyList<Guid> incidents;
    private readonly string name;
    private readonly Random random;
    private readonly Ledger ledger;
    private int written;
    private int node;

    /// <param name="addresses">Of every node; the next is asked when one does not answer.</param>
    public ApiWriter(
        IEnumerable<string> addresses, string token, IReadOnlyList<Guid> incidents, string name, Random random,
        Ledger ledger)
    {
        nodes = [.. addresses.Select(address => Client(address, token))];
        this.incidents = incidents;
        this.name = name;
        this.random = random;
        this.ledger = ledger;
        node = random.Next(nodes.Count);
    }

    public async Task WriteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await WriteOneAsync();
            await Task.WhenAny(Task.Delay(random.Next(30), stop));
        }
    }

    public Task WriteOneAsync()
    {
        var stream = incidents[random.Next(incidents.Count)];
        var line = new Sent(stream, $"{name}, rad {++written}", Guid.CreateVersion7()) { Writer = name };
        return DeliverAsync(ledger.Add(line));
    }

    /// <summary>Delivers a line that is in the ledger, however often it takes.</summary>
    public async Task DeliverAsync(Sent line)
    {
        var begun = Stopwatch.GetTimestamp();
        for (var attempt = 0; !await TryAsync(line); attempt++)
        {
            if (Stopwatch.GetElapsedTime(begun) > DrainLimit)
            {
                ledger.Complain($"Raden ”{line.Text}” ligger kvar i utkorgen efter {DrainLimit.TotalSeconds:0} s.");
                return;
            }

            node = (node + 1) % nodes.Count;
            await Task.Delay(Math.Min(50 << Math.Min(attempt, 3), 400));
        }
    }

    public void Dispose()
    {
        foreach (var client in nodes)
            client.Dispose();
    }

    /// <returns>Whether the line has left the outbox.</returns>
    private async Task<bool> TryAsync(Sent line)
    {
        var begun = Stopwatch.GetTimestamp();
        try
        {
            var path = new Uri($"/api/v1/incidents/{line.Stream}/lines/{line.Key}", UriKind.Relative);
            using var answer = await nodes[node].PutAsJsonAsync(path, new { kind = "anteckning", text = line.Text });
            if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created)
            {
                Acknowledged(line, await answer.Content.ReadFromJsonAsync<JsonElement>());
                return true;
            }

            return Refused(line, answer.StatusCode, await answer.Content.ReadAsStringAsync(), begun);
        }
        catch (Exception unknown) when (unknown is HttpRequestException or OperationCanceledException or IOException
            // As it comes where the other end dies while the connection is being made.
            or SocketException)
        {
            ledger.Refused(Stopwatch.GetElapsedTime(begun));
            return false;
        }
    }

    private void Acknowledged(Sent line, JsonElement answer) => ledger.Acknowledge(
        line, answer.GetProperty("number").GetInt64(), answer.GetProperty("hash").GetString()!);

    // What a fault may cause is asked for again. Anything else is a fault of its own.
    private bool Refused(Sent line, HttpStatusCode status, string why, long begun)
    {
        ledger.Refused(Stopwatch.GetElapsedTime(begun), why);
        if (status is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
            return false;
        ledger.Complain($"Raden ”{line.Text}” fick svaret {(int)status}: {why}");
        return status < HttpStatusCode.InternalServerError;
    }

    private static HttpClient Client(string address, string token)
    {
        var client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(3) })
        {
            BaseAddress = new Uri(address),
            Timeout = AttemptLimit,
        };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
