using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;

namespace Kris.Bare;

/// <summary>The least that can bring a row to many: a WebSocket each, and the same bytes to all.</summary>
public sealed class Broadcast
{
    private readonly ConcurrentDictionary<WebSocket, byte> sockets = new();

    internal async Task JoinAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        sockets.TryAdd(socket, 0);
        var word = new byte[16];
        try
        {
            while ((await socket.ReceiveAsync(word, context.RequestAborted)).MessageType != WebSocketMessageType.Close)
            {
                // Nobody has anything to say here.
            }
        }
        catch (Exception gone) when (gone is WebSocketException or OperationCanceledException)
        {
            // It left without a word.
        }
        finally
        {
            sockets.TryRemove(socket, out _);
        }
    }

    /// <summary>For circuits: the least that Blazor can do with a row.</summary>
    public event Action<string>? Sent;

    /// <returns>The moment before the first circuit was told, by Stopwatch.</returns>
    public string Tell(string row)
    {
        var from = Stopwatch.GetTimestamp();
        Parallel.ForEach(Sent?.GetInvocationList() ?? [], told => ((Action<string>)told)(row));
        return from.ToString(CultureInfo.InvariantCulture);
    }

    /// <returns>The moment before the first was sent, by Stopwatch.</returns>
    public async Task<string> SendAsync(string row)
    {
        var from = Stopwatch.GetTimestamp();
        var bytes = Encoding.UTF8.GetBytes(row);
        await Task.WhenAll(sockets.Keys.Select(socket => socket.SendAsync(
            bytes.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).AsTask()));
        return from.ToString(CultureInfo.InvariantCulture);
    }
}
