using System.Globalization;
using Kris.Domain.Accounts;

namespace Kris.Domain.Journal;

/// <summary>
/// A numbered sheet of paper to keep the log on when nothing else works (loggblad), and what has become of it.
/// </summary>
/// <param name="Incident">The incident that it was printed for; none for the reserve in the cupboard.</param>
public sealed record LogSheet(int Number, Guid? Incident, DateTimeOffset PrintedAt, string PrintedBy)
{
    /// <summary>As many as fit a sheet with room for a hand.</summary>
    public const int Rows = 12;

    public const int MaxAtOnce = 50;
    public const int SignatureMaxLength = 50;
    public const int ReasonMaxLength = 500;

    public const string Printed = "sheets-printed";
    public const string Entered = "sheet-entered";
    public const string Voided = "sheet-voided";

    /// <summary>The stream that tells what has become of the municipality's sheets.</summary>
    public static readonly Guid Register = new("6b726973-6c6f-8767-a26c-616400000001");

    /// <summary>When it was found to be missing from the register, where it was: then nobody knows when it was printed.
    /// </summary>
    public DateTimeOffset? RegisteredAt { get; init; }

    /// <summary>The incident that its rows were written into.</summary>
    public Guid? EnteredInto { get; init; }

    public DateTimeOffset? EnteredAt { get; init; }

    public string? EnteredBy { get; init; }

    public DateTimeOffset? VoidedAt { get; init; }

    public string? VoidedBy { get; init; }

    public string? VoidReason { get; init; }

    /// <summary>Whether it is empty still: another paper with the number of a written one would be a second original.
    /// </summary>
    public bool IsPrintable => VoidedAt is null && EnteredAt is null;

    /// <summary>What a line says of the sheet that it was first written on.</summary>
    public static string? OfLine(JournalLine line) => line.Field(LineFields.Sheet) is { } sheet
        ? $"loggblad {sheet}, rad {line.Field(LineFields.SheetRow)}"
        : null;

    /// <summary>The line about sheets that are given their numbers.</summary>
    /// <exception cref="RefusedException">Not by this duty, or none, or more than are printed at once.</exception>
    public static NewLine Print(int first, int count, Guid? incident, Actor by)
    {
        UnlessWriter(by);
        Refuse.If(count is < 1 or > MaxAtOnce, $"Skriv ut mellan 1 och {MaxAtOnce} loggblad åt gången.");
        var sheets = count == 1 ? $"Loggblad {first}" : $"Loggblad {first}–{first + count - 1}";
        return Told(Printed, $"{sheets} skrevs ut.", by, Run(first, first + count - 1, incident));
    }

    /// <summary>The rows of the sheet as lines of the log, and the line that tells of it.</summary>
    /// <exception cref="RefusedException">Void, of another incident, no rows, or a row that cannot be kept.</exception>
    public (IReadOnlyList<NewLine> Rows, NewLine Told) Enter(
        Guid into, IReadOnlyList<SheetRow> rows, Actor by, DateTimeOffset now)
    {
        UnlessWriter(by);
        Refuse.If(VoidedAt is not null, $"Loggblad {Number} är makulerat: {VoidReason}");
        Refuse.If(
            (EnteredInto ?? Incident ?? into) != into, $"Loggblad {Number} hör till en annan händelse. Välj den.");
        Refuse.If(rows.Count == 0, "Skriv in minst en rad.");
        Refuse.If(rows.Any(row => row.Number is < 1 or > Rows), $"Ett loggblad har raderna 1–{Rows}.");
        Refuse.If(rows.DistinctBy(row => row.Number).Count() < rows.Count, "Samma rad står två gånger.");
        var early = rows.FirstOrDefault(row => IsBeforePrint(row.OccurredAt));
        var printed = SwedishTime.Date(PrintedAt).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Refuse.If(
            early is not null, $"Rad {early?.Number}: Bladet skrevs ut {printed}. Kontrollera datumet.");

        var lines = rows.Select(row => row.ToLine(Number, into, by, now)).ToList();
        var told = Told(Entered, $"Loggblad {Number} skrevs in: {lines.Count} rader.", by, new(StringComparer.Ordinal)
        {
            [LineFields.Sheet] = Text(Number),
            ["incident"] = into.ToString(),
            ["rows"] = string.Join(' ', rows.Select(row => Text(row.Number))),
        });
        return (lines, told);
    }

    /// <summary>The line about a sheet that is never to be entered: spoilt, lost or not needed.</summary>
    /// <exception cref="RefusedException">Not by this duty, entered or void already, or without a reason.</exception>
    public NewLine Void(string? reason, Actor by)
    {
        UnlessWriter(by);
        Refuse.If(EnteredAt is not null, $"Loggblad {Number} är inskrivet och kan inte makuleras.");
        Refuse.If(VoidedAt is not null, $"Loggblad {Number} är redan makulerat.");
        var why = Refuse.UnlessText(reason, ReasonMaxLength, "Skriv varför loggbladet makuleras.");
        return Told(Voided, $"Loggblad {Number} makulerades: {why}", by, new(StringComparer.Ordinal)
        {
            [LineFields.Sheet] = Text(Number),
            ["reason"] = why,
        });
    }

    public static bool MayWrite(Actor by) => by.MayFully(Act.WriteLine);

    // What a row tells may have happened the evening before, and no sheet is older than its number.
    private bool IsBeforePrint(DateTimeOffset at) =>
        RegisteredAt is null && SwedishTime.Date(at).AddDays(1) < SwedishTime.Date(PrintedAt);

    internal static void UnlessWriter(Actor by) =>
        Refuse.UnlessDuty(MayWrite(by), $"Du kan inte föra loggblad som {by.Duty.Swedish()}.");

    internal static Dictionary<string, string> Run(int first, int last, Guid? incident)
    {
        var about = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["first"] = Text(first),
            ["last"] = Text(last),
        };
        if (incident is { } id)
            about["incident"] = id.ToString();
        return about;
    }

    internal static NewLine Told(string act, string text, Actor by, Dictionary<string, string> facts)
    {
        var fields = LineFields.Of(LineKind.System, text, by, occurredAt: null);
        fields[LineFields.Act] = act;
        foreach (var (name, value) in facts)
            fields[name] = value;
        return NewLine.Of(Register, Guid.CreateVersion7(), fields);
    }

    internal static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
