using System.Text;

namespace Kris.Domain.Search;

/// <summary>
/// What was found, marked in the text around it. The database marks with two characters that no text holds; only when
/// everything else has been escaped do they become HTML.
/// </summary>
public static class Highlight
{
    public const char Begins = '\uE000';
    public const char Ends = '\uE001';

    /// <summary>How much of a text is shown around what was found in it.</summary>
    public const int Around = 320;

    private const int Before = 80;

    /// <summary>HTML in which a mark is the only element, whatever a person wrote.</summary>
    /// <param name="text">As it was written.</param>
    /// <param name="marked">The same text in small letters, with the marks; more than once, where it was read in ways.
    /// </param>
    public static string Html(string text, params IEnumerable<string> marked)
    {
        var isFound = new bool[text.Length];
        foreach (var one in marked)
            Note(isFound, one);

        var (from, to) = Shown(text, Array.IndexOf(isFound, true));
        var html = new StringBuilder(to - from + 64).Append(from > 0 ? "… " : "");
        var isOpen = false;
        for (var at = from; at < to; at++)
        {
            if (isFound[at] != isOpen)
                html.Append(isOpen ? "</mark>" : "<mark>");
            isOpen = isFound[at];
            Append(html, text[at]);
        }

        return html.Append(isOpen ? "</mark>" : "").Append(to < text.Length ? " …" : "").ToString();
    }

    // Letter by letter in step with the text; where the two have parted, nothing is marked wrongly.
    private static void Note(bool[] isFound, string marked)
    {
        var found = new List<int>();
        var (at, isOpen) = (0, false);
        foreach (var character in marked)
        {
            if (character is Begins or Ends)
            {
                isOpen = character is Begins;
                continue;
            }

            if (isOpen)
                found.Add(at);
            at++;
        }

        if (at != isFound.Length)
            return;
        foreach (var place in found)
            isFound[place] = true;
    }

    // From a little before what was found first, from the beginning of a word to the end of one.
    private static (int From, int To) Shown(string text, int first)
    {
        var from = text.Length <= Around || first < Before ? 0 : WordAt(text, first - Before);
        var to = text.Length - from <= Around ? text.Length : WordAt(text, from + Around);
        return (from, to);
    }

    private static int WordAt(string text, int at)
    {
        for (var back = at; back > at - Before / 2 && back > 0; back--)
        {
            if (char.IsWhiteSpace(text[back - 1]))
                return back;
        }

        return char.IsLowSurrogate(text[at]) ? at - 1 : at;
    }

    private static void Append(StringBuilder html, char character)
    {
        _ = character switch
        {
            '&' => html.Append("&amp;"),
            '<' => html.Append("&lt;"),
            '>' => html.Append("&gt;"),
            '"' => html.Append("&quot;"),
            '\'' => html.Append("&#39;"),
            _ => html.Append(character),
        };
    }
}
