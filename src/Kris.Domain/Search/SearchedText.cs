using System.Globalization;
using Kris.Domain.Journal;
using Kris.Domain.Journal.Attachments;

namespace Kris.Domain.Search;

/// <summary>What of a line is searched: its text, and what stands beside it.</summary>
/// <param name="Besides">Field by field: no phrase goes from one into the next.</param>
public sealed record SearchedText(string Text, IReadOnlyList<string> Besides)
{
    /// <summary>
    /// Beside the text: whom it came from and went to, its tags, and what the short forms of the kinds hold. Codes, ids
    /// and times are no words, and what a marking rests on is for those who may read it.
    /// </summary>
    public static readonly IReadOnlyList<string> Beside =
    [
        LineFields.From, LineFields.To, "tags", "mentions", "onBehalfOf", "decidedBy", "basis", "reasons",
        "alternatives", "assignee", "contact", "phone", "recipients", "correctionReason",
        LineFields.KeptAt, LineFields.TurnTo,
        .. Enumerable.Range(1, Attachment.MaxPerLine).Select(Attachment.FieldName),
    ];

    // What no word holds: signs, spaces, arrows, pictures, and what is nobody's to write, such as the marks.
    private static readonly (char From, char To)[] NoWord =
    [
        ('\u0001', '/'), (':', '@'), ('[', '`'), ('{', '\u00A9'), ('\u00AB', '\u00B4'), ('\u00B6', '\u00B9'),
        ('\u00BB', '\u00BF'), ('\u00D7', '\u00D7'), ('\u00F7', '\u00F7'), ('\u2000', '\u2BFF'), ('\u3000', '\u3004'),
        ('\u3008', '\u3020'), ('\uE000', '\uF8FF'), ('\uFE00', '\uFE1F'), ('\uFE30', '\uFE6F'), ('\uFF01', '\uFF0F'),
        ('\uFFF0', '\uFFFF'),
    ];

    /// <summary>As PostgreSQL writes it in a pattern.</summary>
    public static readonly string NoWordPattern = string.Create(
        CultureInfo.InvariantCulture,
        $"[{string.Concat(NoWord.Select(signs => $"\\u{(int)signs.From:X4}-\\u{(int)signs.To:X4}"))}]");

    public static SearchedText Of(IReadOnlyDictionary<string, string> fields) => new(
        Letters.Composed(fields.GetValueOrDefault(LineFields.Text, "")),
        [.. Beside.Where(fields.ContainsKey).Select(name => Letters.Composed(Worded(name, fields[name])))]);

    /// <summary>As it is shown where it was found.</summary>
    public string Shown => string.Join(" · ", Besides.Prepend(Text));

    // Of a file its name is searched.
    private static string Worded(string field, string value) =>
        field.StartsWith(Attachment.FieldPrefix, StringComparison.Ordinal)
            ? Attachment.Parse(value)?.Name ?? value
            : value;

    /// <summary>
    /// Words of letters and digits in small letters, whatever letters the server knows, and spaces. PostgreSQL makes
    /// one word of an address, a path, a number with its sign, and of whatever a full stop stands in; on some servers
    /// curly quotes are letters. Letter by letter, so that a place in the one is a place in the other.
    /// </summary>
    public static string Plain(string text) => string.Create(text.Length, text, (small, given) =>
    {
        for (var at = 0; at < given.Length; at++)
            small[at] = IsOfWord(given[at]) ? char.ToLowerInvariant(given[at]) : ' ';
    });

    private static bool IsOfWord(char sign)
    {
        if (char.IsAscii(sign))
            return char.IsAsciiLetterOrDigit(sign);
        // What needs two places is a picture.
        if (char.IsSurrogate(sign))
            return false;
        foreach (var (from, to) in NoWord)
        {
            if (sign >= from && sign <= to)
                return false;
        }

        return true;
    }
}
