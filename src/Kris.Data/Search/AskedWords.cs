using System.Text.Json;
using Kris.Domain.Search;

namespace Kris.Data.Search;

/// <summary>The words of a question, as the index knows words.</summary>
internal static class AskedWords
{
    /// <summary>For <c>line_search_query</c>: alternatives of parts, each in the forms of which one is enough.
    /// </summary>
    public static string Json(string words) => JsonSerializer.Serialize(
        Ways(words).Select(parts => parts.Select(part => new { any = Forms(part), not = part.IsExcluded })));

    /// <summary>What is marked where it is found.</summary>
    public static IReadOnlyList<string> Found(string words) =>
    [
        .. Ways(words).SelectMany(parts => parts)
            .Where(part => !part.IsExcluded)
            .SelectMany(Forms)
            .Distinct(),
    ];

    private static IEnumerable<IReadOnlyList<SearchPart>> Ways(string words) =>
        SearchWords.Of(words).Alternatives.SelectMany(SpacedNumbers.Ways);

    // A word is also looked for by its first form, where the lexicon knows one, and a number with its groups together.
    private static IEnumerable<string> Forms(SearchPart part)
    {
        var text = SearchedText.Plain(part.Text).Trim();
        var forms = new[] { text, Lexicon.Kris.FirstForm(text) }.Distinct();
        return SpacedNumbers.Whole(part.Text) is { } number ? forms.Append(number) : forms;
    }
}
