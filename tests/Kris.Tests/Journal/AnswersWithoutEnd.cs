using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Kris.Tests.Journal;

/// <summary>
/// The way to a database, on which the last word of an answer can be kept: PostgreSQL says "ready for the next
/// question" (Z) when what was asked is committed, after all rows.
/// </summary>
internal sealed class AnswersWithoutEnd : IAsyncDisposable
{
    private const byte Ready = (byte)'Z';
    private const int Head = 5;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly UnixDomainSocketEndPoint database;
    private readonly Task accepting;
    private volatile bool keepsEnds;

    public AnswersWithoutEnd(string connection)
    {
        var to = new NpgsqlConnectionStringBuilder(connection);
        database = new UnixDomainSocketEndPoint(Path.Combine(to.Host!, $".s.PGSQL.{to.Port}"));
        listener.Start();
        (to.Host, to.Port) = ("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
        (to.SslMode, to.GssEncryptionMode) = (SslMode.Disable, GssEncryptionMode.Disable);
        // A connection that were opened anew would wait for its own first word.
        to.Pooling = true;
        Connection = to.ConnectionString;
        accepting = AcceptAsync();
    }

    public string Connection { get; }

    /// <summary>From now on every answer stays without its last word.</summary>
    public void KeepEnds() => keepsEnds = true;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Dispose();
        await accepting;
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var carried = new List<Task>();
        try
        {
            while (true)
                carried.Add(CarryAsync(await listener.AcceptTcpClientAsync(end.Token)));
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(carried);
        }
    }

    private async Task CarryAsync(TcpClient here)
    {
        using var client = here;
        using var there = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await there.ConnectAsync(database, end.Token);
            await using var questions = client.GetStream();
            await using var answers = new NetworkStream(there);
            await Task.WhenAny(questions.CopyToAsync(answers, end.Token), AnswerAsync(answers, questions));
        }
        catch (Exception over) when (over is IOException or SocketException or OperationCanceledException)
        {
            // Either end has gone.
        }
    }

    // Every message says its kind and its length, which counts itself.
    private async Task AnswerAsync(Stream from, Stream to)
    {
        var message = new byte[64 * 1024];
        while (true)
        {
            await from.ReadExactlyAsync(message.AsMemory(0, Head), end.Token);
            var rest = BinaryPrimitives.ReadInt32BigEndian(message.AsSpan(1)) - sizeof(int);
            await from.ReadExactlyAsync(message.AsMemory(Head, rest), end.Token);
            if (message[0] != Ready || !keepsEnds)
                await to.WriteAsync(message.AsMemory(0, Head + rest), end.Token);
        }
    }
}
