using System.IO.Compression;
using System.Text;
using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.Api;
using Kris.Tests.Server;
using Kris.Tests.Web;
using Kris.Web.Exports;
using Kris.Web.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using UglyToad.PdfPig;

namespace Kris.Tests.Exports;

/// <summary>Prints with the real browser of the machine.</summary>
[Collection(LogServerCollection.Name)]
public sealed class PdfTests(TestServer postgres) : ApiTests(postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task A_log_becomes_a_tagged_pdf_and_stands_in_the_log()
    {
        var incident = await Tib.OpenAsync();
        await Tib.WriteAsync(incident.Id, "Larm.");
        var staff = await Kris.ProgramAsync(Duty.Stabschef);
        var key = Guid.NewGuid();

        var asked = await staff.PostAsync(Exports(incident.Id), new { key });
        var done = await DoneAsync(staff, incident.Id, key);

        Assert.Equal(200, asked.Code);
        Assert.Equal(("done", 2L), (done.Text("state"), done.Body.GetProperty("done").GetInt64()));
        var file = await staff.GetByteArrayAsync(new Uri(Exports(incident.Id, $"/{key}/1"), UriKind.Relative));
        var text = Encoding.Latin1.GetString(file);
        Assert.StartsWith("%PDF-", text, StringComparison.Ordinal);
        Assert.Contains("/StructTreeRoot", text, StringComparison.Ordinal);
        Assert.Contains("/Marked true", text, StringComparison.Ordinal);
        Assert.Equal(
            "Loggen exporterades som PDF: rad 1–2.",
            (await Tib.LinesAsync(incident.Id))[2].GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_long_log_comes_in_volumes_and_goes_on_after_a_restart_or_a_kill_where_it_was()
    {
        var incident = await Tib.OpenAsync();
        await Kris.WriteManyAsync(incident.Id, ExportPrinter.Volume + 40);
        var staff = await Kris.ProgramAsync(Duty.Stabschef);
        var key = Guid.NewGuid();
        Assert.Equal(200, (await staff.PostAsync(Exports(incident.Id), new { key })).Code);
        await UntilAsync(
            async () => (await LookAsync(staff, incident.Id, key)).Body.GetProperty("done").GetInt64() > 0);

        await Kris.RestartAsync();
        staff = Kris.Again(staff);
        var done = await DoneAsync(staff, incident.Id, key);

        var parts = done.Body.GetProperty("parts").EnumerateArray()
            .Select(part => (part.GetProperty("first").GetInt64(), part.GetProperty("last").GetInt64()));
        Assert.Equal([(1, ExportPrinter.Volume), (ExportPrinter.Volume + 1, ExportPrinter.Volume + 41)], parts);
        await AllInOneAsync(staff, incident.Id, key);
        await BeKilledAfterTheFirstVolumeAsync(staff, incident.Id, key);
        await EachPageTellsAsync(staff, incident.Id, key);
        var told = (await staff.LinesAsync(incident.Id, after: ExportPrinter.Volume + 41))
            .Select(line => line.ToString());
        Assert.Single(told, line => line.Contains(LogExport.Exported, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_not_ready_is_not_fetched_in_one_file()
    {
        var incident = await Tib.OpenAsync();
        await Kris.WriteManyAsync(incident.Id, ExportPrinter.Volume);
        var staff = await Kris.ProgramAsync(Duty.Stabschef);
        var key = Guid.NewGuid();
        await staff.PostAsync(Exports(incident.Id), new { key });

        var early = await staff.LookAsync(Exports(incident.Id, $"/{key}/zip"));

        Assert.Equal((422, "Utskriften är inte klar. Vänta tills alla delar finns."), (early.Code, early.Detail));
        Assert.Equal(404, (await staff.LookAsync(Exports(incident.Id, $"/{Guid.NewGuid()}/zip"))).Code);
    }

    [Fact]
    public async Task Only_whoever_asked_fetches_it_in_the_duty_that_it_was_asked_in()
    {
        var incident = await Tib.OpenAsync();
        var account = await Kris.AccountAsync(Duty.Stabschef, Duty.Registrator);
        var person = await Kris.BrowserAsync(account);
        var other = await Kris.PersonAsync(Duty.Stabschef);
        var key = Guid.NewGuid();
        await person.PostAsync(Exports(incident.Id), new { key });
        await DoneAsync(person, incident.Id, key);

        var own = await person.LookAsync(Exports(incident.Id, $"/{key}/1"));
        var others = await other.LookAsync(Exports(incident.Id, $"/{key}/1"));
        var inAnother = await person.LookAsync(Exports(incident.Id, $"/{key}/1?duty=registrator"));
        account = await WithdrawAsync(account, Duty.Stabschef);
        Kris.Service<Kris.Web.Accounts.Standing>().Forget(account.Id);
        var withdrawn = await person.LookAsync(Exports(incident.Id, $"/{key}/1"));

        Assert.Equal([200, 404, 404], new[] { own, others, inAnother }.Select(answer => answer.Code));
        Assert.Contains(withdrawn.Code, new[] { 401, 403 });
    }

    [Fact]
    public async Task A_line_that_is_marked_afterwards_closes_the_files_that_show_it_and_no_others()
    {
        var incident = await Tib.OpenAsync();
        await Tib.WriteAsync(incident.Id, "Larm.");
        await Tib.WriteAsync(incident.Id, "Vatten.");
        var staff = await Kris.ProgramAsync(Duty.Stabschef);
        var (whole, part) = (Guid.NewGuid(), Guid.NewGuid());
        await staff.PostAsync(Exports(incident.Id), new { key = whole });
        await staff.PostAsync(Exports(incident.Id), new { key = part, first = 3, last = 3 });
        await DoneAsync(staff, incident.Id, whole);
        await DoneAsync(staff, incident.Id, part);
        var by = new Actor(Guid.NewGuid(), "Maja Lind", Duty.Registrator);
        var fields = LineFields.Of(LineKind.System, "Rad 2 sekretessmarkerades.", by, null);
        (fields[LineFields.Act], fields[LineFields.About]) = (LineActs.Marked, "2");
        fields[LineFields.Lagrum] = "osl-15-2";

        await Kris.Journal.AppendAsync(NewLine.Of(incident.Id, Guid.NewGuid(), fields));

        var look = await LookAsync(staff, incident.Id, whole);
        Assert.Equal(("overtaken", PdfExports.Overtaken), (look.Text("state"), look.Text("refusal")));
        foreach (var file in new[] { "1", "zip" })
        {
            var answer = await staff.LookAsync(Exports(incident.Id, $"/{whole}/{file}"));
            Assert.Equal((422, PdfExports.Overtaken), (answer.Code, answer.Detail));
        }

        Assert.Equal(200, (await staff.LookAsync(Exports(incident.Id, $"/{part}/1"))).Code);
        Assert.Equal("done", (await LookAsync(staff, incident.Id, part)).Text("state"));
    }

    [Fact]
    public async Task The_same_asked_again_is_the_same_and_something_else_under_the_key_is_refused()
    {
        var incident = await Tib.OpenAsync();
        await Tib.WriteAsync(incident.Id, "Larm.");
        var staff = await Kris.ProgramAsync(Duty.Stabschef);
        var key = Guid.NewGuid();

        var first = await staff.PostAsync(Exports(incident.Id), new { key });
        var again = await staff.PostAsync(Exports(incident.Id), new { key });
        var other = await staff.PostAsync(Exports(incident.Id), new { key, first = 2 });

        Assert.Equal([200, 200, 409], new[] { first, again, other }.Select(answer => answer.Code));
    }

    [Fact]
    public async Task What_cannot_be_printed_is_refused()
    {
        var incident = await Tib.OpenAsync();
        var staff = await Kris.ProgramAsync(Duty.Stabschef);

        var past = await staff.PostAsync(Exports(incident.Id), new { key = Guid.NewGuid(), first = 7 });
        var empty = await staff.PostAsync(Exports(incident.Id), new { key = Guid.NewGuid(), system = false });
        var unknown = await staff.PostAsync(Exports(Guid.NewGuid()), new { key = Guid.NewGuid() });
        var wrong = await Tib.PostAsync(Exports(incident.Id), new { key = Guid.NewGuid() });
        var none = await staff.LookAsync(Exports(incident.Id, $"/{Guid.NewGuid()}"));

        Assert.Equal([422, 422, 404, 403, 404], new[] { past, empty, unknown, wrong, none }.Select(a => a.Code));
    }

    [Fact]
    public async Task Without_a_browser_it_is_said_what_to_do_instead()
    {
        await using var bare = await KrisServer.StartAsync(
            Postgres, new KrisSettings { Rate = 100_000, Chromium = "nej" });
        var incident = await (await bare.ProgramAsync(Duty.Tib)).OpenAsync();
        var staff = await bare.ProgramAsync(Duty.Stabschef);

        var answer = await staff.PostAsync(Exports(incident.Id), new { key = Guid.NewGuid() });

        Assert.Equal((422, Chromium.Missing), (answer.Code, answer.Detail));
    }

    [Fact]
    public async Task A_browser_that_ends_at_once_is_told_of_and_not_waited_for()
    {
        using var chromium = new Chromium(
            new KrisSettings { Chromium = "/bin/false" }, Kris.Service<ILogger<Chromium>>());

        var failed = await Assert.ThrowsAsync<PrinterException>(
            () => chromium.PrintAsync(html => html.WriteAsync("<p>Larm"u8.ToArray()).AsTask(), default));

        Assert.Equal("Webbläsaren på servern gav ingen PDF. Försök igen.", failed.Message);
    }

    private static string Exports(Guid incident, string below = "") => Calls.Incident(incident, $"/exports{below}");

    // The second volume is not there yet, and whoever printed has been silent: as a program that was killed leaves it.
    private async Task BeKilledAfterTheFirstVolumeAsync(HttpClient who, Guid incident, Guid key)
    {
        var volume = new Uri(Exports(incident, $"/{key}/1"), UriKind.Relative);
        var first = await who.GetByteArrayAsync(volume);
        await using var command = Kris.Service<NpgsqlDataSource>().CreateCommand(
            """
            WITH gone AS (DELETE FROM export_part WHERE job_id = $1 AND part = 2)
            UPDATE export_job SET state = 'running', done = $2, worker = gen_random_uuid(),
                seen_at = clock_timestamp() - interval '1 minute', tries = 1, ended_at = NULL
            WHERE id = $1
            """);
        command.Parameters.AddWithValue(key);
        command.Parameters.AddWithValue((long)ExportPrinter.Volume);
        await command.ExecuteNonQueryAsync();

        var done = await DoneAsync(who, incident, key);

        Assert.Equal([1, 2], done.Body.GetProperty("parts").EnumerateArray()
            .Select(part => part.GetProperty("number").GetInt32()));
        Assert.Equal(first, await who.GetByteArrayAsync(volume));
    }

    private static async Task AllInOneAsync(HttpClient who, Guid incident, Guid key)
    {
        using var answer = await who.GetAsync(new Uri(Exports(incident, $"/{key}/zip"), UriKind.Relative));
        await using var zip = new ZipArchive(await answer.Content.ReadAsStreamAsync());

        var headers = answer.Content.Headers;
        Assert.Equal("application/zip", headers.ContentType!.MediaType);
        Assert.Matches("^kris-handelse-1-rad-1-441-[0-9-]{10}[.]zip$", headers.ContentDisposition!.FileName);
        Assert.Equal(["del-001", "del-002"], zip.Entries.Select(entry => entry.Name[..7]));
        foreach (var (entry, part) in zip.Entries.Zip([1, 2]))
        {
            using var file = new MemoryStream();
            await using var packed = await entry.OpenAsync();
            await packed.CopyToAsync(file);
            var alone = new Uri(Exports(incident, $"/{key}/{part}"), UriKind.Relative);
            Assert.Equal(await who.GetByteArrayAsync(alone), file.ToArray());
        }
    }

    // Paper that comes loose is known by its number and by the head of the chain.
    private static async Task EachPageTellsAsync(HttpClient who, Guid incident, Guid key)
    {
        var last = (await who.LinesAsync(incident, after: ExportPrinter.Volume + 40))[0];
        var head = last.GetProperty("hash").GetString();
        using var pdf = PdfDocument.Open(
            await who.GetByteArrayAsync(new Uri(Exports(incident, $"/{key}/2"), UriKind.Relative)));
        var pages = pdf.GetPages().Select(page => page.Text).ToList();

        Assert.True(pages.Count > 1);
        for (var at = 0; at < pages.Count; at++)
        {
            Assert.Contains($"Sida {at + 1} av {pages.Count}", pages[at], StringComparison.Ordinal);
            Assert.Contains($"Kedjans huvud: rad 441, {head}", pages[at], StringComparison.Ordinal);
            Assert.Contains("del 2 av 2", pages[at], StringComparison.Ordinal);
        }
    }

    private static Task<Answer> LookAsync(HttpClient who, Guid incident, Guid key) =>
        who.LookAsync(Exports(incident, $"/{key}"));

    private static async Task<Answer> DoneAsync(HttpClient who, Guid incident, Guid key)
    {
        Answer? last = null;
        await UntilAsync(async () => (last = await LookAsync(who, incident, key)).Text("state") is "done" or "failed");
        Assert.True(last!.Text("state") == "done", last.Raw);
        return last;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isSo())
            await Task.Delay(100, patience.Token);
    }

    private async Task<Account> WithdrawAsync(Account account, Duty duty)
    {
        var period = account.Duties.Single(held => held.Duty == duty);
        return await Kris.Desk.ActAsync(
            account, held => held.Withdraw(period.Id, othersAdminister: true, Actor.Machine, Kris.Now));
    }
}
