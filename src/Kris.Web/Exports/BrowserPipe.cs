using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace Kris.Web.Exports;

/// <summary>
/// What a browser is told and answers: its DevTools protocol, one question at a time, each message ended by a zero.
/// </summary>
internal sealed class BrowserPipe(Stream to, Stream from)
{
    private const int Buffer = 64 * 1024;

    private readonly PipeReader answers = PipeReader.Create(from, new StreamPipeReaderOptions(bufferSize: Buffer));
    private readonly HashSet<(string Page, string What)> happened = [];
    private int asked;

    /// <param name="page">The session of the page that is asked; nothing for the browser itself.</param>
    /// <exception cref="IOException">The browser is gone, or does not do it.</exception>
    public async Task<JsonElement> AskAsync(string method, object what, string? page = null)
    {
        var id = ++asked;
        await to.WriteAsync(
            (byte[])[.. JsonSerializer.SerializeToUtf8Bytes(Question(id, method, what, page)), 0]);
        await to.FlushAsync();
        while (true)
        {
            var said = await HearAsync();
            if (!said.TryGetProperty("id", out var of) || of.GetInt32() != id)
                continue;
            return said.TryGetProperty("result", out var result)
                ? result
                : throw new IOException($"{method}: {said.GetProperty("error")}");
        }
    }

    /// <summary>Waits until it has happened on the page, now or before.</summary>
    public async Task WaitAsync(string page, string what)
    {
        while (!happened.Remove((page, what)))
            await HearAsync();
    }

    private static Dictionary<string, object> Question(int id, string method, object what, string? page)
    {
        var question = new Dictionary<string, object> { ["id"] = id, ["method"] = method, ["params"] = what };
        if (page is not null)
            question["sessionId"] = page;
        return question;
    }

    private async Task<JsonElement> HearAsync()
    {
        while (true)
        {
            var read = await answers.ReadAsync();
            if (read.Buffer.PositionOf((byte)0) is { } end)
            {
                using var said = JsonDocument.Parse(read.Buffer.Slice(0, end));
                var message = said.RootElement.Clone();
                answers.AdvanceTo(read.Buffer.GetPosition(1, end));
                if (message.TryGetProperty("method", out var what) && message.TryGetProperty("sessionId", out var page))
                    happened.Add((page.GetString()!, what.GetString()!));
                return message;
            }

            answers.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
                throw new IOException("The browser has ended.");
        }
    }
}
