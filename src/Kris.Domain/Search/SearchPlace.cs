using System.Globalization;

namespace Kris.Domain.Search;

/// <summary>
/// Where a hit stands in the order of what was found. It is by what it is and not by how many stand before it, so that
/// the next page goes on after it whatever has been written, and whatever a clock has done.
/// </summary>
/// <param name="Rank">How well it matches the words; 0 where none were asked.</param>
public sealed record SearchPlace(float Rank, DateTimeOffset RecordedAt, Guid Incident, long Number)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{BitConverter.SingleToUInt32Bits(Rank):x8}.{RecordedAt.UtcTicks:x}.{Incident:N}.{Number:x}");

    /// <summary>As <see cref="ToString"/> writes it; nothing of anything else.</summary>
    public static SearchPlace? Parse(string? text) =>
        text?.Split('.') is [var rank, var recordedAt, var incident, var number]
        && uint.TryParse(rank, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
        && BitConverter.UInt32BitsToSingle(bits) is >= 0f and var known
        && long.TryParse(recordedAt, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var ticks)
        && ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
        && Guid.TryParseExact(incident, "N", out var id)
        && long.TryParse(number, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var line)
            ? new SearchPlace(known, new DateTimeOffset(ticks, TimeSpan.Zero), id, line)
            : null;
}
