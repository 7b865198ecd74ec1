using System.Net;
using System.Text.RegularExpressions;
using CsCheck;
using Kris.Domain.Search;

namespace Kris.Tests.Search;

public sealed partial class HighlightTests
{
    private const string Text = "Vatten <b>&\"'</b> i Åby";

    [Fact]
    public void What_was_found_is_marked_and_everything_else_is_text() =>
        Assert.Equal(
            "<mark>Vatten</mark> &lt;b&gt;&amp;&quot;&#39;&lt;/b&gt; i <mark>Åby</mark>",
            Highlight.Html(Text, "\uE000vatten\uE001 <b>&\"'</b> i åby", "vatten <b>&\"'</b> i \uE000åby\uE001"));

    [Theory]
    [InlineData("vatten")]
    [InlineData("\uE000vatten\uE001 <b>&\"'</b> i åby och mer")]
    [InlineData("\uE000")]
    public void Marks_that_do_not_fit_the_text_mark_nothing(string marked) =>
        Assert.DoesNotContain("<mark>", Highlight.Html(Text, marked), StringComparison.Ordinal);

    [Fact]
    public void Of_a_long_text_what_stands_around_is_shown()
    {
        var before = string.Concat(Enumerable.Repeat("ord före ", 100));
        var after = string.Concat(Enumerable.Repeat(" ord efter", 100));

        var html = Highlight.Html($"{before}läckan{after}", $"{before}\uE000läckan\uE001{after}");

        Assert.StartsWith("… ", html, StringComparison.Ordinal);
        Assert.EndsWith(" …", html, StringComparison.Ordinal);
        Assert.Contains("före <mark>läckan</mark> ord", html, StringComparison.Ordinal);
        Assert.InRange(html.Length, 250, 420);
    }

    [Fact]
    public void Whatever_is_written_a_mark_is_the_only_element() =>
        Gen.Select(Gen.String[Gen.Char["<>&a\uE000\uE001 \uD83C\uDF29"], 0, 40],
            Gen.String[Gen.Char["<a\uE000\uE001 "], 0, 40])
            .Sample((text, marked) =>
            {
                var html = Highlight.Html(text, marked);
                Assert.Equal(html.Split("<mark>").Length, html.Split("</mark>").Length);
                var rest = Marks().Replace(html, "");
                Assert.DoesNotContain('<', rest);
                Assert.DoesNotContain('>', rest);
                if (text.Length < Highlight.Around)
                    Assert.Equal(text, WebUtility.HtmlDecode(rest));
            });

    [GeneratedRegex("</?mark>", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Marks();
}
