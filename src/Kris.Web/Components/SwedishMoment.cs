using System.Globalization;
using System.Text.RegularExpressions;
using Kris.Domain;

namespace Kris.Web.Components;

/// <summary>Reads a time as a person types it: 14:05, 2026-11-22 14:05, or nu, as the log's own field does.</summary>
public static partial class SwedishMoment
{
    private const string NotUnderstood = "Skriv tiden som 14:05 eller 2026-11-22 14:05.";

    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan HalfDay = TimeSpan.FromHours(12);

    /// <returns>Nothing when nothing, or "nu", was written.</returns>
    /// <exception cref="RefusedException">It cannot be read, or the clock never showed it.</exception>
    public static DateTimeOffset? Read(string? typed, DateTimeOffset now)
    {
        var text = typed?.Trim() ?? "";
        if (text.Length == 0 || text.Equals("nu", StringComparison.OrdinalIgnoreCase))
            return null;

        var match = Written().Match(text);
        Refuse.If(!match.Success, NotUnderstood);
        var date = match.Groups["date"].Success
            ? Date(match.Groups["date"].Value)
            : DateOnly.FromDateTime(Swedish.Local(now).Date);
        var clock = $"{match.Groups["hour"].Value.PadLeft(2, '0')}:{match.Groups["minute"].Value}";
        var isClock = TimeOnly.TryParseExact(
            clock, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        Refuse.If(!isClock, NotUnderstood);

        var local = date.ToDateTime(time);
        Refuse.If(
            Swedish.Zone.IsInvalidTime(local),
            $"Klockan var aldrig {clock} den {date:yyyy-MM-dd}: då ställdes den fram.");
        var at = At(local, match.Groups["offset"].Value, now).ToUniversalTime();
        return match.Groups["date"].Success ? at : Nearest(at, local, now);
    }

    // Just after midnight 23:50 is ten minutes ago, and not tonight.
    private static DateTimeOffset Nearest(DateTimeOffset today, DateTime local, DateTimeOffset now)
    {
        if (today <= now + Ahead)
            return today;
        var yesterday = At(local.AddDays(-1), offset: "", now).ToUniversalTime();
        return now - yesterday <= HalfDay ? yesterday : today;
    }

    private static DateOnly Date(string text)
    {
        var isDate = DateOnly.TryParseExact(
            text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        Refuse.If(!isDate, $"{text} finns inte i kalendern.");
        Refuse.If(date.Year is < 1900 or > 2199, $"{text} ligger för långt bort. Kontrollera årtalet.");
        return date;
    }

    // In the hour that comes twice the offset tells which; without it, the latest that has been.
    private static DateTimeOffset At(DateTime local, string offset, DateTimeOffset now)
    {
        if (!Swedish.Zone.IsAmbiguousTime(local))
            return new DateTimeOffset(local, Swedish.Zone.GetUtcOffset(local));

        var times = Swedish.Zone.GetAmbiguousTimeOffsets(local)
            .Select(each => new DateTimeOffset(local, each)).Order().ToList();
        var told = times.FindIndex(at => at.ToString("zzz", CultureInfo.InvariantCulture) == offset);
        return told >= 0 ? times[told] : times.LastOrDefault(at => at <= now + Ahead, times[0]);
    }

    [GeneratedRegex(
        @"^((?<date>\d{4}-\d{2}-\d{2})[ T]+)?(kl\.? ?)?(?<hour>\d{1,2})[:.]?(?<minute>\d{2})"
            + @"( \((?<offset>[+-]\d{2}:\d{2})\))?$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 200)]
    private static partial Regex Written();
}
