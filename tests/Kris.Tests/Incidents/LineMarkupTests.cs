using Kris.Domain.Journal;
using Kris.Web.Incidents;
using Kris.Web.Journal;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kris.Tests.Incidents;

/// <summary>A line is rendered once for all who read the log, as text and never as what the text might do.</summary>
public sealed class LineMarkupTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 14, 5, 0, TimeSpan.Zero);
    private static readonly Guid Stream = Guid.CreateVersion7();

    private readonly ServiceProvider services = new ServiceCollection().BuildServiceProvider();
    private readonly SharedLines lines = new();
    private readonly LineMarkup markup;

    public LineMarkupTests() => markup = new LineMarkup(lines, services, NullLoggerFactory.Instance);

    public void Dispose() => services.Dispose();

    [Fact]
    public async Task What_a_person_wrote_is_shown_as_text()
    {
        var row = await ShownAsync(Line("<img src=x onerror=alert(1)> & \"slut\""));

        Assert.DoesNotContain("<img", row.Html.Value, StringComparison.Ordinal);
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt; &amp;", row.Html.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_and_parties_are_shown_as_text_too()
    {
        var row = await ShownAsync(
            Line("Klart.", ("authorName", "<b>A</b>"), ("from", "<i>B</i>"), ("channel", "<u>")));

        Assert.DoesNotContain("<b>", row.Html.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", row.Html.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("<u>", row.Html.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_line_read_twice_is_one_object_and_one_rendering()
    {
        var first = await ShownAsync(Line("Vattnet är borta."));
        var second = await ShownAsync(Line("Vattnet är borta."));

        Assert.Same(first, second);
        Assert.Same(first.Line, second.Line);
    }

    [Fact]
    public async Task A_line_that_was_struck_meanwhile_is_rendered_anew()
    {
        var before = await ShownAsync(Line("Vattnet är borta."));

        var struck = new LineState(StruckBy: 9, FlaggedBy: null);
        var after = await ShownAsync(Line("Vattnet är borta.") with { State = struck });

        Assert.DoesNotContain("struck", before.Class, StringComparison.Ordinal);
        Assert.Contains("struck", after.Class, StringComparison.Ordinal);
        Assert.Contains("struken av rad 9", after.Html.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_erased_line_shows_nothing_of_what_it_said()
    {
        await ShownAsync(Line("Namn och adress."));

        var row = await ShownAsync(Line("Namn och adress.") with { Fields = null });

        Assert.DoesNotContain("adress", row.Html.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_shared_row_of_a_marked_line_holds_nothing_of_it_for_anybody()
    {
        var marked = Line("Reservvattnet står i Åsen.", ("from", "Vattenchefen"), ("something", "av senare slag")) with
        {
            State = LineState.Untouched with { Own = new LineMarking(7, "staben", "") { Lagrum = "osl-18-13" } },
        };

        var inside = await ShownAsync(marked);
        var outside = await ShownAsync(marked.Hidden());

        Assert.Contains(
            "sekretess OSL 18:13 · staben",
            System.Net.WebUtility.HtmlDecode(inside.Html.Value),
            StringComparison.Ordinal);
        foreach (var word in new[] { "Reservvattnet", "Vattenchefen", "senare slag" })
            Assert.DoesNotContain(word, inside.Html.Value + outside.Html.Value, StringComparison.Ordinal);
        Assert.Contains("Sekretessmarkerad rad.", outside.Html.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("Prov", outside.Html.Value, StringComparison.Ordinal);
        Assert.DoesNotContain("18:13", outside.Html.Value, StringComparison.Ordinal);
        Assert.NotSame(inside, outside);
        Assert.Same(inside, await ShownAsync(marked));
    }

    [Fact]
    public async Task Tomorrow_the_line_shows_its_date()
    {
        var line = Line("Vattnet är borta.");

        var today = await ShownAsync(line);
        var tomorrow = (await markup.OfAsync([line], _ => false, Now.AddDays(1)))[0];

        Assert.DoesNotContain("class=\"day\"", today.Html.Value, StringComparison.Ordinal);
        Assert.Contains("<span class=\"day\">2026-11-23</span>", tomorrow.Html.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_written_after_the_close_says_so()
    {
        var line = Line("Slangen hämtad.");

        var row = (await markup.OfAsync([line], _ => true, Now))[0];

        Assert.Contains("after-close", row.Class, StringComparison.Ordinal);
        Assert.Contains("efter avslut", row.Html.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tag_and_a_name_are_told_apart_and_the_text_stays_as_it_was_written()
    {
        var row = await ShownAsync(Line("Slut med #vatten.\nRing @stabschef!"));

        Assert.Contains(
            "<span class=\"text\">Slut med <span class=\"tag\">#vatten</span>.\nRing "
                + "<span class=\"mention\">@stabschef</span>!</span>",
            System.Net.WebUtility.HtmlDecode(row.Html.Value),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_decided_and_for_whom_it_was_written_is_shown_as_text()
    {
        var row = await ShownAsync(Line(
            "Koka vattnet.",
            ("decidedBy", "<b>A</b>"),
            ("onBehalfOf", "Anna Ek"),
            ("basis", "<i>Prov</i>"),
            ("assignee", "<u>B</u>")));

        Assert.Contains("gnar av Anna Ek", row.Html.Value, StringComparison.Ordinal);
        Assert.Contains("<dt>Underlag</dt>", row.Html.Value, StringComparison.Ordinal);
        foreach (var raw in new[] { "<b>A", "<i>", "<u>" })
            Assert.DoesNotContain(raw, row.Html.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_event_and_what_was_given_out_say_so_in_words()
    {
        var state = LineState.Untouched with { PinnedBy = 8, ReleasedBy = 9, DoneBy = 10 };

        var row = await ShownAsync(Line("Vattnet är otjänligt.") with { State = state });

        Assert.Contains("key-line", row.Class, StringComparison.Ordinal);
        Assert.Contains("nyckelhändelse", row.Html.Value, StringComparison.Ordinal);
        Assert.Contains("lämnad till andra, se rad 9", row.Html.Value, StringComparison.Ordinal);
        Assert.Contains("avslutad, se rad 10", row.Html.Value, StringComparison.Ordinal);
    }

    private static JournalLine Line(string text, params (string Name, string Value)[] more)
    {
        var fields = new Dictionary<string, string>
        {
            ["kind"] = "anteckning",
            ["text"] = text,
            ["authorName"] = "Prov",
        };
        foreach (var (name, value) in more)
            fields[name] = value;
        return new JournalLine(Stream, 7, Guid.CreateVersion7(), Now, [1, 2], fields, LineState.Untouched);
    }

    private async Task<ShownLine> ShownAsync(JournalLine line) => (await markup.OfAsync([line], _ => false, Now))[0];
}
