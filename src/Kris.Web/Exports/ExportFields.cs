using System.Globalization;
using Kris.Domain;

namespace Kris.Web.Exports;

/// <summary>Which lines somebody chooses to take out, as it is typed.</summary>
public sealed class ExportFields
{
    public string? From { get; set; }

    public string? To { get; set; }

    public bool WithSystem { get; set; } = true;

    /// <exception cref="RefusedException">It is no number.</exception>
    public long? First => Number(From);

    /// <exception cref="RefusedException">It is no number.</exception>
    public long? Last => Number(To);

    /// <summary>Whether what is typed can be read, so that an address made of it chooses what was meant.</summary>
    public bool IsReadable =>
        IsNothingOr(From, out var first)
        && IsNothingOr(To, out var last)
        && first is not 0
        && (first ?? 1) <= (last ?? long.MaxValue);

    /// <summary>The choice for an address.</summary>
    /// <param name="filter">The filter that the page was opened with, as it stands in the address.</param>
    /// <exception cref="RefusedException">It cannot be read: then there is no address, and not that of everything.
    /// </exception>
    public string Query(string first, string last, string without, string filter) => string.Join('&', new[]
    {
        First is { } start ? $"{first}={start}" : null,
        Last is { } end ? $"{last}={end}" : null,
        WithSystem ? null : without,
        filter.Length > 1 ? filter.TrimStart('?') : null,
    }.OfType<string>());

    /// <exception cref="RefusedException">It is no number.</exception>
    public static long? Number(string? typed)
    {
        Refuse.IfMalformed(!IsNothingOr(typed, out var number), "Skriv radnummer med siffror.");
        return number;
    }

    // 1 234 is how a long number is written, with whatever space.
    private static bool IsNothingOr(string? typed, out long? number)
    {
        var text = string.Concat((typed ?? "").Where(character => !char.IsWhiteSpace(character)));
        var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var read);
        number = isNumber ? read : null;
        return isNumber || text.Length == 0;
    }
}
