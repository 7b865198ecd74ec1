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

    public static SearchedText Of(IReadOnlyDictionary<string, string> fields) => new(
        fields.GetValueOrDefault(LineFields.Text, ""),
        [.. Beside.Where(fields.ContainsKey).Select(name => Worded(name, fields[name]))]);

    /// <summary>As it is shown where it was found.</summary>
    public string Shown => string.Join(" · ", Besides.Prepend(Text));

    // Of a file its name is searched. What a point or a low line holds together is several words to whoever looks.
    private static string Worded(string field, string value) =>
        field.StartsWith(Attachment.FieldPrefix, StringComparison.Ordinal)
            ? (Attachment.Parse(value)?.Name ?? value).Replace('.', ' ').Replace('_', ' ')
            : value;

    /// <summary>
    /// In small letters, whatever letters the server knows. To PostgreSQL a slash between two words makes a path of
    /// them, and what stands between angles is a tag and no words; the two characters of the marks are nobody's to
    /// write. Letter by letter, so that a place in the one is a place in the other.
    /// </summary>
    public static string Plain(string text) => string.Create(text.Length, text, (small, given) =>
    {
        for (var at = 0; at < given.Length; at++)
        {
            small[at] = given[at] is '/' or '<' or '>' or Highlight.Begins or Highlight.Ends
                ? ' '
                : char.ToLowerInvariant(given[at]);
        }
    });
}
