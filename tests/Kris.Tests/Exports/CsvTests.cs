using System.Text;
using Kris.Domain.Accounts;
using Kris.Tests.Api;
using Kris.Tests.Server;
using Kris.Tests.Web;

namespace Kris.Tests.Exports;

[Collection(LogServerCollection.Name)]
public sealed class CsvTests(TestServer postgres) : ApiTests(postgres)
{
    private const string Below = "/export/csv";

    [Fact]
    public async Task A_swedish_excel_opens_it_by_itself()
    {
        var incident = await Tib.OpenAsync();
        await Tib.PutAsync(Calls.Line(incident.Id, Guid.NewGuid()), new
        {
            kind = "inkommet",
            text = "Vattnet är brunt;\nsäger \"Åsa\".",
            from = "Åsa på Källgården",
            channel = "telefon",
            reliability = "trolig",
            occurredAt = "2026-03-01T13:05:00Z",
        });

        var bytes = await BytesAsync(incident.Id);

        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        var text = Encoding.UTF8.GetString(bytes[3..]);
        Assert.StartsWith("Nr;Skrevs;Inträffade;Typ;Text;Från;Till;Kanal;", text, StringComparison.Ordinal);
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        Assert.Contains(
            ";2026-03-01 14:05:00;Inkommet;\"Vattnet är brunt;\nsäger \"\"Åsa\"\".\";"
                + "Åsa på Källgården;;telefon;trolig;",
            text,
            StringComparison.Ordinal);
        Assert.Contains(";i efterhand;", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=HYPERLINK(\"http://ond.example\")")]
    [InlineData("+46-70")]
    [InlineData("-2+3+cmd|' /C calc'!A0")]
    [InlineData("@SUM(1)")]
    [InlineData("＝1+1")]
    public async Task What_would_be_run_as_a_formula_is_text(string formula)
    {
        var incident = await Tib.OpenAsync();
        await Tib.PutAsync(
            Calls.Line(incident.Id, Guid.NewGuid()), new { kind = "anteckning", text = formula, from = formula });

        var row = (await TextAsync(incident.Id)).Split("\r\n")[2];

        var quoted = formula.Replace("\"", "\"\"", StringComparison.Ordinal);
        Assert.Equal(2, row.Split($"'{quoted}").Length - 1);
        Assert.DoesNotContain($";{quoted}", row, StringComparison.Ordinal);
        Assert.DoesNotContain($";\"{quoted}", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_kind_asks_for_and_for_whom_it_was_written_have_columns()
    {
        var keeper = await Kris.ProgramAsync(Duty.Loggforare);
        var incident = await Tib.OpenAsync();
        await keeper.PutAsync(Calls.Line(incident.Id, Guid.NewGuid()), new
        {
            kind = "uppgift",
            text = "Kör ut #vatten.",
            onBehalfOf = "Anna Ek",
            assignee = "stabschef",
            due = "2026-11-26T12:00:00+01:00",
            horizon = "kort",
        });

        var rows = (await TextAsync(incident.Id)).Split("\r\n");

        Assert.Contains(
            ";loggförare;;Anna Ek;;;;;stabschef;2026-11-26 12:00:00;kort sikt;;;;;;;vatten;",
            rows[2],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_the_night_when_the_clock_is_set_back_it_tells_which_of_the_two_it_was()
    {
        var incident = await Tib.OpenAsync();
        foreach (var at in new[] { "2025-10-26T00:30:00Z", "2025-10-26T01:30:00Z" })
        {
            await Tib.PutAsync(
                Calls.Line(incident.Id, Guid.NewGuid()), new { kind = "anteckning", text = "Larm.", occurredAt = at });
        }

        var rows = (await TextAsync(incident.Id)).Split("\r\n").Select(row => row.Split(';')).ToList();

        Assert.Equal(["Inträffade (UTC)", "Klart senast (UTC)", "Skrevs (UTC)", "Hash"], rows[0][^4..]);
        Assert.Equal(["2025-10-26 02:30:00", "2025-10-26 02:30:00"], rows[2..4].Select(row => row[2]));
        Assert.Equal(["2025-10-26 00:30:00", "2025-10-26 01:30:00"], rows[2..4].Select(row => row[^4]));
        Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}$", rows[2][^2]);
    }

    [Fact]
    public async Task A_long_log_comes_whole_and_in_order()
    {
        var incident = await Tib.OpenAsync();
        await Kris.WriteManyAsync(incident.Id, 2_050);

        var rows = (await TextAsync(incident.Id)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(Enumerable.Range(1, 2_051).Select(n => $"{n}"), rows.Skip(1).Select(row => row.Split(';')[0]));
    }

    [Fact]
    public async Task A_run_of_lines_is_taken_with_or_without_what_kris_wrote()
    {
        var incident = await Tib.OpenAsync();
        for (var i = 2; i <= 6; i++)
            await Tib.WriteAsync(incident.Id, $"Rad {i}");
        var flagged = await Tib.PostAsync(Calls.Incident(incident.Id, "/lines/3/flag"), new { key = Guid.NewGuid() });
        Assert.Equal(200, flagged.Code);

        Assert.Equal(["3", "4", "5"], Numbers(await TextAsync(incident.Id, "?first=3&last=5")));
        Assert.Equal(["2", "3", "4", "5", "6"], Numbers(await TextAsync(incident.Id, "?system=false")));
    }

    [Fact]
    public async Task Whoever_takes_the_log_out_stands_in_it()
    {
        var incident = await Tib.OpenAsync();
        await Tib.WriteAsync(incident.Id, "Larm.");

        var text = await TextAsync(incident.Id);

        Assert.Equal(["1", "2"], Numbers(text));
        var told = (await Tib.LinesAsync(incident.Id))[2];
        Assert.Equal("log-exported", told.GetProperty("act").GetString());
        Assert.Equal("registrator", told.GetProperty("duty").GetString());
        Assert.Equal(
            "Loggen exporterades som kalkylblad (CSV): rad 1–2.", told.GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_marked_line_is_a_number_and_a_time_to_whoever_may_not_read_it()
    {
        var incident = await Tib.OpenAsync();
        await Kris.WriteMarkedAsync(incident.Id);

        var coordinator = await TextAsync(incident.Id, duty: Duty.Beredskapssamordnare);
        var registrator = await TextAsync(incident.Id);

        Assert.DoesNotContain("Kanarie", coordinator, StringComparison.Ordinal);
        Assert.DoesNotContain("Maja Lind", coordinator, StringComparison.Ordinal);
        Assert.Matches("(?m)^2;[0-9: -]{19};;;Sekretessmarkerad rad;{34}[0-9: -]{19};[0-9a-f]{64}\r$", coordinator);
        Assert.Contains(Taken.Canary, registrator, StringComparison.Ordinal);
        Assert.Matches(
            "(?m)^2;.*;OSL 15:2;stabsledningen;Gäller en anställd.;;\"?sekretessmarkerad OSL 15:2 för stabsl",
            registrator);
    }

    [Fact]
    public async Task Without_what_kris_wrote_every_line_that_may_not_be_read_is_there()
    {
        var incident = await Tib.OpenAsync();
        await Kris.WriteMarkedAsync(incident.Id);
        await Kris.TellOfAsync(incident.Id, about: 2);

        const string query = "?system=false";
        Assert.Equal(["2", "3"], Numbers(await TextAsync(incident.Id, query, Duty.Beredskapssamordnare)));
        Assert.Equal(["2"], Numbers(await TextAsync(incident.Id, query)));
    }

    [Fact]
    public async Task Why_a_line_was_marked_afterwards_and_whence_it_was_moved_have_columns()
    {
        var incident = await Tib.OpenAsync();
        var other = await Tib.OpenAsync("Skred i norr");
        await Tib.WriteAsync(other.Id, "Ras vid älven.");
        await Tib.PostAsync(
            Calls.Incident(other.Id, "/lines/2/move"), new { key = Guid.NewGuid(), to = incident.Id, reason = "Fel." });
        var chief = await Kris.ProgramAsync(Duty.Stabschef);
        var marking = new
        {
            key = Guid.NewGuid(),
            lagrum = "osl-15-2",
            markingReason = "Rör tredje man.",
            circle = "staben",
        };
        var marked = await chief.PostAsync(Calls.Incident(incident.Id, "/lines/2/mark"), marking);

        var rows = (await TextAsync(incident.Id)).Split("\r\n");

        Assert.True(marked.Code is 200 or 201, marked.Raw);
        Assert.Contains(";Flyttad från;Flyttad av;Lagrum;Krets;Skäl till", rows[0], StringComparison.Ordinal);
        Assert.Matches(";[^;]*Skred i norr[^;]*, rad 2\"?;[^;]+;OSL 15:2;staben;Rör tredje man.;", rows[2]);
    }

    [Fact]
    public async Task What_a_spreadsheet_would_make_something_else_of_stays_as_it_was_typed()
    {
        var incident = await Tib.OpenAsync();
        await Tib.PutAsync(Calls.Line(incident.Id, Guid.NewGuid()), new
        {
            kind = "kontakt",
            text = "Ring.",
            from = "3-4",
            contact = "12",
            phone = "0701234567",
            occurredAt = "2026-03-01T13:05:00Z",
            clockCorrection = 3_600,
        });

        var row = (await TextAsync(incident.Id)).Split("\r\n")[2];

        Assert.Contains(";2026-03-01 14:05:00;Kontakt;Ring.;'3-4;", row, StringComparison.Ordinal);
        Assert.Contains(";12;'0701234567;", row, StringComparison.Ordinal);
        Assert.Contains("i efterhand, datorns klocka gick 60 min efter", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_unit_that_it_was_written_for_has_a_column_and_the_name_of_today()
    {
        var incident = await Tib.OpenAsync();
        var unit = await Kris.UnitAsync("Vatten och avlopp");
        var head = await Kris.ProgramAsync(Duty.Forvaltningschef, unit.Id);
        Assert.Equal(201, (await head.WriteAsync(incident.Id, "Larm.")).Code);

        var rows = (await TextAsync(incident.Id)).Split("\r\n");

        Assert.Contains(";Uppgift;Enhet;Å vägnar av;", rows[0], StringComparison.Ordinal);
        Assert.Contains(";Skäl till markeringen;Struken av rad;", rows[0], StringComparison.Ordinal);
        Assert.Contains(";förvaltningschef;Vatten och avlopp;;", rows[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_taken_is_refused_and_leaves_no_line()
    {
        var incident = await Tib.OpenAsync();
        var staff = await Kris.ProgramAsync(Duty.Stabschef);

        var past = await staff.LookAsync(Calls.Incident(incident.Id, Below + "?first=7"));
        var backwards = await staff.LookAsync(Calls.Incident(incident.Id, Below + "?first=1&last=0"));
        var nonsense = await staff.LookAsync(Calls.Incident(incident.Id, Below + "?first=många"));
        var unknown = await staff.LookAsync(Calls.Incident(Guid.NewGuid(), Below));
        var wrong = await Tib.LookAsync(Calls.Incident(incident.Id, Below));

        Assert.Equal(
            [422, 400, 400, 404, 403], new[] { past, backwards, nonsense, unknown, wrong }.Select(a => a.Code));
        Assert.Equal("Loggen slutar med rad 1. Välj en tidigare första rad.", past.Detail);
        Assert.Single(await Tib.LinesAsync(incident.Id));
    }

    [Fact]
    public async Task What_a_filter_shows_is_taken_and_nothing_else()
    {
        var incident = await Tib.OpenAsync();
        await Tib.WriteAsync(incident.Id, "Ett #vatten");
        await Tib.WriteAsync(incident.Id, "Två #el");
        await Tib.WriteAsync(incident.Id, "Tre #vatten");

        Assert.Equal(["2", "4"], Numbers(await TextAsync(incident.Id, "?tagg=vatten")));
        Assert.Equal(["4"], Numbers(await TextAsync(incident.Id, "?tagg=vatten&first=3")));
        var staff = await Kris.ProgramAsync(Duty.Stabschef);
        var nothing = await staff.LookAsync(Calls.Incident(incident.Id, Below + "?tagg=gas"));
        Assert.Equal((422, "Filtret visar inga rader i urvalet."), (nothing.Code, nothing.Detail));
    }

    private static IEnumerable<string> Numbers(string text) =>
        text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.Split(';')[0]);

    private async Task<string> TextAsync(Guid incident, string query = "", Duty duty = Duty.Registrator) =>
        Encoding.UTF8.GetString(await BytesAsync(incident, query, duty))[1..];

    private async Task<byte[]> BytesAsync(Guid incident, string query = "", Duty duty = Duty.Registrator)
    {
        var program = await Kris.ProgramAsync(duty);
        using var answer = await program.GetAsync(new Uri(Calls.Incident(incident, Below + query), UriKind.Relative));
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith(".csv", answer.Content.Headers.ContentDisposition!.FileName, StringComparison.Ordinal);
        return await answer.Content.ReadAsByteArrayAsync();
    }
}
