using System.Globalization;
using Kris.Domain;

namespace Kris.Web.Components;

/// <summary>Times and numbers as they are written in Sweden, in Swedish time.</summary>
public static class Swedish
{
    public static readonly CultureInfo Culture = CultureInfo.GetCultureInfo("sv-SE");

    public static readonly TimeZoneInfo Zone = SwedishTime.Zone;

    public static DateTimeOffset Local(DateTimeOffset at) => SwedishTime.Local(at);

    /// <summary>
    /// A time as it was typed. In the hour that comes twice it is the first; in the one that never comes, later.
    /// </summary>
    public static DateTimeOffset At(DateTime typed)
    {
        var local = DateTime.SpecifyKind(typed, DateTimeKind.Unspecified);
        if (Zone.IsAmbiguousTime(local))
            return new DateTimeOffset(local, Zone.GetAmbiguousTimeOffsets(local).Max()).ToUniversalTime();
        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>
    /// The first moment that a clock shows a minute, and the first after the last that it does: in the hour that comes
    /// twice an hour lies between, and of one that never comes both are the moment at which the clock was set.
    /// </summary>
    public static (DateTimeOffset From, DateTimeOffset Until) Minute(DateTime typed)
    {
        var local = DateTime.SpecifyKind(typed, DateTimeKind.Unspecified);
        if (Zone.IsAmbiguousTime(local))
        {
            var last = new DateTimeOffset(local, Zone.GetAmbiguousTimeOffsets(local).Min()).ToUniversalTime();
            return (At(local), last.AddMinutes(1));
        }

        if (!Zone.IsInvalidTime(local))
            return (At(local), At(local).AddMinutes(1));
        while (Zone.IsInvalidTime(local))
            local = local.AddMinutes(1);
        return (At(local), At(local));
    }

    /// <summary>14:05, with the offset in the hour that comes twice when the clock is set back.</summary>
    public static string Clock(DateTimeOffset at)
    {
        var local = Local(at);
        var clock = local.ToString("HH:mm", CultureInfo.InvariantCulture);
        return Zone.IsAmbiguousTime(local.DateTime)
            ? $"{clock} ({local.ToString("zzz", CultureInfo.InvariantCulture)})"
            : clock;
    }

    /// <summary>2026-11-22</summary>
    public static string Date(DateTimeOffset at) => Local(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>22 november 2026</summary>
    public static string LongDate(DateTimeOffset at) => Local(at).ToString("d MMMM yyyy", Culture);

    /// <summary>14:05 on the day itself, else 2026-11-22 14:05.</summary>
    public static string Moment(DateTimeOffset at, DateTimeOffset now) =>
        Local(at).Date == Local(now).Date ? Clock(at) : DateAndClock(at);

    /// <summary>2026-11-22 14:05, wherever it is read; a field for a time takes it back as it stands.</summary>
    public static string DateAndClock(DateTimeOffset at) => $"{Date(at)} {Clock(at)}";

    /// <summary>1 234,5: at most so many decimals, and only those that say something.</summary>
    public static string Number(double number, int decimals = 0) =>
        Math.Round(number, decimals, MidpointRounding.AwayFromZero)
            .ToString($"#,0.{new string('#', decimals)}", Culture);

    /// <summary>640 kB, 1,2 MB</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1024 => $"{Number(bytes)} B",
        < 1024 * 1024 => $"{Number(bytes / 1024.0)} kB",
        _ => $"{Number(bytes / 1024.0 / 1024.0, 1)} MB",
    };

    /// <summary>Störning: the first letter of a word that begins a sentence or a label.</summary>
    public static string Capital(string word) => word.Length == 0 ? "" : char.ToUpper(word[0], Culture) + word[1..];

    /// <summary>12 min, 3 h 05 min, 2 d 4 h</summary>
    public static string Elapsed(TimeSpan time) => time switch
    {
        { TotalMinutes: < 1 } => "mindre än 1 min",
        { TotalHours: < 1 } => string.Create(Culture, $"{time.Minutes} min"),
        { TotalDays: < 1 } => string.Create(Culture, $"{(int)time.TotalHours} h {time.Minutes:00} min"),
        _ => string.Create(Culture, $"{(int)time.TotalDays} d {time.Hours} h"),
    };
}
