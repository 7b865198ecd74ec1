using System.Diagnostics;
using Kris.Bench.Measures;

namespace Kris.Bench.Circuits;

/// <summary>Many circuits on one page, opened a few at a time and watched together.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int AtOnce = 4;

    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient http = new();
    private readonly List<CircuitClient> clients = [];

    /// <param name="cookies">Who sits where; none for a page that asks for nobody.</param>
    /// <param name="shown">A text that each circuit must have rendered before it counts as open.</param>
    public static async Task<Crowd> OpenAsync(
        Uri page, int count, IReadOnlyList<string> cookies, byte[] shown, CancellationToken stop)
    {
        var crowd = new Crowd();
        try
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(0, count),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop },
                async (at, cancel) =>
                {
                    var cookie = cookies.Count == 0 ? null : cookies[at % cookies.Count];
                    var shownTo = new CircuitPage(crowd.http, page, cookie);
                    var client = await CircuitClient.OpenAsync(shownTo, shown, cancel);
                    lock (crowd.clients)
                        crowd.clients.Add(client);
                });
            await crowd.SettleAsync(stop);
            return crowd;
        }
        catch
        {
            await crowd.DisposeAsync();
            throw;
        }
    }

    /// <summary>From each circuit, the moment at which the text had come. Ask before it is written.</summary>
    public Task<long[]> ArrivalsAsync(byte[] mark, CancellationToken stop) =>
        Task.WhenAll(clients.Select(client => client.ArrivalAsync(mark).WaitAsync(Patience, stop)));

    /// <summary>Waits until nothing more is sent: the page is as it will stay.</summary>
    public async Task SettleAsync(CancellationToken stop)
    {
        var begun = Stopwatch.GetTimestamp();
        while (clients.Exists(client => Stopwatch.GetElapsedTime(client.LastHeard) < Quiet))
        {
            UnlessFailed();
            if (Stopwatch.GetElapsedTime(begun) > Patience)
                throw new BenchException("Kretsarna kommer inte till ro.");
            await Task.Delay(50, stop);
        }

        UnlessFailed();
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
        http.Dispose();
        UnlessFailed();
    }

    private void UnlessFailed()
    {
        if (clients.Find(client => client.Failure is not null) is { } failed)
            throw new BenchException(failed.Failure!);
    }
}
