namespace Kris.Domain.Journal;

/// <summary>What a row of a log sheet tells of when it happened.</summary>
/// <param name="Day">Where it is told; else it follows from the rows above.</param>
/// <param name="Offset">Which of the two it was, in the hour that comes twice when the clock is set back.</param>
/// <param name="Known">When it happened, where the row stands in the log.</param>
public sealed record SheetClock(
    TimeOnly? Clock, DateOnly? Day = null, TimeSpan? Offset = null, DateTimeOffset? Known = null)
{
    private static readonly TimeSpan Turn = TimeSpan.FromDays(1);

    // A clock that stands back no further than this belongs to a row that was written down late.
    private static readonly TimeSpan Late = TimeSpan.FromHours(1);

    /// <summary>
    /// When the rows of a sheet happened, top to bottom, each in the offset of its own. A row happened the first time
    /// that its clock showed after the row above it: a clock that stands back has passed midnight, whether by two hours
    /// or by twenty. But where it stands back an hour or less, the row was written down late and happened before the
    /// one above. In the hour that comes twice a clock that stands back is in the second. A row whose day is known,
    /// because it is told or stands in the log, is what those below it are reckoned from.
    /// </summary>
    /// <param name="began">The date of the sheet: of the first row whose day is not known.</param>
    /// <returns>Nothing where a row has no clock, or nothing to be reckoned from.</returns>
    public static IReadOnlyList<DateTimeOffset?> Moments(DateOnly? began, IEnumerable<SheetClock> rows)
    {
        var moments = new List<DateTimeOffset?>();
        DateTimeOffset? above = null;
        foreach (var row in rows)
        {
            var at = row.At(above, began);
            moments.Add(at);
            above = at ?? above;
        }

        return moments;
    }

    private DateTimeOffset? At(DateTimeOffset? above, DateOnly? began)
    {
        if (Known is { } known)
            return SwedishTime.Local(known);
        if (Clock is not { } clock || (Day?.ToDateTime(clock) ?? Next(above, clock, began)) is not { } local)
            return null;
        if (!SwedishTime.Zone.IsAmbiguousTime(local))
            return new DateTimeOffset(local, SwedishTime.Zone.GetUtcOffset(local));

        var (first, second) = (
            new DateTimeOffset(local, SwedishTime.Zone.GetAmbiguousTimeOffsets(local).Max()),
            new DateTimeOffset(local, SwedishTime.Zone.GetAmbiguousTimeOffsets(local).Min()));
        if (Offset == first.Offset || Offset == second.Offset)
            return new DateTimeOffset(local, Offset.Value);
        return first < above ? second : first;
    }

    private static DateTime? Next(DateTimeOffset? above, TimeOnly clock, DateOnly? began)
    {
        if (above is not { DateTime: var before })
            return began?.ToDateTime(clock);
        var ahead = clock - TimeOnly.FromDateTime(before);
        return before + (Turn - ahead <= Late ? ahead - Turn : ahead);
    }
}
