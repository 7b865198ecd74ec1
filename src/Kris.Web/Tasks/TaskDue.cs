using System.Globalization;
using System.Text.RegularExpressions;
using Kris.Domain;
using Kris.Web.Components;

namespace Kris.Web.Tasks;

/// <summary>Reads a deadline as a person types it, as due.js does: a clock is the next time that it shows so.</summary>
public static partial class TaskDue
{
    public const string Hint = "Till exempel 18:00, i morgon 08:00, 2026-11-26 12:00 eller om 2 h.";

    private const string NotUnderstood =
        "Skriv klart senast som 18:00, i morgon 08:00, 2026-11-26 12:00 eller om 2 h.";

    /// <returns>Nothing when nothing was written.</returns>
    /// <exception cref="RefusedException">It cannot be read, or the clock will never show it.</exception>
    public static DateTimeOffset? Read(string? typed, DateTimeOffset now)
    {
        var text = typed?.Trim() ?? "";
        if (text.Length == 0)
            return null;
        if (Ahead().Match(text) is { Success: true } ahead)
            return now + (int.Parse(ahead.Groups["many"].Value, CultureInfo.InvariantCulture) * Unit(ahead));

        var match = Written().Match(text);
        var minute = match.Groups["minute"].Success ? match.Groups["minute"].Value : "00";
        var clock = $"{match.Groups["hour"].Value.PadLeft(2, '0')}:{minute}";
        var isClock = TimeOnly.TryParseExact(
            clock, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        Refuse.If(!match.Success || !isClock, NotUnderstood);
        var today = DateOnly.FromDateTime(Swedish.Local(now).Date);
        if (match.Groups["date"].Success)
            return On(Date(match.Groups["date"].Value, today), time, match.Groups["offset"].Value);

        // A day of the calendar, and not of so many hours: one has 25, and one has 23.
        var isOver = !Swedish.Zone.IsInvalidTime(today.ToDateTime(time)) && On(today, time) <= now;
        return On(isOver ? today.AddDays(1) : today, time);
    }

    private static TimeSpan Unit(Match ahead) => char.ToLowerInvariant(ahead.Groups["unit"].Value[0]) switch
    {
        'm' => TimeSpan.FromMinutes(1),
        'd' => TimeSpan.FromDays(1),
        _ => TimeSpan.FromHours(1),
    };

    private static DateOnly Date(string text, DateOnly today)
    {
        if (text.StartsWith('i') || text.StartsWith('I'))
            return text.EndsWith("dag", StringComparison.OrdinalIgnoreCase) ? today : today.AddDays(1);
        var isDate = DateOnly.TryParseExact(
            text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        Refuse.If(!isDate, $"{text} finns inte i kalendern.");
        Refuse.If(date.Year is < 1900 or > 2199, $"{text} ligger för långt bort. Kontrollera årtalet.");
        return date;
    }

    // In the hour that comes twice a deadline is the first of them: too early is the better mistake.
    private static DateTimeOffset On(DateOnly date, TimeOnly time, string offset = "")
    {
        var local = date.ToDateTime(time);
        Refuse.If(
            Swedish.Zone.IsInvalidTime(local),
            $"Klockan blir aldrig {time:HH:mm} den {date:yyyy-MM-dd}: då ställs den fram.");
        return Swedish.Zone.IsAmbiguousTime(local) && offset == "+01:00"
            ? new DateTimeOffset(local, TimeSpan.FromHours(1)).ToUniversalTime()
            : Swedish.At(local);
    }

    [GeneratedRegex(
        @"^(om |\+)?(?<many>\d{1,3}) ?(?<unit>min|m|h|tim|timmar|timme|d|dagar|dag|dygn)$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 200)]
    private static partial Regex Ahead();

    [GeneratedRegex(
        @"^((?<date>\d{4}-\d{2}-\d{2}|i ?dag|i ?morgon)[ T]+)?(kl\.? ?)?(?<hour>\d{1,2})([:.]?(?<minute>\d{2}))?"
            + @"( \((?<offset>[+-]\d{2}:\d{2})\))?$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 200)]
    private static partial Regex Written();
}
