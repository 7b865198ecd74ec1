using System.Net;
using System.Text.Json;
using Kris.Domain.Accounts;
using Kris.Tests.Api;
using Kris.Tests.Journal.Attachments;
using Kris.Tests.Server;
using Kris.Tests.Web;

namespace Kris.Tests.Search;

[Collection(LogServerCollection.Name)]
public sealed class SearchApiTests(TestServer postgres) : ApiTests(postgres)
{
    private const string Path = "/api/v1/search";

    [Fact]
    public async Task A_line_is_found_soon_after_it_was_written_by_program_and_page_alike()
    {
        var incident = await Tib.OpenAsync("Läckage");
        await Tib.WriteAsync(incident.Id, "Vattnet <b>sinar</b> i Åby.");

        var answer = await UntilFoundAsync(Tib, "?q=vattnet");

        var hit = Assert.Single(answer.Body.GetProperty("hits").EnumerateArray());
        Assert.Equal(incident.Id, hit.GetProperty("incident").GetGuid());
        Assert.Equal(2, hit.GetProperty("number").GetInt64());
        const string html = "<mark>Vattnet</mark> &lt;b&gt;sinar&lt;/b&gt; i Åby.";
        Assert.Equal(html, hit.GetProperty("highlight").GetString());
        Assert.False(answer.Body.GetProperty("more").GetBoolean());
        var page = await (await Kris.PersonAsync(Duty.Stabschef)).LookAsync("/sok?q=vattnet");
        Assert.Contains(html, page.Raw, StringComparison.Ordinal);
        Assert.Contains($"/handelser/{incident.Id}?kring=2#traff-2", page.Raw, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>sinar", page.Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_is_found_by_the_name_of_its_file_and_by_nothing_else_of_that()
    {
        var incident = (await Tib.OpenAsync()).Id;
        var key = Guid.CreateVersion7();
        await AttachmentApiTests.SendAsync(Tib, incident, key, SampleFiles.Pdf, "Karta_över.vattenverk.pdf");
        await Tib.PutAsync(
            Calls.Line(incident, Guid.CreateVersion7()),
            new { kind = "anteckning", text = "Se bilagan.", attachments = new[] { key } });

        var answer = await UntilFoundAsync(Tib, "?q=vattenverken");

        var hit = Assert.Single(answer.Body.GetProperty("hits").EnumerateArray());
        Assert.Equal(
            "Se bilagan. · Karta_över.<mark>vattenverk</mark>.pdf", hit.GetProperty("highlight").GetString());
        foreach (var words in new[] { "karta", "Karta_över.vattenverk.pdf", "vattenverk.pdf" })
            Assert.Equal((1, false), Count(await Tib.LookAsync($"{Path}?q={words}")));
        Assert.Equal((0, false), Count(await Tib.LookAsync($"{Path}?q=application")));
    }

    [Fact]
    public async Task Without_words_the_filters_give_what_passes_them_of_all_logs_the_newest_first()
    {
        var (first, second) = ((await Tib.OpenAsync()).Id, (await Tib.OpenAsync()).Id);
        await DecideAsync(first, "Stäng <b>Norrvåga</b>.");
        await Tib.WriteAsync(second, "Ingen som räknas.");
        await DecideAsync(second, "Öppna Norrvåga.", Kris.Now.AddDays(-9));
        var chief = await Kris.PersonAsync(Duty.Stabschef);
        var secret = new
        {
            kind = "beslut",
            text = "Hemligt.",
            lagrum = "osl-18-13",
            markingReason = "Visar.",
            circle = "stabsledningen",
        };
        await chief.PutAsync(Calls.Line(first, Guid.CreateVersion7()), secret);

        var open = await Tib.LookAsync($"{Path}?kind=beslut");
        Assert.Equal([(second, 3L, "Öppna Norrvåga."), (first, 2L, "Stäng &lt;b&gt;Norrvåga&lt;/b&gt;.")], Hits(open));
        var all = await chief.LookAsync($"{Path}?kind=beslut");
        Assert.Equal([(first, 3L, ""), (second, 3L, "Öppna Norrvåga."), Hits(open)[1]], Hits(all));
        var readings = await chief.LookAsync(Calls.Incident(first, "/lines/3/readings"));
        Assert.Empty(readings.Body.GetProperty("readings").EnumerateArray());
        var week = Uri.EscapeDataString(Kris.Now.AddDays(-7).ToString("O"));
        Assert.Equal([Hits(open)[1]], Hits(await Tib.LookAsync($"{Path}?kind=beslut&from={week}")));
        Assert.Equal([Hits(open)[0]], Hits(await Tib.LookAsync($"{Path}?kind=beslut&until={week}")));
        Assert.Equal([Hits(open)[1]], Hits(await Tib.LookAsync($"{Path}?kind=beslut&limit=1&skip=1")));
        Assert.Equal((1, true), Count(await Tib.LookAsync($"{Path}?kind=beslut&limit=1")));
        Assert.Equal([Hits(open)[0]], Hits(await Tib.LookAsync($"{Path}?kind=beslut&incident={second}")));
        Assert.Empty(Hits(await (await Kris.PersonAsync(Duty.KlnLedamot)).LookAsync($"{Path}?kind=beslut")));
        var page = await chief.LookAsync("/sok?typ=beslut");
        Assert.Contains("Sekretessmarkerad rad. Öppna den i loggen.", page.Raw, StringComparison.Ordinal);
        Assert.DoesNotContain("Hemligt", page.Raw, StringComparison.Ordinal);
        Assert.Contains("Öppna Norrvåga.", page.Raw, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("?person=%20", 400)]
    [InlineData("?pinned=false", 400)]
    [InlineData("?kind=drake", 400)]
    [InlineData("?kind=beslut&from=2026-03-01", 400)]
    [InlineData("?kind=beslut&from=2026-03-01T14:05:00", 400)]
    [InlineData("?tag=%23", 400)]
    [InlineData("?kind=beslut&from=2026-03-02T00:00:00Z&until=2026-03-01T00:00:00Z", 422)]
    [InlineData("?kind=beslut&limit=100&skip=950", 422)]
    [InlineData("?kind=beslut&from=0001-01-01T00:00:00Z&until=9999-12-31T23:59:59Z", 200)]
    [InlineData("?marked=true", 200)]
    [InlineData("?pinned=true&person=Prov&unit=00000000-0000-0000-0000-000000000001&tag=vatten", 200)]
    public async Task A_question_without_words_needs_a_filter_that_can_be_read(string question, int expected) =>
        Assert.Equal(expected, (await Tib.LookAsync($"{Path}{question}")).Code);

    private Task<Answer> DecideAsync(Guid incident, string text, DateTimeOffset? occurredAt = null) => Tib.PutAsync(
        Calls.Line(incident, Guid.CreateVersion7()),
        occurredAt is { } at ? new { kind = "beslut", text, occurredAt = at } : new { kind = "beslut", text });

    private static List<(Guid Incident, long Number, string Highlight)> Hits(Answer answer) =>
    [
        .. answer.Body.GetProperty("hits").EnumerateArray().Select(hit => (
            hit.GetProperty("incident").GetGuid(),
            hit.GetProperty("number").GetInt64(),
            hit.GetProperty("highlight").GetString()!)),
    ];

    [Fact]
    public async Task The_pages_are_turned_and_an_incident_is_searched_alone()
    {
        var first = await Tib.OpenAsync();
        var second = await Tib.OpenAsync();
        foreach (var incident in new[] { first.Id, first.Id, second.Id })
            await Tib.WriteAsync(incident, "Pumpen går.");

        await UntilFoundAsync(Tib, "?q=pumpen", hits: 3);

        Assert.Equal((2, true), Count(await Tib.LookAsync($"{Path}?q=pumpen&limit=2")));
        Assert.Equal((1, false), Count(await Tib.LookAsync($"{Path}?q=pumpen&limit=2&skip=2")));
        Assert.Equal((1, false), Count(await Tib.LookAsync($"{Path}?q=pumpen&incident={second.Id}")));
    }

    [Fact]
    public async Task The_next_page_goes_on_after_the_last_hit_whatever_is_written_meanwhile()
    {
        var incident = (await Tib.OpenAsync()).Id;
        for (var line = 0; line < 3; line++)
            await Tib.WriteAsync(incident, "Pumpen går.");
        await UntilFoundAsync(Tib, "?q=pumpen", hits: 3);
        var first = await Tib.LookAsync($"{Path}?q=pumpen&limit=2");
        await Tib.WriteAsync(incident, "Pumpen går, pumpen går!");
        await UntilFoundAsync(Tib, "?q=pumpen", hits: 4);
        var next = first.Body.GetProperty("next").GetString();

        var second = await Tib.LookAsync($"{Path}?q=pumpen&after={next}");
        var page = await (await Kris.PersonAsync(Duty.Stabschef)).LookAsync($"/sok?q=pumpen&sida=2&efter={next}");

        Assert.Equal([2L], Hits(second).Select(hit => hit.Number));
        Assert.Equal((1, false), Count(second));
        Assert.Equal([4L, 3L], Hits(first).Select(hit => hit.Number));
        var shown = WebUtility.HtmlDecode(page.Raw);
        Assert.Contains("Träff 26–26 av 26", shown, StringComparison.Ordinal);
        Assert.Contains("Föregående", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("?q=", 400)]
    [InlineData("?q=vatten&limit=0", 400)]
    [InlineData("?q=vatten&limit=101", 400)]
    [InlineData("?q=vatten&limit=x", 400)]
    [InlineData("?q=vatten&skip=-1", 400)]
    [InlineData("?q=vatten&after=", 400)]
    [InlineData("?q=vatten&after=1.2.3", 400)]
    [InlineData("?q=vatten&skip=25&after=00000000.1.00000000000040008000000000000001.1", 400)]
    [InlineData("?q=vatten&skip=1000", 422)]
    [InlineData("?q=-vatten", 422)]
    [InlineData("?q=och", 422)]
    [InlineData("?q=%00", 422)]
    [InlineData("?q=vatten&incident=00000000-0000-4000-8000-000000000001", 404)]
    [InlineData("?q=vatten&incident=x", 400)]
    public async Task A_question_that_cannot_be_answered_is_refused_in_a_sentence(string query, int code)
    {
        var answer = await Tib.LookAsync(Path + query);

        Assert.Equal(code, answer.Code);
        Assert.EndsWith(".", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_filter_of_a_log_stands_in_its_address()
    {
        var incident = await Tib.OpenAsync();
        await Tib.PutAsync(
            Calls.Line(incident.Id, Guid.CreateVersion7()), new { kind = "beslut", text = "Kokning införs." });
        await Tib.WriteAsync(incident.Id, "Något annat.");
        var person = await Kris.PersonAsync(Duty.Stabschef);

        var page = (await person.LookAsync($"/handelser/{incident.Id}?typ=beslut")).Raw;
        var nonsense = await person.LookAsync(
            $"/handelser/{incident.Id}?typ=x&enhet=y&fran=2026-99-99T99:99&kring=-1&sida=99999999999&sekretess=%00");

        Assert.Contains("id=\"traff-2\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"traff-3\"", page, StringComparison.Ordinal);
        Assert.Equal(200, nonsense.Code);
        Assert.DoesNotContain("id=\"traff-", nonsense.Raw, StringComparison.Ordinal);
    }

    private static (int Hits, bool More) Count(Answer answer) =>
        (answer.Body.GetProperty("hits").GetArrayLength(), answer.Body.GetProperty("more").GetBoolean());

    private static async Task<Answer> UntilFoundAsync(HttpClient who, string query, int hits = 1)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            var answer = await who.LookAsync(Path + query);
            if (answer.Body.ValueKind is JsonValueKind.Object && Count(answer).Hits >= hits)
                return answer;
            await Task.Delay(100);
        }

        throw new TimeoutException("The line was not found within twenty seconds.");
    }
}
