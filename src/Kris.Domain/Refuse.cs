using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Kris.Domain;

/// <summary>Guard clauses: each stands first in its verb and says no in one sentence.</summary>
public static class Refuse
{
    public static void If([DoesNotReturnIf(true)] bool refused, string sentence)
    {
        if (refused)
            throw new RefusedException(sentence);
    }

    public static void UnlessDuty([DoesNotReturnIf(false)] bool allowed, string sentence)
    {
        if (!allowed)
            throw new RefusedException(sentence, Refusal.Duty);
    }

    public static void IfMalformed([DoesNotReturnIf(true)] bool malformed, string sentence)
    {
        if (malformed)
            throw new RefusedException(sentence, Refusal.Malformed);
    }

    /// <summary>
    /// A key that came before must have come with the same request. Of what is erased nobody knows (null) who asked.
    /// </summary>
    public static void UnlessSame(bool? same)
    {
        if (same is not true)
            throw same is null ? Erased() : OtherRequest();
    }

    public static RefusedException Erased() => new(
        "Innehållet har raderats genom beslut av två personer och tas inte emot igen. Kasta det som ligger kvar.",
        Refusal.Stale);

    public static RefusedException OtherRequest() =>
        new("Nyckeln används redan för en annan rad eller åtgärd. Inget har ändrats.", Refusal.Stale);

    /// <summary>
    /// Text that a person wrote: trimmed, with its letters composed, within its length, and possible to store and to
    /// hash.
    /// </summary>
    public static string UnlessText(string? text, int maxLength, string missing)
    {
        var clean = UnlessStorable(text, maxLength);
        If(clean is null, missing);
        return clean;
    }

    /// <summary>As <see cref="UnlessText"/>, for what Kris only keeps and hands back: its letters stay as they came.
    /// </summary>
    public static string UnlessKept(string? text, int maxLength, string missing)
    {
        var trimmed = Trimmed(text);
        If(trimmed is null, missing);
        UnlessLong(trimmed, maxLength);
        return trimmed;
    }

    /// <summary>As <see cref="UnlessText"/>, but nothing at all is a good answer.</summary>
    public static string? UnlessStorable(string? text, int maxLength)
    {
        if (Trimmed(text) is not { } trimmed)
            return null;

        var composed = Letters.Composed(trimmed);
        UnlessLong(composed, maxLength);
        return composed;
    }

    private static string? Trimmed(string? text)
    {
        if (IsBlank(text))
            return null;

        var trimmed = text.ReplaceLineEndings("\n").Trim();
        If(!IsStorable(trimmed), "Texten innehåller tecken som inte går att spara. Ta bort dem och försök igen.");
        return trimmed;
    }

    private static void UnlessLong(string text, int maxLength) =>
        If(text.Length > maxLength, $"Texten är för lång: {text.Length} tecken, högst {maxLength} ryms.");

    /// <summary>Signs that only steer, such as a space without width, say nothing to whoever reads.</summary>
    public static bool IsBlank([NotNullWhen(false)] string? text) => text is null || text.All(
        letter => char.IsWhiteSpace(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.Format);

    // A lone surrogate has no UTF-8 form and a NUL no place in PostgreSQL's text: neither could be proven later.
    private static bool IsStorable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]) || (char.IsControl(text[i]) && text[i] is not '\n' and not '\t'))
                return false;
        }

        return true;
    }
}
