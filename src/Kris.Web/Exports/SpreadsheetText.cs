using System.Buffers;
using System.Text.RegularExpressions;

namespace Kris.Web.Exports;

/// <summary>
/// What a person typed, so that a spreadsheet lets it stand: a Swedish Excel that opens a file makes dates of 3-4 and
/// 5 maj and takes the nought from a telephone number, and nothing in a CSV tells it not to but an apostrophe.
/// </summary>
public static partial class SpreadsheetText
{
    // Longer than any number, date or time.
    private const int MaxChanged = 40;

    // Some spreadsheets take the wide forms of Japanese keyboards for what begins a formula.
    private static readonly SearchValues<char> Wide = SearchValues.Create("＝＠＋－");

    /// <summary>The text, with an apostrophe before it where it would else be taken for something else.</summary>
    public static string? Kept(string? text) =>
        text is { Length: > 0 } && (Wide.Contains(text[0]) || IsChanged(text)) ? $"'{text}" : text;

    // A plain number looks the same afterwards; with more than fifteen digits it would not.
    private static bool IsChanged(string text) =>
        text.Length <= MaxChanged
        && (char.IsAsciiDigit(text[0]) || char.IsAsciiLetter(text[0]) || text[0] is '(' or ',' or '.')
        && Number().IsMatch(text)
        && !Plain().IsMatch(text);

    [GeneratedRegex(
        @"^(\(?[.,]?\d[\d\s.,:/-]*\)?(e[+-]?\d+)?\s*(%|kr|€|\$)?"
            + @"|(?=.*\d)\d{0,4}[\s./-]*(jan(uari)?|feb(ruari)?|mars?|apr(il)?|maj|juni?|juli?|aug(usti)?"
            + @"|sept?(ember)?|okt(ober)?|nov(ember)?|dec(ember)?)\.?[\s./-]*\d{0,4}"
            + @"|sant|falskt|true|false)$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 200)]
    private static partial Regex Number();

    [GeneratedRegex(@"^(0|[1-9]\d{0,14})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex Plain();
}
