using System.Globalization;
using System.Text.RegularExpressions;
using Kris.Domain.Accounts;

namespace Kris.Domain.Journal;

/// <summary>
/// The words in a text that mean something to others: #vatten is about water, @stabschef is for the chief of staff.
/// They are read out of the text where the line is made, so that they are the same wherever it was typed.
/// </summary>
public static partial class LineWords
{
    /// <summary>How many of each a line carries; what comes after is text and nothing more.</summary>
    public const int Max = 20;

    public const int MaxLength = 50;

    private static readonly CultureInfo Swedish = CultureInfo.GetCultureInfo("sv-SE");

    public static string? Tags(string text) => Joined(text, '#', word => word);

    /// <summary>A duty is named by its code or by its Swedish word, and stands as its code.</summary>
    public static string? Mentions(string text) => Joined(text, '@', word => CodeOf(word) ?? word);

    /// <summary>The text in its parts: each is plain, or one of the words with its sign.</summary>
    public static IEnumerable<(string Part, char? Sign)> Parts(string text)
    {
        var from = 0;
        foreach (var match in Found(text))
        {
            if (match.Index > from)
                yield return (text[from..match.Index], null);
            yield return (match.Value, match.Value[0]);
            from = match.Index + match.Length;
        }

        if (from < text.Length)
            yield return (text[from..], null);
    }

    private static string? Joined(string text, char sign, Func<string, string> name)
    {
        var words = Found(text)
            .Where(match => match.Value[0] == sign)
            .Select(match => name(match.Value[1..].ToLower(Swedish)))
            .Distinct(StringComparer.Ordinal)
            .Take(Max);
        var joined = string.Join(' ', words);
        return joined.Length == 0 ? null : joined;
    }

    private static IEnumerable<Match> Found(string text) =>
        text.Contains('#', StringComparison.Ordinal) || text.Contains('@', StringComparison.Ordinal)
            ? Word().Matches(text).Where(match => match.Length <= MaxLength + 1)
            : [];

    private static string? CodeOf(string word)
    {
        foreach (var duty in Duties.All)
        {
            if (duty.Code() == word || duty.Swedish().Equals(word, StringComparison.OrdinalIgnoreCase))
                return duty.Code();
        }

        return null;
    }

    // An address of e-mail or a heading in the middle of a word is neither; a full stop after a word is not of it. A
    // user name can begin with a digit, and a tag cannot: "#3" is a number. What stands above a letter is of it, also
    // where the two are no one sign.
    [GeneratedRegex(
        @"(?<![\p{L}\p{M}\p{N}_.@#&/-])(#\p{L}[\p{L}\p{M}\p{N}]*([_-][\p{L}\p{M}\p{N}]+)*"
        + @"|@[\p{L}\p{M}\p{N}]+([._-][\p{L}\p{M}\p{N}]+)*)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Word();
}
