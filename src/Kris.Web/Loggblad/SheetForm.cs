using System.Globalization;
using System.Text.RegularExpressions;
using Kris.Domain;
using Kris.Domain.Journal;
using Kris.Web.Components;

namespace Kris.Web.Loggblad;

/// <summary>A written sheet as it is typed in.</summary>
public sealed partial class SheetForm
{
    private const string Clock = "Skriv tiden som 14:05.";
    private const string NoText = "Skriv vad som står i raden.";

    /// <summary>The date of the first row, as the sheet has it.</summary>
    public string? Date { get; set; }

    public string? Incident { get; set; }

    public IReadOnlyList<Row> Rows { get; } =
        [.. Enumerable.Range(1, LogSheet.Rows).Select(number => new Row { Number = number })];

    /// <summary>The rows that were filled in, or what is wrong in which.</summary>
    public (IReadOnlyList<SheetRow> Rows, IReadOnlyList<string> Wrong) Read(DateTimeOffset now)
    {
        foreach (var row in Rows)
            row.Wrong = null;
        var filled = Rows.Where(row => row.IsFilled && !row.IsEntered).ToList();
        var isDate = DateOnly.TryParseExact(
            Date?.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var began);
        if (!isDate)
            return ([], ["Skriv datumet för första raden som 2026-11-25."]);

        var clocks = filled.Select(row => ClockOf(row.Time)).ToList();
        foreach (var (row, clock) in filled.Zip(clocks))
            row.Wrong = clock is null ? Clock : string.IsNullOrWhiteSpace(row.Text) ? NoText : null;
        if (filled.Exists(row => row.Wrong is not null))
            return ([], Wrongs(filled));

        var days = SheetRow.Days(began, [.. clocks.Select(clock => clock!.Value)]);
        var read = new List<SheetRow>();
        foreach (var ((row, clock), day) in filled.Zip(clocks).Zip(days))
        {
            try
            {
                read.Add(row.At(SwedishMoment.Read($"{day:yyyy-MM-dd} {clock:HH\\:mm}", now)!.Value, now));
            }
            catch (RefusedException no)
            {
                row.Wrong = no.Message;
            }
        }

        return (read, Wrongs(filled));
    }

    /// <summary>On which day each filled row comes to stand, where its time can be read.</summary>
    public string? DayOf(Row row)
    {
        if (!DateOnly.TryParseExact(Date?.Trim(), "yyyy-MM-dd", null, DateTimeStyles.None, out var began))
            return null;
        var timed = Rows.Where(each => ClockOf(each.Time) is not null).ToList();
        var at = timed.IndexOf(row);
        if (at < 0)
            return null;
        var day = SheetRow.Days(began, [.. timed.Select(each => ClockOf(each.Time)!.Value)])[at];
        return day == began ? null : day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static List<string> Wrongs(IEnumerable<Row> rows) =>
        [.. rows.Where(row => row.Wrong is not null).Select(row => $"Rad {row.Number}: {row.Wrong}")];

    private static TimeOnly? ClockOf(string? typed)
    {
        var match = Written().Match(typed?.Trim() ?? "");
        if (!match.Success)
            return null;
        var text = $"{match.Groups["hour"].Value.PadLeft(2, '0')}:{match.Groups["minute"].Value}";
        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock)
            ? clock
            : null;
    }

    [GeneratedRegex(
        @"^(kl\.? ?)?(?<hour>\d{1,2})[:.]?(?<minute>\d{2})$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 200)]
    private static partial Regex Written();

    public sealed class Row
    {
        public required int Number { get; init; }

        public string? Time { get; set; }

        public LineKind Kind { get; set; }

        public string? From { get; set; }

        public string? To { get; set; }

        public string? Text { get; set; }

        public string? Signature { get; set; }

        /// <summary>The line that the row is already, if it is.</summary>
        public long? Line { get; set; }

        public string? Wrong { get; set; }

        public bool IsEntered => Line is not null;

        public bool IsFilled => new[] { Time, From, To, Text, Signature }.Any(text => !string.IsNullOrWhiteSpace(text));

        /// <exception cref="RefusedException">The time is one that has not been.</exception>
        public SheetRow At(DateTimeOffset occurred, DateTimeOffset now)
        {
            EventTime.UnlessImplausible(occurred, now);
            return new SheetRow(Number, Kind, Text, occurred) { From = From, To = To, Signature = Signature };
        }
    }
}
