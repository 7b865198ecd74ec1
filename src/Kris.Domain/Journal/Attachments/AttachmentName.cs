using System.Globalization;
using System.Text;

namespace Kris.Domain.Journal.Attachments;

/// <summary>A name that is safe to save under on any machine, and that says what the file is.</summary>
public static class AttachmentName
{
    public const int MaxLength = 120;

    private const string NoName = "bilaga";

    // Windows takes these for devices, whatever their ending.
    private static readonly string[] Devices = ["con", "prn", "aux", "nul", "com", "lpt", "conin$", "conout$"];

    public static string Clean(string? given, AttachmentType type)
    {
        var name = Plain(given);
        var ending = type.Endings.FirstOrDefault(
            known => name.EndsWith(known, StringComparison.OrdinalIgnoreCase)) ?? "";
        var stem = name[..^ending.Length].TrimEnd('.', ' ');
        if (stem.Length == 0)
            stem = NoName;
        if (IsDevice(stem))
            stem = "_" + stem;
        if (ending.Length == 0)
            ending = type.Endings[0];
        return Shortened(stem, MaxLength - ending.Length) + ending.ToLowerInvariant();
    }

    // Folders, what cannot be stored, what turns the text around, and what some machine has a use of its own for.
    private static string Plain(string? given)
    {
        var text = new StringBuilder();
        foreach (var rune in (given ?? "").EnumerateRunes())
        {
            if (rune.Value is '/' or '\\')
                text.Clear();
            else if (rune == Rune.ReplacementChar || IsUnseen(rune))
                continue;
            else if (rune.Value is '<' or '>' or ':' or '"' or '|' or '?' or '*' or '%')
                text.Append('_');
            else
                text.Append(Rune.IsWhiteSpace(rune) ? " " : rune.ToString());
        }

        return text.ToString().Normalize(NormalizationForm.FormC).Trim(' ', '.');
    }

    private static bool IsUnseen(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static bool IsDevice(string stem)
    {
        var first = stem.Split('.')[0].TrimEnd().ToLowerInvariant();
        return Devices.Contains(first)
            || (first.Length == 4 && char.IsAsciiDigit(first[3]) && Devices.Contains(first[..3]));
    }

    private static string Shortened(string stem, int length)
    {
        if (stem.Length <= length)
            return stem;
        var cut = char.IsHighSurrogate(stem[length - 1]) ? length - 1 : length;
        return stem[..cut].TrimEnd('.', ' ');
    }
}
