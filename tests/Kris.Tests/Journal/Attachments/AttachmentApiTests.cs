using System.Net.Http.Headers;
using System.Security.Cryptography;
using Kris.Domain.Accounts;
using Kris.Tests.Api;
using Kris.Tests.Server;
using Kris.Tests.Web;

namespace Kris.Tests.Journal.Attachments;

[Collection(LogServerCollection.Name)]
public sealed class AttachmentApiTests(TestServer postgres) : ApiTests(postgres)
{
    [Fact]
    public async Task A_file_is_sent_named_by_a_line_and_fetched_as_it_is_proven()
    {
        var incident = await Tib.OpenAsync();
        var key = Guid.CreateVersion7();
        var file = BigPdf(700_000);

        var sent = await SendAsync(Tib, incident.Id, key, file, "läcka.pdf");
        var again = await SendAsync(Tib, incident.Id, key, file, "läcka.pdf");
        var line = await WriteAsync(Tib, incident.Id, key);
        var fetched = await FetchAsync(Tib, incident.Id, key);

        Assert.Equal((201, 200, 201), (sent.Code, again.Code, line.Code));
        Assert.Equal(sent.Raw, again.Raw);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file)), sent.Text("sha256"));
        Assert.Equal(file, await fetched.Content.ReadAsByteArrayAsync());
        Assert.Equal("application/pdf", fetched.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", fetched.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("läcka.pdf", fetched.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal("nosniff", fetched.Headers.GetValues("X-Content-Type-Options").Single());
        var policy = fetched.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("sandbox", policy, StringComparison.Ordinal);
        var told = (await Tib.LinesAsync(incident.Id, after: 1))[0].GetProperty("attachments")[0];
        Assert.Equal(sent.Raw, told.GetRawText());
        Assert.StartsWith(
            $"{key}:{sent.Text("sha256")}:{file.Length}:application/pdf:",
            (await Kris.Journal.LineAsync(incident.Id, line.Number)).Field("attachment.1"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_a_file_a_look_at_it_and_what_is_known_already_cost_no_more_than_they_are()
    {
        var (incident, key, file) = await AttachedAsync(SampleFiles.Wav);

        var part = await FetchAsync(Tib, incident, key, request => request.Headers.Range = new(8, 11));
        var look = await FetchAsync(Tib, incident, key, method: HttpMethod.Head);
        var tag = look.Headers.ETag!;
        var known = await FetchAsync(Tib, incident, key, request => request.Headers.IfNoneMatch.Add(tag));

        Assert.Equal((206, 200, 304), ((int)part.StatusCode, (int)look.StatusCode, (int)known.StatusCode));
        Assert.Equal("WAVE"u8.ToArray(), await part.Content.ReadAsByteArrayAsync());
        Assert.Equal(file.Length, look.Content.Headers.ContentLength);
        Assert.Equal("inline", look.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("no-store", look.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task A_photo_loses_its_position_unless_it_is_kept_on_purpose()
    {
        var (incident, stripped, original) = (await Tib.OpenAsync(), Guid.NewGuid(), Guid.NewGuid());
        await SendAsync(Tib, incident.Id, stripped, SampleFiles.Jpeg(), "foto.jpg");
        await SendAsync(Tib, incident.Id, original, SampleFiles.Jpeg(), "foto.jpg&original=true");

        var without = await (await FetchAsync(Tib, incident.Id, stripped)).Content.ReadAsByteArrayAsync();
        var with = await (await FetchAsync(Tib, incident.Id, original)).Content.ReadAsByteArrayAsync();

        Assert.True(without.AsSpan().IndexOf("GPS"u8) < 0);
        Assert.Equal(SampleFiles.Jpeg(), with);
    }

    [Fact]
    public async Task What_kris_does_not_take_is_refused_and_nothing_is_kept_of_it()
    {
        var incident = await Tib.OpenAsync();
        var key = Guid.NewGuid();

        var wrong = await SendAsync(Tib, incident.Id, key, "<html>"u8.ToArray(), "foto.jpg");
        var empty = await SendAsync(Tib, incident.Id, key, [], "foto.jpg");
        var large = await SendAsync(Tib, incident.Id, key, new byte[(25 * 1024 * 1024) + 1], "foto.jpg");
        var nowhere = await SendAsync(Tib, Guid.NewGuid(), key, SampleFiles.Png, "foto.jpg");

        Assert.Equal((422, 422, 413, 404), (wrong.Code, empty.Code, large.Code, nowhere.Code));
        Assert.Contains("högst 25 MB", large.Detail, StringComparison.Ordinal);
        Assert.Equal(404, (await Tib.LookAsync(Path(incident.Id, key))).Code);
    }

    [Fact]
    public async Task Another_file_under_a_key_is_a_conflict_and_so_is_another_name_or_sender()
    {
        var incident = await Tib.OpenAsync();
        var (key, other) = (Guid.NewGuid(), await Kris.ProgramAsync(Duty.Tib));
        await SendAsync(Tib, incident.Id, key, SampleFiles.Png, "ett.png");

        Answer[] refused =
        [
            await SendAsync(Tib, incident.Id, key, SampleFiles.Pdf, "ett.png"),
            await SendAsync(Tib, incident.Id, key, SampleFiles.Png, "två.png"),
            await SendAsync(other, incident.Id, key, SampleFiles.Png, "ett.png"),
        ];

        Assert.All(refused, answer => Assert.Equal(409, answer.Code));
    }

    [Fact]
    public async Task The_same_file_sent_twenty_times_at_once_is_one_and_too_many_at_once_come_back()
    {
        var incident = await Tib.OpenAsync();
        var key = Guid.NewGuid();
        var file = BigPdf(600_000);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => SendAsync(Tib, incident.Id, key, file, "ett.pdf")));

        Assert.All(answers, answer => Assert.Contains(answer.Code, new[] { 200, 201, 429 }));
        Assert.Single(answers, answer => answer.Code == 201);
        Assert.Equal(200, (await SendAsync(Tib, incident.Id, key, file, "ett.pdf")).Code);
    }

    [Fact]
    public async Task A_line_names_what_its_writer_sent_to_its_incident_and_no_other_line_has()
    {
        var incident = await Tib.OpenAsync();
        var elsewhere = await Tib.OpenAsync();
        var other = await Kris.ProgramAsync(Duty.Stabschef);
        var (key, taken) = (Guid.NewGuid(), Guid.NewGuid());
        await SendAsync(Tib, incident.Id, key, SampleFiles.Png, "a.png");
        await SendAsync(Tib, incident.Id, taken, SampleFiles.Png, "b.png");
        await WriteAsync(Tib, incident.Id, taken);

        Assert.Equal(422, (await WriteAsync(Tib, incident.Id, Guid.NewGuid())).Code);
        Assert.Equal(422, (await WriteAsync(Tib, elsewhere.Id, key)).Code);
        Assert.Equal(422, (await WriteAsync(other, incident.Id, key)).Code);
        Assert.Equal(422, (await WriteAsync(Tib, incident.Id, key, taken)).Code);
        Assert.Equal(400, (await WriteAsync(Tib, incident.Id, key, key)).Code);
        Assert.Equal(422, (await WriteAsync(Tib, incident.Id, [.. Enumerable.Repeat(key, 11)])).Code);
        Assert.Equal(201, (await WriteAsync(Tib, incident.Id, key)).Code);
    }

    [Fact]
    public async Task The_same_line_with_its_attachments_can_be_asked_for_again()
    {
        var incident = await Tib.OpenAsync();
        var (line, key) = (Guid.CreateVersion7(), Guid.NewGuid());
        await SendAsync(Tib, incident.Id, key, SampleFiles.Png, "a.png");
        var body = new { kind = "anteckning", text = "Så ser det ut.", attachments = new[] { key } };

        var first = await Tib.PutAsync(Calls.Line(incident.Id, line), body);
        var again = await Tib.PutAsync(Calls.Line(incident.Id, line), body);
        var without = await Tib.PutAsync(
            Calls.Line(incident.Id, line), new { kind = "anteckning", text = "Så ser det ut." });

        Assert.Equal((201, 200, 409), (first.Code, again.Code, without.Code));
        Assert.Equal(first.Raw, again.Raw);
    }

    [Fact]
    public async Task What_no_line_names_is_its_senders_own()
    {
        var incident = await Tib.OpenAsync();
        var key = Guid.NewGuid();
        var staff = await Kris.ProgramAsync(Duty.Stabschef);
        await SendAsync(Tib, incident.Id, key, SampleFiles.Png, "a.png");

        Assert.Equal(200, (int)(await FetchAsync(Tib, incident.Id, key)).StatusCode);
        Assert.Equal(404, (await staff.LookAsync(Path(incident.Id, key))).Code);
        await WriteAsync(Tib, incident.Id, key);
        Assert.Equal(200, (int)(await FetchAsync(staff, incident.Id, key)).StatusCode);
    }

    [Fact]
    public async Task A_member_of_the_board_reads_what_hangs_on_a_flagged_line_alone()
    {
        var (incident, key, _) = await AttachedAsync(SampleFiles.Png);
        var board = await Kris.PersonAsync(Duty.KlnLedamot);

        Assert.Equal(404, (await board.LookAsync(Path(incident, key))).Code);
        await Tib.PostAsync(Calls.Incident(incident, "/lines/2/flag"), new { key = Guid.NewGuid() });
        Assert.Equal(200, (int)(await FetchAsync(board, incident, key)).StatusCode);
    }

    [Fact]
    public async Task A_moved_line_takes_its_attachments_with_it()
    {
        var (incident, key, file) = await AttachedAsync(SampleFiles.Pdf);
        var to = await Tib.OpenAsync("Rätt händelse");

        var moved = await Tib.PostAsync(
            Calls.Incident(incident, "/lines/2/move"),
            new { key = Guid.NewGuid(), to = to.Id, reason = "Fel händelse." });

        Assert.Equal(200, moved.Code);
        Assert.Equal(file, await (await FetchAsync(Tib, to.Id, key)).Content.ReadAsByteArrayAsync());
        Assert.Equal(file, await (await FetchAsync(Tib, incident, key)).Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_file_that_is_erased_is_not_taken_again_under_its_key()
    {
        var (incident, key, file) = await AttachedAsync(SampleFiles.Pdf);
        var (chief, director) = (await Kris.PersonAsync(Duty.Stabschef), await Kris.PersonAsync(Duty.Kommundirektor));
        var erasure = Calls.Incident(incident, "/lines/2/erasure");
        await chief.PostAsync($"{erasure}/propose", new { key = Guid.NewGuid(), spill = "annat", reason = "Fel fil." });
        Assert.Equal(200, (await director.PostAsync($"{erasure}/confirm", new { key = Guid.NewGuid() })).Code);

        var again = await SendAsync(Tib, incident, key, file, "fil");

        Assert.Equal(409, again.Code);
        Assert.Contains("raderats genom beslut", again.Detail, StringComparison.Ordinal);
        Assert.Equal(404, (await Tib.LookAsync(Path(incident, key))).Code);
        Assert.Equal(422, (await WriteAsync(Tib, incident, key)).Code);
    }

    [Fact]
    public async Task An_account_that_names_nothing_of_what_it_sends_is_stopped()
    {
        var incident = await Tib.OpenAsync();
        for (var i = 0; i < 100; i++)
            Assert.Equal(201, (await SendAsync(Tib, incident.Id, Guid.NewGuid(), SampleFiles.Png, "a.png")).Code);

        var refused = await SendAsync(Tib, incident.Id, Guid.NewGuid(), SampleFiles.Png, "a.png");

        Assert.Equal(422, refused.Code);
        Assert.Contains("inte sitter på någon rad", refused.Detail, StringComparison.Ordinal);
    }

    internal static string Path(Guid incident, Guid key) => Calls.Incident(incident, $"/attachments/{key}");

    internal static async Task<Answer> SendAsync(
        HttpClient who, Guid incident, Guid key, byte[] file, string name)
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await who.CallAsync(HttpMethod.Put, $"{Path(incident, key)}?name={name}", content);
    }

    private static byte[] BigPdf(int length) => [.. "%PDF-1.7\n"u8, .. new byte[length], .. "\n%%EOF\n"u8];

    internal static Task<Answer> WriteAsync(HttpClient who, Guid incident, params Guid[] attachments) => who.PutAsync(
        Calls.Line(incident, Guid.CreateVersion7()), new { kind = "anteckning", text = "Så ser det ut.", attachments });

    private static async Task<HttpResponseMessage> FetchAsync(
        HttpClient who, Guid incident, Guid key, Action<HttpRequestMessage>? more = null, HttpMethod? method = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, Path(incident, key));
        more?.Invoke(request);
        return await who.SendAsync(request);
    }

    private async Task<(Guid Incident, Guid Key, byte[] File)> AttachedAsync(byte[] file)
    {
        var incident = await Tib.OpenAsync();
        var key = Guid.NewGuid();
        Assert.Equal(201, (await SendAsync(Tib, incident.Id, key, file, "fil")).Code);
        Assert.Equal(201, (await WriteAsync(Tib, incident.Id, key)).Code);
        return (incident.Id, key, file);
    }
}
