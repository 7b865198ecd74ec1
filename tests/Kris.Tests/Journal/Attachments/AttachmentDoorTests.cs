using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Kris.Tests.Api;
using Kris.Tests.Server;
using Kris.Tests.Web;

namespace Kris.Tests.Journal.Attachments;

/// <summary>Senders that mean ill, or are far away: written byte by byte, since no client of ours would.</summary>
[Collection(LogServerCollection.Name)]
public sealed class AttachmentDoorTests(TestServer postgres) : ApiTests(postgres)
{
    [Fact]
    public async Task A_file_that_says_it_is_ten_gigabytes_is_refused_before_it_is_read()
    {
        using var sender = await BeginAsync("Content-Length: 10737418240");

        Assert.StartsWith("HTTP/1.1 413", await AnswerAsync(sender), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_an_end_is_refused_when_it_has_gone_on_long_enough()
    {
        using var sender = await BeginAsync("Transfer-Encoding: chunked");
        var before = Process.GetCurrentProcess().WorkingSet64;
        var chunk = Encoding.ASCII.GetBytes("10000\r\n" + new string('x', 0x10000) + "\r\n");

        var sent = 0L;
        try
        {
            // Ten times what is taken; the sender hears that nobody listens any more, or has sent it for nothing.
            for (; sent < 250L * 1024 * 1024; sent += chunk.Length)
                await sender.GetStream().WriteAsync(chunk);
        }
        catch (IOException)
        {
            Assert.InRange(sent, 40L * 1024 * 1024, 250L * 1024 * 1024);
        }

        Assert.True(sent < 250L * 1024 * 1024, "Kris took all of it.");
        // Other tests of the process take theirs meanwhile.
        Assert.InRange((Process.GetCurrentProcess().WorkingSet64 - before) / 1024 / 1024, -10_000, 200);
        Assert.Equal(201, (await Tib.OpenAsync()).Code);
    }

    [Fact]
    public async Task A_file_that_comes_a_byte_at_a_time_is_given_up()
    {
        using var sender = await BeginAsync("Content-Length: 20000000");
        var begun = Stopwatch.GetTimestamp();
        var answer = AnswerAsync(sender);
        while (!answer.IsCompleted && Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(60))
        {
            try
            {
                await sender.GetStream().WriteAsync("x"u8.ToArray());
            }
            catch (IOException)
            {
                break;
            }

            await Task.Delay(500);
        }

        Assert.True(answer.IsCompleted, "Kris still listens.");
        Assert.StartsWith("HTTP/1.1 408", await answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sender_who_goes_away_leaves_nothing_behind_and_may_come_again()
    {
        var incident = await Tib.OpenAsync();
        for (var i = 0; i < 10; i++)
        {
            using var sender = await BeginAsync("Content-Length: 20000000");
            await sender.GetStream().WriteAsync(new byte[100_000]);
        }

        Answer answer;
        var begun = Stopwatch.GetTimestamp();
        do
        {
            answer = await AttachmentApiTests.SendAsync(Tib, incident.Id, Guid.NewGuid(), SampleFiles.Png, "a.png");
            await Task.Delay(50);
        }
        while (answer.Code == 429 && Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(20));

        Assert.Equal(201, answer.Code);
        Assert.Empty(Directory.EnumerateFiles(Path.GetTempPath(), "kris-bilaga-*"));
    }

    private async Task<TcpClient> BeginAsync(string length)
    {
        var incident = await Tib.OpenAsync();
        var sender = new TcpClient();
        await sender.ConnectAsync(Kris.Address.Host, Kris.Address.Port);
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            PUT {AttachmentApiTests.Path(incident.Id, Guid.NewGuid())}?name=a.pdf HTTP/1.1
            Host: {Kris.Address.Authority}
            Authorization: {Tib.DefaultRequestHeaders.Authorization}
            Content-Type: application/octet-stream
            {length}


            """);
        await sender.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head.ReplaceLineEndings("\r\n")));
        return sender;
    }

    private static async Task<string> AnswerAsync(TcpClient sender)
    {
        using var reader = new StreamReader(sender.GetStream(), Encoding.UTF8, leaveOpen: true);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await reader.ReadLineAsync(limit.Token) ?? "";
    }
}
