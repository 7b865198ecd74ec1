using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace Kris.Browser.Faults.Inputs;

/// <summary>Where malformed input is sent, and as whom.</summary>
internal sealed record Door(
    Uri Address, IReadOnlyList<string> Tokens, string Cookie, IReadOnlyList<Call> Calls, Guid Incident);

/// <summary>What came of one input: its status, or none where the connection was just closed.</summary>
internal sealed record Outcome(int? Status, byte[] Input, string Said);

/// <summary>Four ways of sending what is malformed. Each waits for an end; a wait that has none is a fault.</summary>
internal sealed class Senders : IDisposable
{
    private const int OpensIncidentsSeldom = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // What stands in braces is the incident.
    private static readonly string[] Pages =
    [
        "/", "/handelser", "/logga-in", "/tavla", "/administration", "/konto", "/_blazor", "/_framework/blazor.web.js",
        "/healthz", "/fel/404", "/api/v1/openapi.json", "/css/kris.css", "/offline/", "/loggblad/1/inskrivning",
        "/sok?q=vatten&typ=beslut&fran=2026-03-01&till=2026-03-02&nyckel=ja", "/uppgifter?visa=alla",
        "/handelser/{}?q=%22vatten%22&typ=beslut&person=tib&tag=vatten", "/handelser/{}/uppgifter",
        "/handelser/{}/exporter?typ=beslut", "/handelser/{}/utskrift?franrad=1&tillrad=2&system=nej",
        "/handelser/{}/radering/1", "/handelser/{}/lasningar/1",
    ];

    private readonly Door door;
    private readonly Mutator mutator;
    private readonly HttpClient http;

    public Senders(Door door, Mutator mutator)
    {
        this.door = door;
        this.mutator = mutator;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        http = new HttpClient(handler) { BaseAddress = door.Address, Timeout = Patience };
    }

    private Random Random => mutator.Random;

    /// <summary>A call of the API whose path, query, body, headers or all of them are spoilt.</summary>
    public async Task<Outcome> CallAsync()
    {
        var call = door.Calls[Random.Next(door.Calls.Count)];
        if (call is { Path: "/api/v1/incidents", Body.Length: > 0 } && Random.Next(OpensIncidentsSeldom) > 0)
            call = door.Calls[Random.Next(door.Calls.Count)];
        var key = Guid.NewGuid().ToString();
        var path = call.Path.Replace(ApiShapes.Key, key, StringComparison.Ordinal);
        var body = Encoding.UTF8.GetBytes(call.Body.Replace(ApiShapes.Key, key, StringComparison.Ordinal));
        if (body.Length == 0 || Random.Next(4) == 0)
            path = Spoilt(path);
        if (body.Length > 0)
            body = mutator.Spoil(body);
        var message = new HttpRequestMessage(call.Method, path);
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token());
        if (body.Length > 0)
        {
            message.Content = new ByteArrayContent(body);
            var type = Random.Next(20) == 0 ? mutator.Spoil($"{call.Type}; charset=utf-8") : call.Type;
            message.Content.Headers.TryAddWithoutValidation("Content-Type", Visible(type));
        }

        return await SendAsync(message, body);
    }

    /// <summary>A page or a form, asked for by somebody who is logged in or by nobody.</summary>
    public async Task<Outcome> LookAsync()
    {
        var isForm = Random.Next(4) == 0;
        var message = new HttpRequestMessage(
            isForm ? HttpMethod.Post : HttpMethod.Get, isForm ? "/logga-in" : Page());
        var body = isForm ? mutator.Spoil("anvandarnamn=tib&losenord=hemligt&_handler=logga-in"u8.ToArray()) : [];
        if (isForm)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
        }

        var cookie = Random.Next(3) == 0 ? mutator.Spoil(door.Cookie) : door.Cookie;
        message.Headers.TryAddWithoutValidation("Cookie", Visible(cookie));
        foreach (var name in new[] { "Accept", "Accept-Language", "If-None-Match", "Range", "X-Kris", "Origin" })
        {
            if (Random.Next(6) == 0)
                message.Headers.TryAddWithoutValidation(name, Visible(mutator.Spoil("text/html, */*;q=0.8")));
        }

        return await SendAsync(message, body);
    }

    /// <summary>Bytes that need not be HTTP at all.</summary>
    public async Task<Outcome> BytesAsync()
    {
        var bytes = Random.Next(5) == 0
            ? [.. Encoding.UTF8.GetBytes(Switch()), .. mutator.Spoil([0x82, 0x85, 1, 2, 3, 4, .. "abcde"u8])]
            : mutator.Spoil(Encoding.UTF8.GetBytes(Request(door.Calls[Random.Next(door.Calls.Count)])));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var limit = new CancellationTokenSource(Patience);
        var said = new MemoryStream();
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, door.Address.Port, limit.Token);
            await socket.SendAsync(bytes, limit.Token);
            socket.Shutdown(SocketShutdown.Send);
            var buffer = new byte[8 * 1024];
            for (int read; (read = await socket.ReceiveAsync(buffer, limit.Token)) > 0 && said.Length < 1 << 20;)
                said.Write(buffer, 0, read);
        }
        catch (SocketException)
        {
            // It was closed before we had said all.
        }

        var answer = Encoding.Latin1.GetString(said.ToArray());
        int? status = answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal)
            ? int.Parse(answer.AsSpan(9, 3), CultureInfo.InvariantCulture)
            : null;
        // 505 is the server's own answer to a version of HTTP that does not exist.
        return new Outcome(status is 505 ? 400 : status, bytes, answer);
    }

    /// <summary>Spoilt messages in a circuit that was opened as a browser opens it.</summary>
    public async Task<Outcome> FramesAsync()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", door.Cookie);
        socket.Options.SetRequestHeader("Origin", door.Address.GetLeftPart(UriPartial.Authority));
        using var limit = new CancellationTokenSource(Patience);
        byte[] sent = [];
        try
        {
            await socket.ConnectAsync(new Uri($"ws://{door.Address.Authority}/_blazor"), limit.Token);
            var first = Random.Next(8) == 0 ? mutator.Spoil(Pack.Handshake) : Pack.Handshake;
            await socket.SendAsync(first, WebSocketMessageType.Text, endOfMessage: true, limit.Token);
            for (var frames = Random.Next(1, 4); frames > 0; frames--)
            {
                sent = mutator.Spoil([.. Pack.Messages[Random.Next(Pack.Messages.Count)]]);
                var type = Random.Next(10) == 0 ? WebSocketMessageType.Text : WebSocketMessageType.Binary;
                await socket.SendAsync(sent, type, Random.Next(8) > 0, limit.Token);
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", limit.Token);
            var buffer = new byte[8 * 1024];
            while ((await socket.ReceiveAsync(buffer, limit.Token)).MessageType is not WebSocketMessageType.Close)
                limit.Token.ThrowIfCancellationRequested();
            return new Outcome(null, sent, $"{socket.CloseStatus}");
        }
        catch (WebSocketException closed)
        {
            // Whoever speaks nonsense is cut off; only the first answer has a status.
            return new Outcome(
                closed.Message.Contains("'50", StringComparison.Ordinal) ? 500 : null, sent, closed.Message);
        }
    }

    public void Dispose() => http.Dispose();

    private string Token() => door.Tokens[Random.Next(door.Tokens.Count)];

    // Half of them reach the page that was meant, with another question than it is asked.
    private string Page()
    {
        var page = Pages[Random.Next(Pages.Length)].Replace("{}", $"{door.Incident}", StringComparison.Ordinal);
        var question = page.IndexOf('?', StringComparison.Ordinal);
        return question < 0 || Random.Next(2) == 0 ? Spoilt(page) : Spoilt(page, from: question + 1);
    }

    private string Request(Call call) =>
        $"{call.Method} {call.Path} HTTP/1.1\r\nHost: {door.Address.Authority}\r\nConnection: close\r\n"
        + $"Authorization: Bearer {Token()}\r\nContent-Type: {call.Type}\r\n"
        + $"Content-Length: {Encoding.UTF8.GetByteCount(call.Body)}\r\n\r\n{call.Body}";

    private string Switch() =>
        $"GET /_blazor HTTP/1.1\r\nHost: {door.Address.Authority}\r\nCookie: {door.Cookie}\r\n"
        + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private async Task<Outcome> SendAsync(HttpRequestMessage message, byte[] body)
    {
        var input = Encoding.UTF8.GetBytes($"{message.Method} {message.RequestUri} ").Concat(body).ToArray();
        using (message)
        {
            try
            {
                using var answer = await http.SendAsync(message);
                return new Outcome((int)answer.StatusCode, input, await answer.Content.ReadAsStringAsync());
            }
            catch (HttpRequestException cut)
            {
                return new Outcome(null, input, cut.Message);
            }
        }
    }

    // Not before the first slash, so that it still goes to us.
    private string Spoilt(string path, int from = 1)
    {
        var spoilt = "/" + path[1..from] + mutator.Spoil(path[from..]).Replace('\\', '/').TrimStart('/');
        return Uri.TryCreate(door.Address, spoilt, out var address) && address.Authority == door.Address.Authority
            ? spoilt
            : path;
    }

    // What ends a header ends the input too; that is sent as bare bytes instead.
    private static string Visible(string text) =>
        new([.. text.Where(letter => letter is >= ' ' and not '\u007f' and < '\u0100')]);
}
