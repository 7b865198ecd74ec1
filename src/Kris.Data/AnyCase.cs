using System.Text;

namespace Kris.Data;

/// <summary>
/// What holds a text in large or small letters, as a pattern of PostgreSQL's. Its own lower() knows no letters but
/// those of English on some servers, and there Åsa would not be åsa.
/// </summary>
internal static class AnyCase
{
    /// <summary>For the operator ~: whatever a person typed, taken at its word.</summary>
    public static string Pattern(string text)
    {
        var pattern = new StringBuilder(text.Length * 4);
        foreach (var rune in text.EnumerateRunes())
        {
            var (small, large) = (Rune.ToLowerInvariant(rune), Rune.ToUpperInvariant(rune));
            if (small != large)
                pattern.Append('[').Append(small.ToString()).Append(large.ToString()).Append(']');
            else if (rune.IsAscii && !Rune.IsLetterOrDigit(rune))
                pattern.Append('\\').Append(rune.ToString());
            else
                pattern.Append(rune.ToString());
        }

        return pattern.ToString();
    }
}
