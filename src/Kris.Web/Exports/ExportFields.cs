using System.Globalization;
using Kris.Domain;

namespace Kris.Web.Exports;

/// <summary>Which lines somebody chooses to take out, as it is typed.</summary>
public sealed class ExportFields
{
    public string? From { get; set; }

    public string? To { get; set; }

    public bool WithSystem { get; set; } = true;

    public long? First => Number(From);

    public long? Last => Number(To);

    /// <summary>The choice for an address; what cannot be read is told when the choice is sent.</summary>
    /// <param name="filter">The filter that the page was opened with, as it stands in the address.</param>
    public string Query(string first, string last, string without, string filter) => string.Join('&', new[]
    {
        Digits(From) is { } start ? $"{first}={start}" : null,
        Digits(To) is { } end ? $"{last}={end}" : null,
        WithSystem ? null : without,
        filter.Length > 1 ? filter.TrimStart('?') : null,
    }.OfType<string>());

    private static long? Number(string? typed)
    {
        var number = Digits(typed);
        Refuse.If(number is null && !string.IsNullOrWhiteSpace(typed), "Skriv radnummer med siffror.");
        return number;
    }

    private static long? Digits(string? typed) =>
        long.TryParse(typed?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
