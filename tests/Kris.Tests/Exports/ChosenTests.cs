using System.Text;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.Api;
using Kris.Tests.Server;
using Kris.Tests.Web;

namespace Kris.Tests.Exports;

/// <summary>What a filter shows of a log, in every way that a log is taken out.</summary>
[Collection(LogServerCollection.Name)]
public sealed class ChosenTests(TestServer postgres) : ApiTests(postgres)
{
    [Fact]
    public async Task A_chosen_part_proves_itself_and_tells_nothing_of_the_rest()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Tib.WriteAsync(incident, "Anteckningen som inte valdes.");
        await Tib.PutAsync(Calls.Line(incident, Guid.NewGuid()), new { kind = "beslut", text = "Bron stängs." });
        await Tib.WriteAsync(incident, "Ännu en som inte valdes.");
        var staff = await Kris.ProgramAsync(Duty.Stabschef);

        var answer = await staff.LookAsync(Calls.Incident(incident, "/export?typ=beslut"));

        Assert.Equal(200, answer.Code);
        var verdict = ExportFile.Verify(new MemoryStream(Encoding.UTF8.GetBytes(answer.Raw)));
        Assert.Null(verdict.Fault);
        Assert.Equal(4, verdict.Header.Head.Number);
        Assert.Contains("Bron stängs.", answer.Raw, StringComparison.Ordinal);
        Assert.DoesNotContain("inte valdes", answer.Raw, StringComparison.Ordinal);
        Assert.Contains("-urval-rad-3-3-av-4-", FileName(answer), StringComparison.Ordinal);
        var told = (await Tib.LinesAsync(incident))[^1].GetProperty("text").GetString();
        Assert.Equal("Loggen exporterades som kontrollerbar fil (JSON): det filtret visade av rad 3–3.", told);
        var line = (await Kris.Journal.LinesAsync(incident, 4, 1))[0];
        Assert.Equal(
            ("true", "1", "3"), (line.Field("system"), line.Field("lines"), line.Field("numbers")));
    }

    [Fact]
    public async Task A_run_of_numbers_without_what_the_system_wrote_is_chosen_too()
    {
        var incident = (await Tib.OpenAsync()).Id;
        foreach (var text in new[] { "Den andra.", "Den tredje.", "Den fjärde." })
            await Tib.WriteAsync(incident, text);
        var staff = await Kris.ProgramAsync(Duty.Stabschef);

        var answer = await staff.LookAsync(Calls.Incident(incident, "/export?first=1&last=3&system=false"));
        var ahead = await staff.LookAsync(Calls.Incident(incident, "/export?first=99"));
        var nothing = await staff.LookAsync(Calls.Incident(incident, "/export?typ=beslut"));

        Assert.Null(ExportFile.Verify(new MemoryStream(Encoding.UTF8.GetBytes(answer.Raw))).Fault);
        Assert.Contains("Den andra.", answer.Raw, StringComparison.Ordinal);
        Assert.Contains("Den tredje.", answer.Raw, StringComparison.Ordinal);
        Assert.DoesNotContain("Den fjärde.", answer.Raw, StringComparison.Ordinal);
        Assert.DoesNotContain("öppnades", answer.Raw, StringComparison.Ordinal);
        Assert.Equal((422, 422), (ahead.Code, nothing.Code));
        Assert.Equal("Filtret visar inga rader i urvalet.", nothing.Detail);
    }

    [Fact]
    public async Task A_filter_may_show_more_than_anybody_turns_pages_for()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Kris.WriteManyAsync(incident, 1_050);
        await Tib.PutAsync(Calls.Line(incident, Guid.NewGuid()), new { kind = "beslut", text = "Bron stängs." });
        var staff = await Kris.ProgramAsync(Duty.Stabschef);

        var answer = await staff.LookAsync(Calls.Incident(incident, "/export/csv?typ=anteckning"));

        Assert.Equal(200, answer.Code);
        var rows = answer.Raw.Split("\r\n").Where(row => row.Contains("Anteckning", StringComparison.Ordinal));
        Assert.Equal(1_050, rows.Count());
        Assert.DoesNotContain("Bron stängs", answer.Raw, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/export?typ=besult", 400)]
    [InlineData("/export/csv?fran=i%20g%C3%A5r", 400)]
    [InlineData("/export/csv?typ=&fran=2026-01-01&sekretess=oppna", 200)]
    public async Task A_filter_that_cannot_be_read_gives_nothing_out(string below, int code)
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Tib.WriteAsync(incident, "Bron är stängd.");
        var staff = await Kris.ProgramAsync(Duty.Stabschef);

        var answer = await staff.LookAsync(Calls.Incident(incident, below));
        var print = await staff.PostAsync(
            Calls.Incident(incident, "/exports"), new { key = Guid.NewGuid(), filter = "nyckel=kanske" });

        Assert.Equal((code, 400), (answer.Code, print.Code));
        const string filter = "Bara nyckelhändelser (”kanske”)";
        Assert.Equal($"Filtret {filter} i adressen går inte att läsa. Inget har lämnats ut.", print.Detail);
    }

    [Theory]
    [InlineData("tpy=beslut", "Filtret ”tpy” finns inte.")]
    [InlineData("typ=beslut&typ=anteckning", "Filtret Typ (”beslut, anteckning”) i adressen går inte att läsa.")]
    public async Task A_print_is_not_made_of_more_than_its_filter_was_meant_to_show(string filter, string sentence)
    {
        var incident = (await Tib.OpenAsync()).Id;
        var staff = await Kris.ProgramAsync(Duty.Stabschef);

        var print = await staff.PostAsync(Calls.Incident(incident, "/exports"), new { key = Guid.NewGuid(), filter });

        Assert.Equal((400, $"{sentence} Inget har lämnats ut."), (print.Code, print.Detail));
    }

    [Fact]
    public async Task A_print_takes_the_filter_as_it_stands_in_the_address()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Tib.PutAsync(Calls.Line(incident, Guid.NewGuid()), new { kind = "beslut", text = "Bron stängs." });
        await Tib.WriteAsync(incident, "Bron är stängd.");
        var staff = await Kris.ProgramAsync(Duty.Stabschef);
        var body = new { key = Guid.NewGuid(), filter = "?typ=beslut&person=prov" };

        var asked = await staff.PostAsync(Calls.Incident(incident, "/exports"), body);
        var again = await staff.PostAsync(Calls.Incident(incident, "/exports"), body);
        var other = await staff.PostAsync(Calls.Incident(incident, "/exports"), new { body.key });
        var another = await staff.PostAsync(
            Calls.Incident(incident, "/exports"), new { body.key, filter = "?typ=anteckning" });

        Assert.Equal(
            [200, 200, 409, 409], new[] { asked, again, other, another }.Select(answer => answer.Code));
        Assert.Equal(1, asked.Body.GetProperty("lines").GetInt64());
    }

    private static string FileName(Answer answer) => answer.Message.Content.Headers.ContentDisposition!.FileName!;
}
