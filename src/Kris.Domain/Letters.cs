namespace Kris.Domain;

/// <summary>
/// A letter with something above it can be one character or two, and looks the same. What comes from a Mac or out of a
/// PDF has two, what is typed has one: as one (NFC) they are the same to whoever searches.
/// </summary>
public static class Letters
{
    // A sign that is none stops .NET from composing anything; the text is then left as it came.
    private const char NoSign = '\uFFFE';

    /// <param name="text">Without half surrogate pairs.</param>
    public static string Composed(string text) =>
        text.Contains(NoSign, StringComparison.Ordinal) ? text : text.Normalize();
}
