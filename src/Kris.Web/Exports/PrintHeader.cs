using System.Globalization;
using System.Text;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Web.Components;

namespace Kris.Web.Exports;

/// <summary>What stands at the head of a printed log and in the margin of each of its pages.</summary>
/// <param name="By">Who prints it, in which duty.</param>
/// <param name="Part">Which volume it is, where there are several.</param>
public sealed record PrintHeader(
    string Municipality,
    Incident Incident,
    LogCut Cut,
    long Lines,
    ChainHead Head,
    string By,
    DateTimeOffset At,
    string? Part = null)
{
    private const int NameInMargin = 90;

    public string Title => $"Krislogg, {Incident.Name}";

    public string HeadHash => Convert.ToHexStringLower(Head.Hash);

    /// <summary>The margins, page by page: paper that comes loose still tells what it is a page of.</summary>
    public string MarginCss()
    {
        var name = Title.Length > NameInMargin ? Title[..NameInMargin] + "…" : Title;
        var right = string.Join(" · ", new[] { Incident.Facts.IsExercise ? "ÖVNING" : null, Part }.OfType<string>());
        return "@page { "
            + $"@top-left {{ content: {Css(name)}; }} @top-right {{ content: {Css(right)}; }} "
            + $"@bottom-left {{ content: {Css($"Kedjans huvud: rad {Head.Number}, {HeadHash}")}; }} "
            + "@bottom-right { content: \"Sida \" counter(page) \" av \" counter(pages); } }";
    }

    public string Told => string.Create(
        CultureInfo.InvariantCulture,
        $"{Swedish.DateAndClock(At)} av {By}. {Swedish.Capital(Cut.Swedish())}, {Swedish.Number(Lines)} rader.");

    // Whatever stands in a name, it stays within its quotes and within the style that it stands in.
    private static string Css(string text)
    {
        var css = new StringBuilder("\"");
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value is ' ' or ',' or '.' or ':')
                css.Append(rune);
            else
                css.Append(CultureInfo.InvariantCulture, $"\\{rune.Value:x} ");
        }

        return css.Append('"').ToString();
    }
}
