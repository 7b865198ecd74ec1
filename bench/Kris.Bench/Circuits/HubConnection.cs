using System.Net.WebSockets;
using System.Text;

namespace Kris.Bench.Circuits;

/// <summary>A WebSocket to the circuits' hub: whole messages in, whole messages out.</summary>
internal sealed class HubConnection : IAsyncDisposable
{
    private const byte EndOfHandshake = 0x1e;

    private static readonly byte[] Handshake =
        [.. Encoding.UTF8.GetBytes("""{"protocol":"blazorpack","version":1}"""), EndOfHandshake];

    private readonly ClientWebSocket socket = new();
    private readonly SemaphoreSlim sending = new(1, 1);
    private byte[] buffer = new byte[16 * 1024];
    private int filled;

    public async Task OpenAsync(Uri site, string? cookie, CancellationToken cancellationToken)
    {
        // A browser offers compression, and Blazor's server takes it.
        socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        socket.Options.KeepAliveInterval = TimeSpan.Zero;
        if (cookie is not null)
            socket.Options.SetRequestHeader("Cookie", cookie);
        await socket.ConnectAsync(new UriBuilder(site) { Scheme = "ws", Path = "/_blazor" }.Uri, cancellationToken);
        await SendAsync(Handshake);
        await ReceiveAsync(cancellationToken);
        var end = buffer.AsSpan(0, filled).IndexOf(EndOfHandshake);
        var answer = Encoding.UTF8.GetString(buffer, 0, Math.Max(end, 0));
        if (answer != "{}")
            throw new BenchException($"Servern tog inte emot kretsen: {answer}");
        Discard(end + 1);
    }

    public async Task SendAsync(byte[] message)
    {
        await sending.WaitAsync();
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            sending.Release();
        }
    }

    /// <summary>Hands over each message that comes, until the connection closes.</summary>
    public async Task ListenAsync(Action<ReadOnlyMemory<byte>> take, CancellationToken cancellationToken)
    {
        do
        {
            while (Whole() is var (start, size) && size > 0)
            {
                take(buffer.AsMemory(start, size));
                Discard(start + size);
            }
        }
        while (await ReceiveAsync(cancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (WebSocketException)
        {
            // The other side was quicker.
        }

        socket.Dispose();
        sending.Dispose();
    }

    private async Task<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (filled == buffer.Length)
            Array.Resize(ref buffer, buffer.Length * 2);
        var received = await socket.ReceiveAsync(buffer.AsMemory(filled), cancellationToken);
        filled += received.Count;
        return received.MessageType is not WebSocketMessageType.Close;
    }

    // The length comes first, seven bits to a byte, the lowest first.
    private (int Start, int Size) Whole()
    {
        var size = 0;
        for (var at = 0; at < Math.Min(filled, 5); at++)
        {
            size |= (buffer[at] & 127) << (7 * at);
            if (buffer[at] < 128)
                return filled - at - 1 >= size ? (at + 1, size) : (0, 0);
        }

        return (0, 0);
    }

    private void Discard(int count)
    {
        buffer.AsSpan(count, filled - count).CopyTo(buffer);
        filled -= count;
    }
}
