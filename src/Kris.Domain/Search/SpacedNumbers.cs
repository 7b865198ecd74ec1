using System.Buffers;
using System.Text;

namespace Kris.Domain.Search;

/// <summary>
/// Numbers that are written in groups, such as 08-123 45 67, 1 200 and 14.05: with the groups put together each is
/// found however it is spaced. One of a Swedish telephone stands without its +46.
/// </summary>
public static class SpacedNumbers
{
    private const int MinDigits = 4;
    private const int MaxDigits = 15;
    private const int MaxBetween = 3;

    /// <summary>How many are read out of one text: a table of figures is not to become nothing but numbers.</summary>
    public const int MaxPerText = 500;

    // Hyphens, dashes and spaces of several widths.
    private static readonly SearchValues<char> Between =
        SearchValues.Create(" -.:/()\u00A0\u2009\u202F\u2010\u2011\u2012\u2013\u2212");

    private const string Country = "46";
    private const string Abroad = "00";

    /// <summary>What the groups of a text come to, put together from any of them on.</summary>
    public static IEnumerable<(int From, int To, string Digits)> In(string text) => All(text).Take(MaxPerText);

    /// <summary>What a text comes to that is a number and nothing else.</summary>
    public static string? Whole(string text) => All(text)
        .Where(number => !text[..number.From].Any(char.IsLetterOrDigit) && !text[number.To..].Any(char.IsLetterOrDigit))
        .Select(number => number.Digits)
        .FirstOrDefault();

    /// <summary>
    /// The parts of a question as they stand and, where groups of digits follow each other, with those as one number.
    /// </summary>
    public static IEnumerable<IReadOnlyList<SearchPart>> Ways(IReadOnlyList<SearchPart> parts)
    {
        yield return parts;
        var whole = new List<SearchPart>();
        for (var at = 0; at < parts.Count;)
        {
            var end = at;
            while (end < parts.Count && IsGroup(parts[end]))
                end++;
            if (end - at > 1 && Whole(string.Join(' ', parts.Take(at..end).Select(part => part.Text))) is { } digits)
            {
                whole.Add(new SearchPart(digits));
                at = end;
            }
            else
            {
                whole.Add(parts[at++]);
            }
        }

        if (whole.Count < parts.Count)
            yield return whole;
    }

    /// <summary>The text with marks around the numbers in it that were asked for.</summary>
    public static string Marked(string text, IReadOnlyCollection<string> asked)
    {
        var marked = new StringBuilder(text);
        var before = text.Length;
        foreach (var (from, to, _) in In(text).Where(number => asked.Contains(number.Digits)).Reverse())
        {
            if (to > before)
                continue;
            marked.Insert(to, Highlight.Ends).Insert(from, Highlight.Begins);
            before = from;
        }

        return marked.ToString();
    }

    private static bool IsGroup(SearchPart part) => !part.IsExcluded
        && part.Text.Any(char.IsAsciiDigit)
        && part.Text.All(sign => char.IsAsciiDigit(sign) || sign is '+' || Between.Contains(sign));

    private static IEnumerable<(int From, int To, string Digits)> All(string text)
    {
        var groups = Groups(text);
        for (var first = 0; first < groups.Count; first++)
        {
            var (from, to) = groups[first];
            var digits = new StringBuilder(text, from, to - from, MaxDigits * 2);
            for (var last = first; digits.Length <= MaxDigits; last++)
            {
                var number = Home(digits.ToString(), isAbroad: from > 0 && text[from - 1] is '+');
                var isNew = last > first || number.Length < digits.Length;
                if (isNew && number.Length is >= MinDigits and <= MaxDigits)
                    yield return (from, groups[last].To, number);
                if (last + 1 == groups.Count || !Meet(text, groups[last].To, groups[last + 1].From))
                    break;
                digits.Append(text, groups[last + 1].From, groups[last + 1].To - groups[last + 1].From);
            }
        }
    }

    // +46 (0)70 is 070.
    private static string Home(string digits, bool isAbroad)
    {
        var rest = isAbroad ? digits : digits.StartsWith(Abroad, StringComparison.Ordinal) ? digits[2..] : "";
        return rest.StartsWith(Country, StringComparison.Ordinal)
            ? $"0{rest[Country.Length..].TrimStart('0')}"
            : digits;
    }

    // Digits with no letter at either end: E4 is a road.
    private static List<(int From, int To)> Groups(string text)
    {
        var groups = new List<(int From, int To)>();
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsAsciiDigit(text[at]))
                continue;
            var from = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]))
                at++;
            if ((from == 0 || !char.IsLetter(text[from - 1])) && (at == text.Length || !char.IsLetter(text[at])))
                groups.Add((from, at));
        }

        return groups;
    }

    private static bool Meet(string text, int from, int to) =>
        to - from <= MaxBetween && text.AsSpan(from, to - from).IndexOfAnyExcept(Between) < 0;
}
