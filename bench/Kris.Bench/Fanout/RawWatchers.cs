using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;

namespace Kris.Bench.Fanout;

/// <summary>The reference's watchers: a plain WebSocket each, told the moment at which a row came.</summary>
internal sealed class RawWatchers : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly List<Watcher> watchers = [];

    public static async Task<RawWatchers> OpenAsync(Uri site, int count, CancellationToken stop)
    {
        var all = new RawWatchers();
        var address = new UriBuilder(site) { Scheme = "ws", Path = "/ws" }.Uri;
        for (var number = 0; number < count; number++)
        {
            var watcher = new Watcher();
            all.watchers.Add(watcher);
            await watcher.OpenAsync(address, stop);
        }

        return all;
    }

    /// <summary>From each, the moment at which the row had come. Ask before it is sent.</summary>
    public Task<long[]> ArrivalsAsync(string row, CancellationToken stop) =>
        Task.WhenAll(watchers.Select(watcher => watcher.ArrivalAsync(row).WaitAsync(Patience, stop)));

    public async ValueTask DisposeAsync()
    {
        foreach (var watcher in watchers)
            await watcher.DisposeAsync();
    }

    private sealed class Watcher : IAsyncDisposable
    {
        private readonly ClientWebSocket socket = new();
        private readonly byte[] buffer = new byte[4096];
        private volatile Tuple<byte[], TaskCompletionSource<long>>? waiting;
        private Task listening = Task.CompletedTask;

        public async Task OpenAsync(Uri address, CancellationToken stop)
        {
            await socket.ConnectAsync(address, stop);
            listening = ListenAsync();
        }

        public Task<long> ArrivalAsync(string row)
        {
            var arrived = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting = Tuple.Create(Encoding.UTF8.GetBytes(row), arrived);
            return arrived.Task;
        }

        public async ValueTask DisposeAsync()
        {
            if (socket.State is WebSocketState.Open)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            await listening;
            socket.Dispose();
        }

        // A row is small and comes in one piece.
        private async Task ListenAsync()
        {
            try
            {
                while (await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None) is { Count: > 0 } received)
                {
                    var now = Stopwatch.GetTimestamp();
                    if (waiting is var (row, arrived) && buffer.AsSpan(0, received.Count).SequenceEqual(row))
                        arrived.TrySetResult(now);
                }
            }
            catch (WebSocketException)
            {
                // The server is gone; whoever waits for a row is told by the clock.
            }
        }
    }
}
