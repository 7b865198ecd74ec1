using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Kris.Browser.Running;

/// <summary>
/// The network between two programs, which can be cut, held and mended. A browser that is told to be offline keeps the
/// WebSocket that it has; a cut wire does not.
/// </summary>
public sealed class Wire : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Lock guard = new();
    private readonly HashSet<Socket> open = [];
    private readonly EndPoint target;
    private readonly Task accepting;
    private TaskCompletionSource questions = Passing();
    private TaskCompletionSource answers = Passing();
    private volatile bool losesAnswers;
    private volatile bool refuses;
    private bool isCut;

    public Wire(int target)
        : this(new IPEndPoint(IPAddress.Loopback, target))
    {
    }

    /// <param name="target">A port or the path of a socket.</param>
    public Wire(EndPoint target)
    {
        this.target = target;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public string Address => $"http://localhost:{Port}";

    /// <summary>Ends what is open and lets nothing new through.</summary>
    public void Cut()
    {
        lock (guard)
        {
            isCut = true;
            CloseAll();
        }
    }

    /// <summary>What the browser says still arrives; what the program answers stays on the way.</summary>
    public void HoldAnswers() => Hold(ref answers);

    /// <summary>Nothing arrives in either direction, and neither end is told.</summary>
    public void HoldAll()
    {
        Hold(ref questions);
        Hold(ref answers);
    }

    /// <summary>What is asked arrives; a connection breaks as soon as an answer is on its way.</summary>
    public void LoseAnswers() => losesAnswers = true;

    /// <summary>What is open is ended, and whoever asks anew is told on the way that there is no server: 503.</summary>
    public void RefuseAll()
    {
        refuses = true;
        lock (guard)
            CloseAll();
    }

    /// <summary>Everything passes again, what was held too, as when packets are sent anew.</summary>
    public void Restore()
    {
        (losesAnswers, refuses) = (false, false);
        lock (guard)
            isCut = false;
        Volatile.Read(ref questions).TrySetResult();
        Volatile.Read(ref answers).TrySetResult();
    }

    /// <summary>New connections pass; those that were held are broken, as when whoever kept them gave up.</summary>
    public void RestoreWithout()
    {
        lock (guard)
            CloseAll();
        Restore();
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
        var passing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        passing.SetResult();
        return passing;
    }

    private static void Hold(ref TaskCompletionSource gate)
    {
        if (Volatile.Read(ref gate).Task.IsCompleted)
            Volatile.Write(ref gate, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    private void CloseAll()
    {
        foreach (var socket in open)
            socket.Dispose();
        open.Clear();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!end.IsCancellationRequested)
                _ = CarryAsync(await listener.AcceptSocketAsync(end.Token));
        }
        catch (Exception over) when (over is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(Socket here)
    {
        using var there = new Socket(
            target.AddressFamily,
            SocketType.Stream,
            target is UnixDomainSocketEndPoint ? ProtocolType.Unspecified : ProtocolType.Tcp);
        try
        {
            if (!Enter(here))
                return;
            if (refuses)
            {
                await RefuseAsync(here);
                return;
            }

            await there.ConnectAsync(target, end.Token);
            if (!Enter(there))
                return;
            await Task.WhenAny(PassAsync(here, there, isAnswer: false), PassAsync(there, here, isAnswer: true));
        }
        catch (Exception gone) when (IsGone(gone))
        {
            // Cut, or nobody answers: the browser sees it as it would.
        }
        finally
        {
            Leave(here);
            Leave(there);
        }
    }

    private async Task RefuseAsync(Socket here)
    {
        await here.ReceiveAsync(new byte[16 * 1024], end.Token);
        const string answer = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        await here.SendAsync(Encoding.ASCII.GetBytes(answer), end.Token);
        here.Shutdown(SocketShutdown.Send);
    }

    private bool Enter(Socket socket)
    {
        lock (guard)
        {
            if (!isCut)
                open.Add(socket);
            return !isCut;
        }
    }

    private void Leave(Socket socket)
    {
        lock (guard)
            open.Remove(socket);
        socket.Dispose();
    }

    private async Task PassAsync(Socket from, Socket to, bool isAnswer)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            if (from.AddressFamily is not AddressFamily.Unix)
                from.NoDelay = true;
            int read;
            while ((read = await from.ReceiveAsync(buffer, end.Token)) > 0)
            {
                var gate = isAnswer ? Volatile.Read(ref answers) : Volatile.Read(ref questions);
                await gate.Task.WaitAsync(end.Token);
                if (isAnswer && losesAnswers)
                    return;
                for (var sent = 0; sent < read;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), end.Token);
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
