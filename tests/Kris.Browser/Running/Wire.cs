using System.Net;
using System.Net.Sockets;

namespace Kris.Browser.Running;

/// <summary>
/// The network between a browser and the program, which can be cut and mended. A browser that is told to be offline
/// keeps the WebSocket that it has; a cut wire does not.
/// </summary>
public sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Lock guard = new();
    private readonly List<TcpClient> open = [];
    private readonly int target;
    private readonly Task accepting;
    private TaskCompletionSource answers = Passing();
    private bool isCut;

    public Wire(int target)
    {
        this.target = target;
        listener.Start();
        accepting = AcceptAsync();
    }

    public string Address => $"http://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>Ends what is open and lets nothing new through.</summary>
    public void Cut()
    {
        lock (guard)
        {
            isCut = true;
            foreach (var client in open)
                client.Dispose();
            open.Clear();
        }
    }

    /// <summary>What the browser says still arrives; what the program answers stays on the way.</summary>
    public void HoldAnswers() => Volatile.Write(ref answers, new TaskCompletionSource());

    public void Restore()
    {
        lock (guard)
            isCut = false;
        Volatile.Read(ref answers).TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        Restore();
        Cut();
        listener.Dispose();
        await accepting;
        end.Dispose();
    }

    private static TaskCompletionSource Passing()
    {
        var passing = new TaskCompletionSource();
        passing.SetResult();
        return passing;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!end.IsCancellationRequested)
                _ = CarryAsync(await listener.AcceptTcpClientAsync(end.Token));
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(TcpClient browser)
    {
        using var here = browser;
        using var there = new TcpClient();
        try
        {
            if (!Enter(here))
                return;
            await there.ConnectAsync(IPAddress.Loopback, target, end.Token);
            if (!Enter(there))
                return;
            here.NoDelay = there.NoDelay = true;
            await Task.WhenAny(
                PassAsync(here, there, () => Task.CompletedTask),
                PassAsync(there, here, () => Volatile.Read(ref answers).Task));
        }
        catch (Exception gone) when (IsGone(gone))
        {
            // Cut, or nobody answers: the browser sees it as it would.
        }
    }

    private bool Enter(TcpClient client)
    {
        lock (guard)
        {
            if (!isCut)
                open.Add(client);
            return !isCut;
        }
    }

    private async Task PassAsync(TcpClient from, TcpClient to, Func<Task> gate)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer, end.Token)) > 0)
            {
                await gate().WaitAsync(end.Token);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, read), end.Token);
            }
        }
        catch (Exception gone) when (IsGone(gone))
        {
            // The other direction ends with it.
        }
    }

    private static bool IsGone(Exception failure) =>
        failure is IOException or SocketException or ObjectDisposedException or OperationCanceledException
            or InvalidOperationException;
}
