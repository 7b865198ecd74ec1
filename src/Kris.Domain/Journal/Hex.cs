using System.Buffers;

namespace Kris.Domain.Journal;

/// <summary>Hashes and keys as the journal's files write them: lower case, so that each has one form.</summary>
internal static class Hex
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");

    public static byte[]? Hash(ReadOnlySpan<char> text) =>
        text.Length == 2 * Canonical.HashSize && !text.ContainsAnyExcept(Digits) ? Convert.FromHexString(text) : null;

    // Guid's own parser also takes capitals and signs.
    public static Guid? Uuid(ReadOnlySpan<char> text)
    {
        Span<char> again = stackalloc char[36];
        return Guid.TryParseExact(text, "D", out var id) && id.TryFormat(again, out _) && text.SequenceEqual(again)
            ? id
            : null;
    }
}
