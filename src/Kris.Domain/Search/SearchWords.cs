using System.Buffers;

namespace Kris.Domain.Search;

/// <summary>A word, or a phrase in quotes, that is to be there or not to be there.</summary>
public sealed record SearchPart(string Text, bool IsExcluded = false);

/// <summary>
/// The words of a question as they were typed: all of them are to be there, "phrases" in their order, -words not at
/// all, and "eller" or "or" stands between alternatives. Quotes and dashes are what a phone makes of them, too.
/// </summary>
public sealed record SearchWords(IReadOnlyList<IReadOnlyList<SearchPart>> Alternatives)
{
    private const string Minuses = "-–−";

    private static readonly SearchValues<char> Quotes = SearchValues.Create("\"”“„»«");

    private static readonly string[] Between = ["or", "eller"];

    /// <summary>
    /// Whether some word is to be there. With exclusions alone, or where they are an alternative of their own, every
    /// line would have to be read.
    /// </summary>
    public bool HasSomethingToFind => Alternatives.Count > 0
        && Alternatives.All(parts => parts.Any(part => !part.IsExcluded));

    public static SearchWords Of(string typed)
    {
        var alternatives = new List<List<SearchPart>> { new() };
        foreach (var (part, isQuoted) in Parts(typed))
        {
            if (!isQuoted && Between.Contains(part.Text, StringComparer.OrdinalIgnoreCase))
                alternatives.Add([]);
            else if (part.Text.Any(char.IsLetterOrDigit))
                alternatives[^1].Add(part);
        }

        return new SearchWords([.. alternatives.Where(parts => parts.Count > 0)]);
    }

    private static IEnumerable<(SearchPart Part, bool IsQuoted)> Parts(string typed)
    {
        var at = 0;
        while (at < typed.Length)
        {
            if (char.IsWhiteSpace(typed[at]))
            {
                at++;
                continue;
            }

            var isExcluded = Minuses.Contains(typed[at], StringComparison.Ordinal);
            if (isExcluded)
                at++;
            var isQuoted = at < typed.Length && Quotes.Contains(typed[at]);
            var from = isQuoted ? at + 1 : at;
            var end = isQuoted ? EndOfQuote(typed, from) : EndOfWord(typed, from);
            yield return (new SearchPart(typed[from..end], isExcluded), isQuoted);
            at = isQuoted ? Math.Min(end + 1, typed.Length) : end;
        }
    }

    private static int EndOfWord(string typed, int from)
    {
        while (from < typed.Length && !char.IsWhiteSpace(typed[from]) && !Quotes.Contains(typed[from]))
            from++;
        return from;
    }

    private static int EndOfQuote(string typed, int from) =>
        typed.AsSpan(from).IndexOfAny(Quotes) is >= 0 and var length ? from + length : typed.Length;
}
