namespace Kris.Data;

/// <summary>What somebody typed to find a text by, as ILIKE takes it with \ before what would be more.</summary>
internal static class LikePattern
{
    // PostgreSQL has no text with a zero in it, and so nothing that it could be found in.
    public static string Containing(string text)
    {
        var escaped = text
            .Replace("\0", "", StringComparison.Ordinal)
            .Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);
        return $"%{escaped}%";
    }
}
