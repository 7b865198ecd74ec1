using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.Api;
using Kris.Tests.Server;
using Kris.Tests.Web;
using Kris.Web.Components;

namespace Kris.Tests.Exports;

[Collection(LogServerCollection.Name)]
public sealed class PrintTests(TestServer postgres) : ApiTests(postgres)
{
    [Fact]
    public async Task The_whole_log_is_on_the_paper_and_not_the_latest_of_it()
    {
        var incident = await Tib.OpenAsync();
        await Kris.WriteManyAsync(incident.Id, 450);

        var paper = await PaperAsync(incident.Id);

        Assert.Equal(451, paper.Split("<tr class=").Length + paper.Split("<tr id=").Length - 2);
        Assert.Contains("Rad 1 av många.", Decoded(paper), StringComparison.Ordinal);
        Assert.Contains("id=\"rad-451\"", paper, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_stands_with_both_times_and_struck_where_it_is_struck()
    {
        var incident = await Tib.OpenAsync();
        await Tib.PutAsync(
            Calls.Line(incident.Id, Guid.NewGuid()),
            new { kind = "anteckning", text = "Bron är stängd.", occurredAt = "2026-03-01T02:10:00Z" });
        await Tib.PutAsync(
            Calls.Line(incident.Id, Guid.NewGuid()), Calls.Correction("Bron är öppen.", corrects: 2));

        var paper = await PaperAsync(incident.Id);

        Assert.Contains("<del>Bron är stängd.</del>", Decoded(paper), StringComparison.Ordinal);
        Assert.Contains("struken av rad 3 · i efterhand", Decoded(paper), StringComparison.Ordinal);
        var recorded = (await Tib.LinesAsync(incident.Id))[1].GetProperty("recordedAt").GetDateTimeOffset();
        Assert.Contains(
            "<td class=\"time\" data-label=\"Inträffade\">2026-03-01\n03:10</td>",
            Decoded(paper),
            StringComparison.Ordinal);
        Assert.Contains(
            $"data-label=\"Skrevs\">{Swedish.Date(recorded)}\n{Swedish.Clock(recorded)}</td>",
            Decoded(paper),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_head_of_the_chain_stands_on_every_page()
    {
        var incident = await Tib.OpenAsync();
        await Tib.WriteAsync(incident.Id, "Larm.");
        var head = (await Tib.LinesAsync(incident.Id))[1].GetProperty("hash").GetString();

        var paper = await PaperAsync(incident.Id);

        Assert.Contains($"@bottom-left {{ content: \"Kedjans huvud: rad 2, {head}\"", paper, StringComparison.Ordinal);
        Assert.Contains("counter(page) \" av \" counter(pages)", paper, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_typed_is_text_and_nothing_else()
    {
        const string evil = "</style></title><script>alert(1)</script>\"; } body { display: none } \\";
        var incident = await Tib.OpenAsync(evil);
        await Tib.WriteAsync(incident.Id, evil);

        var paper = await PaperAsync(incident.Id);

        Assert.DoesNotContain("<script>", paper, StringComparison.Ordinal);
        Assert.Single(paper.Split("</style>").Skip(1));
        Assert.DoesNotContain("} body {", paper.Split("<style>")[1].Split("</style>")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_marked_line_is_a_number_and_a_time_to_whoever_may_not_read_it()
    {
        var incident = await Tib.OpenAsync();
        await Kris.WriteMarkedAsync(incident.Id);

        var reader = await PaperAsync(incident.Id, Duty.Lasare);
        var staff = await PaperAsync(incident.Id, Duty.Stabschef);

        Assert.DoesNotContain("Kanarie", reader, StringComparison.Ordinal);
        Assert.Contains("Sekretessmarkerad rad", reader, StringComparison.Ordinal);
        Assert.Contains("Kanarie", staff, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?system=nej")]
    public async Task Of_a_line_that_may_not_be_read_nothing_tells_what_kind_it_is(string query)
    {
        var incident = await Tib.OpenAsync();
        await Kris.WriteMarkedAsync(incident.Id, LineKind.Beslut);
        await Kris.WriteMarkedAsync(incident.Id);
        await Kris.TellOfAsync(incident.Id, about: 3);

        var rows = Decoded(await PaperAsync(incident.Id, query: query)).Split("<tr ")
            .Where(row => row.Contains("Sekretessmarkerad rad", StringComparison.Ordinal))
            .Select(row => string.Concat(row.Split("</tr>")[0].Where(letter => !char.IsAsciiDigit(letter))))
            .ToList();

        Assert.Equal(3, rows.Count);
        Assert.Single(rows.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_a_decision_rests_on_stands_once_and_is_struck_with_it()
    {
        var incident = await Tib.OpenAsync();
        await Tib.PutAsync(
            Calls.Line(incident.Id, Guid.NewGuid()),
            new { kind = "beslut", text = "Bron stängs.", basis = "Mätningen" });
        await Tib.PutAsync(Calls.Line(incident.Id, Guid.NewGuid()), Calls.Correction("Bron är öppen.", corrects: 2));

        var paper = Decoded(await PaperAsync(incident.Id));

        Assert.Equal(2, paper.Split("Mätningen").Length);
        Assert.Contains("<del>Underlag: Mätningen</del>", paper, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_what_ground_and_for_whom_a_line_is_marked_stands_beside_it()
    {
        var incident = await Tib.OpenAsync();
        await Kris.WriteMarkedAsync(incident.Id);

        var paper = Decoded(await PaperAsync(incident.Id, Duty.Stabschef));

        Assert.Contains("sekretessmarkerad OSL 15:2 för stabsledningen", paper, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_has_no_paper_and_a_run_of_lines_has()
    {
        var incident = await Tib.OpenAsync();
        await Tib.WriteAsync(incident.Id, "Ett.");
        await Tib.WriteAsync(incident.Id, "Två.");
        var person = await Kris.PersonAsync(Duty.Lasare);

        var run = await person.LookAsync($"/handelser/{incident.Id}/utskrift?franrad=3&tillrad=99&system=nej");
        var unknown = await person.LookAsync($"/handelser/{Guid.NewGuid()}/utskrift");
        var nonsense = await person.LookAsync($"/handelser/{incident.Id}/utskrift?franrad=tre");

        Assert.Equal([200, 404, 400], new[] { run.Code, unknown.Code, nonsense.Code });
        Assert.Contains("Tv&#xE5;.", run.Raw, StringComparison.Ordinal);
        Assert.DoesNotContain("Ett.", run.Raw, StringComparison.Ordinal);
    }

    private async Task<string> PaperAsync(Guid incident, Duty duty = Duty.Lasare, string query = "")
    {
        var answer = await (await Kris.PersonAsync(duty)).LookAsync($"/handelser/{incident}/utskrift{query}");
        Assert.Equal(200, answer.Code);
        return answer.Raw;
    }

    private static string Decoded(string html) => System.Net.WebUtility.HtmlDecode(html);
}
