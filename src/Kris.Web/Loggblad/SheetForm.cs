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
    private const string NoDate = "Skriv datumet som 2026-11-25.";
    private const string NoStart = "Skriv datumet för första raden som 2026-11-25.";
    private const string DateFormat = "yyyy-MM-dd";

    /// <summary>The date of the first row, as the sheet has it.</summary>
    public string? Date { get; set; }

    public string? Incident { get; set; }

    public IReadOnlyList<Row> Rows { get; } =
        [.. Enumerable.Range(1, LogSheet.Rows).Select(number => new Row { Number = number })];

    /// <summary>What a row can be marked by.</summary>
    public IReadOnlyList<LegalBasis> Bases { get; set; } = [];

    /// <summary>Whether the first row's day is known by the date of the sheet alone.</summary>
    public bool NeedsDate => Rows[0].EnteredAt is null;

    /// <summary>The rows that were filled in, or what is wrong in which.</summary>
    public (IReadOnlyList<SheetRow> Rows, IReadOnlyList<string> Wrong) Read(DateTimeOffset now)
    {
        foreach (var row in Rows)
            row.Wrong = null;
        var filled = Rows.Where(row => row.IsFilled && !row.IsEntered).ToList();
        var moments = Rows.Zip(Moments()).ToDictionary(pair => pair.First, pair => pair.Second);
        foreach (var row in filled)
            row.Wrong = Fault(row);
        if (filled.Exists(row => row.Wrong is null && moments[row] is null))
            return ([], [NoStart]);
        if (filled.Exists(row => row.Wrong is not null))
            return ([], Wrongs(filled));

        var read = new List<SheetRow>();
        foreach (var row in filled)
        {
            try
            {
                // As a field for a time reads it, which knows the hour that never was.
                var typed = $"{moments[row]:yyyy-MM-dd HH':'mm} ({moments[row]:zzz})";
                read.Add(row.At(SwedishMoment.Read(typed, now)!.Value, now, Bases));
            }
            catch (RefusedException no)
            {
                row.Wrong = no.Message;
            }
        }

        return (read, Wrongs(filled));
    }

    /// <summary>On which day a row comes to stand, where its time can be read.</summary>
    public string? DayOf(Row row) =>
        Moments()[row.Number - 1]?.ToString(DateFormat, CultureInfo.InvariantCulture);

    /// <summary>Which of the two it comes to be, in the hour that comes twice.</summary>
    public string? PassOf(Row row) =>
        Moments()[row.Number - 1] is { } at && Swedish.Zone.IsAmbiguousTime(at.DateTime)
            ? $"{(Swedish.Zone.IsDaylightSavingTime(at) ? "sommartid" : "vintertid")} ({at:zzz})"
            : null;

    // Every row counts, and those most that stand in the log.
    private IReadOnlyList<DateTimeOffset?> Moments() => SheetClock.Moments(DateOf(Date), Rows.Select(row =>
        new SheetClock(ClockOf(row.Time), DateOf(row.Date), OffsetOf(row.Time), row.EnteredAt)));

    private static string? Fault(Row row) => row switch
    {
        _ when ClockOf(row.Time) is null => Clock,
        { Date: { Length: > 0 } typed } when DateOf(typed) is null => NoDate,
        _ when string.IsNullOrWhiteSpace(row.Text) => NoText,
        _ => null,
    };

    private static DateOnly? DateOf(string? typed) =>
        DateOnly.TryParseExact(
            typed?.Trim(), DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && date.Year is > 1900 and < 2200
            ? date
            : null;

    private static List<string> Wrongs(IEnumerable<Row> rows) =>
        [.. rows.Where(row => row.Wrong is not null).Select(row => $"Rad {row.Number}: {row.Wrong}")];

    private static TimeSpan? OffsetOf(string? typed) =>
        TimeSpan.TryParseExact(
            Written().Match(typed?.Trim() ?? "").Groups["offset"].Value,
            @"\+hh\:mm",
            CultureInfo.InvariantCulture,
            out var offset)
            ? offset
            : null;

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
        @"^(kl\.? ?)?(?<hour>\d{1,2})[:.]?(?<minute>\d{2})( ?\(?(?<offset>\+\d{2}:\d{2})\)?)?$",
        RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        matchTimeoutMilliseconds: 200)]
    private static partial Regex Written();

    public sealed class Row
    {
        public required int Number { get; init; }

        public string? Time { get; set; }

        /// <summary>The day of the row, where it is another than the rows above would make it.</summary>
        public string? Date { get; set; }

        public LineKind Kind { get; set; }

        public string? From { get; set; }

        public string? To { get; set; }

        public string? Text { get; set; }

        public string? Signature { get; set; }

        public string? KeptAt { get; set; }

        public string? TurnTo { get; set; }

        public string? Lagrum { get; set; }

        public string? MarkingReason { get; set; }

        public string? Circle { get; set; } = ReadingRight.Stabsledningen;

        /// <summary>The line that the row is already, if it is.</summary>
        public long? Line { get; set; }

        /// <summary>When that happened, where it may be read.</summary>
        public DateTimeOffset? EnteredAt { get; set; }

        public string? Wrong { get; set; }

        public bool IsEntered => Line is not null;

        public bool IsMarked => !string.IsNullOrEmpty(Lagrum) || !string.IsNullOrWhiteSpace(MarkingReason);

        public bool IsFilled => IsMarked
            || new[] { Time, Date, From, To, Text, Signature, KeptAt, TurnTo }
                .Any(text => !string.IsNullOrWhiteSpace(text));

        /// <exception cref="RefusedException">The time is one that has not been.</exception>
        public SheetRow At(DateTimeOffset occurred, DateTimeOffset now, IReadOnlyList<LegalBasis> bases)
        {
            EventTime.UnlessImplausible(occurred, now);
            return new SheetRow(Number, Kind, Text, occurred)
            {
                From = From,
                To = To,
                Signature = Signature,
                KeptAt = KeptAt,
                TurnTo = TurnTo,
                Marking = IsMarked
                    ? new MarkingDraft
                    {
                        Basis = bases.FirstOrDefault(basis => basis.Code == Lagrum),
                        Reason = MarkingReason,
                        Circle = Circle,
                    }
                    : null,
            };
        }
    }
}
