using System.Security.Cryptography;
using System.Text;
using Kris.Domain.Search;

namespace Kris.Data.Search;

/// <summary>
/// What the dictionary leaves out, of the words that crises are written in: parts of compounds, and forms that no rule
/// brings together. <c>lexicon.txt</c> says how it is written.
/// </summary>
public sealed class Lexicon
{
    private const int ShortestRest = 2;
    private const int LongestEnding = 4;

    private readonly HashSet<string> lasts = new(StringComparer.Ordinal);
    private readonly HashSet<string> lastsAfterFirst = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> firsts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> forms = new(StringComparer.Ordinal);
    private readonly int longest;

    private Lexicon(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line[0] is not '#')
                Take(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        longest = lasts.Concat(lastsAfterFirst).Max(last => last.Length) + 1;
        Mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..8];
    }

    public static Lexicon Of(string text) => new(text);

    public static Lexicon Kris { get; } = Of(Journal.JournalSql.Read("lexicon.txt"));

    /// <summary>Tells one edition from another: words that an older one made are made anew.</summary>
    public string Mark { get; }

    /// <summary>The first form of a word that has forms here; else the word itself.</summary>
    public string FirstForm(string word) => forms.GetValueOrDefault(word, word);

    /// <summary>What is to be found besides the words of a text, which is in small letters.</summary>
    public string PartsOf(string text)
    {
        var parts = new List<string>();
        var at = 0;
        while (at < text.Length)
        {
            var end = at;
            while (end < text.Length && char.IsLetter(text[end]))
                end++;
            if (end - at > 2)
                AddParts(text[at..end], parts);
            at = end + 1;
        }

        return string.Join(' ', parts);
    }

    /// <summary>The text, which is in small letters, with marks around the words that are found by what is known here.
    /// </summary>
    public string Marked(string text, IReadOnlyCollection<string> asked)
    {
        var marked = new StringBuilder(text.Length + 16);
        var parts = new List<string>();
        var at = 0;
        while (at < text.Length)
        {
            var end = at;
            while (end < text.Length && char.IsLetter(text[end]))
                end++;
            var word = text[at..end];
            parts.Clear();
            if (word.Length > 2)
                AddParts(word, parts);
            if (parts.Exists(part => asked.Any(one => IsFormOf(one, part))))
                marked.Append(Highlight.Begins).Append(word).Append(Highlight.Ends);
            else
                marked.Append(word);
            if (end < text.Length)
                marked.Append(text[end]);
            at = end + 1;
        }

        return marked.ToString();
    }

    // The database cuts both to their stems; here what was asked may end in another way.
    private static bool IsFormOf(string asked, string part) =>
        asked.StartsWith(part, StringComparison.Ordinal)
        && asked.Length - part.Length <= (part.Length > ShortestRest ? LongestEnding : 0);

    private void AddParts(string word, List<string> parts)
    {
        if (forms.TryGetValue(word, out var first))
            parts.Add(first);
        for (var rest = Math.Max(ShortestRest, word.Length - longest); rest < word.Length - 2; rest++)
        {
            var last = Nominative(word[rest..]);
            var before = firsts.GetValueOrDefault(word[..rest]);
            if (last is null || (before is null && !lasts.Contains(last)))
                continue;
            parts.Add(last);
            if (before is not null)
                parts.Add(before);
            return;
        }
    }

    private string? Nominative(string last)
    {
        if (lasts.Contains(last) || lastsAfterFirst.Contains(last))
            return last;
        var isGenitive = last[^1] is 's' && (lasts.Contains(last[..^1]) || lastsAfterFirst.Contains(last[..^1]));
        return isGenitive ? last[..^1] : null;
    }

    private void Take(string[] words)
    {
        var entry = words[0];
        if (entry[0] is '-' or '~')
        {
            var set = entry[0] is '-' ? lasts : lastsAfterFirst;
            set.UnionWith([entry[1..], .. words[1..]]);
        }
        else if (entry[^1] is '-')
        {
            firsts[entry[..^1]] = words.Length > 1 ? words[1] : entry[..^1];
        }
        else
        {
            foreach (var form in words)
                forms[form] = entry;
        }
    }
}
