using System.Diagnostics;
using System.Net.WebSockets;

namespace Kris.Bench.Circuits;

/// <summary>
/// A browser's part in a Blazor circuit without the browser: fetches the page, opens the circuit that it asks for,
/// confirms what is rendered, answers what scripts are asked, and knows when a text has arrived.
/// </summary>
internal sealed class CircuitClient(CircuitPage page) : IAsyncDisposable
{
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HubConnection hub = new();
    private readonly CancellationTokenSource closing = new();
    private readonly TaskCompletionSource<string> circuit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource attached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Waiting? waiting;
    private Task listening = Task.CompletedTask;
    private Task pinging = Task.CompletedTask;

    /// <summary>When something last came from the server, by Stopwatch.</summary>
    public long LastHeard { get; private set; }

    public string? Failure { get; private set; }

    /// <param name="shown">A text that the circuit has rendered when the page is there.</param>
    public static async Task<CircuitClient> OpenAsync(CircuitPage page, byte[] shown, CancellationToken stop)
    {
        var client = new CircuitClient(page);
        var there = client.ArrivalAsync(shown);
        await client.StartAsync(await page.GetAsync(stop), stop);
        await there.WaitAsync(Patience, stop);
        return client;
    }

    /// <summary>The moment at which a render batch with the text has come, by Stopwatch.</summary>
    public Task<long> ArrivalAsync(byte[] text)
    {
        var wait = new Waiting(text);
        waiting = wait;
        return wait.Arrived.Task;
    }

    /// <summary>Ends the circuit as a page that is closed does, so that the server keeps nothing of it.</summary>
    public async ValueTask DisposeAsync()
    {
        await closing.CancelAsync();
        if (circuit.Task.IsCompletedSuccessfully)
            await page.LeaveAsync(await circuit.Task);
        await hub.DisposeAsync();
        await Task.WhenAll(listening, pinging);
        closing.Dispose();
    }

    private async Task StartAsync(PageMarkers markers, CancellationToken stop)
    {
        await hub.OpenAsync(page.Address, page.Cookie, stop);
        listening = ListenAsync();
        pinging = PingAsync();
        await hub.SendAsync(PackWriter.Call("StartCircuit", id: "0", arguments: 4)
            .Text(new Uri(page.Address, "/").AbsoluteUri)
            .Text(page.Address.AbsoluteUri)
            .Text("[]")
            .Text(markers.State)
            .Framed());
        await circuit.Task.WaitAsync(Patience, stop);
        // Components are handed over when the renderer has announced itself to the page.
        await attached.Task.WaitAsync(Patience, stop);
        await hub.SendAsync(PackWriter.Call("UpdateRootComponents", id: null, arguments: 2)
            .Text(markers.AddAll()).Text(markers.State).Framed());
    }

    private async Task ListenAsync()
    {
        try
        {
            await hub.ListenAsync(Take, closing.Token);
        }
        catch (Exception over) when (over is OperationCanceledException or WebSocketException)
        {
            if (!closing.IsCancellationRequested)
                Fail($"Förbindelsen bröts: {over.Message}");
        }
        catch (BenchException wrong)
        {
            Fail(wrong.Message);
        }
    }

    private async Task PingAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(PingEvery);
            while (await timer.WaitForNextTickAsync(closing.Token))
                await hub.SendAsync(PackWriter.Ping());
        }
        catch (Exception over) when (over is OperationCanceledException or WebSocketException)
        {
            // Whoever listens says what happened.
        }
    }

    private void Take(ReadOnlyMemory<byte> message)
    {
        LastHeard = Stopwatch.GetTimestamp();
        var reader = new PackReader(message.Span);
        reader.Array();
        switch (reader.Integer())
        {
            case 1:
                TakeCall(ref reader);
                break;
            case 3:
                reader.EmptyMap();
                reader.Text();
                circuit.TrySetResult(reader.Integer() == 3 && reader.Text() is { } secret
                    ? secret
                    : throw new BenchException("Servern startade ingen krets."));
                break;
            case 7:
                throw new BenchException($"Servern stängde kretsen: {reader.Text()}");
        }
    }

    private void TakeCall(ref PackReader reader)
    {
        reader.EmptyMap();
        reader.Text();
        var target = reader.Text();
        reader.Array();
        switch (target)
        {
            case "JS.RenderBatch":
                var batch = reader.Integer();
                waiting?.Look(reader.Bytes(), LastHeard);
                Send(PackWriter.Call("OnRenderCompleted", id: null, arguments: 2).Integer(batch).Text(null).Framed());
                break;
            case "JS.BeginInvokeJS":
                Answer(new ScriptCall(reader.Integer(), reader.Text()!, reader.Text(), (int)reader.Integer()));
                break;
            case "JS.Error":
                throw new BenchException($"Kretsen föll: {reader.Text()}");
        }
    }

    private void Answer(ScriptCall call)
    {
        if (call.Identifier.EndsWith("attachWebRendererInterop", StringComparison.Ordinal))
            attached.TrySetResult();
        if (call.Handle != 0)
            Send(call.Answer());
    }

    // Nothing waits for the wire here: messages leave in the order that they are sent.
    private void Send(byte[] message) => _ = hub.SendAsync(message);

    private void Fail(string reason)
    {
        Failure ??= reason;
        var wrong = new BenchException(reason);
        circuit.TrySetException(wrong);
        attached.TrySetException(wrong);
        waiting?.Arrived.TrySetException(wrong);
    }

    private sealed record Waiting(byte[] Text)
    {
        public TaskCompletionSource<long> Arrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Look(ReadOnlySpan<byte> batch, long now)
        {
            if (!Arrived.Task.IsCompleted && batch.IndexOf(Text) >= 0)
                Arrived.TrySetResult(now);
        }
    }
}
