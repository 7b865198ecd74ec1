using System.Buffers;
using System.Globalization;
using CsvHelper;
using Kris.Data.Journal;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Domain.Journal.Attachments;
using Kris.Web.Components;

namespace Kris.Web.Exports;

/// <summary>
/// A log as the spreadsheet that a Swedish Excel opens by itself: UTF-8 with a mark, semicolons, lines that end as in
/// Windows. A cell that would be run as a formula is made text.
/// </summary>
public static class CsvFile
{
    public const string ContentType = "text/csv; charset=utf-8";

    private static readonly CsvWriterOptions Excel = new()
    {
        Separator = ';',
        NewLine = "\r\n",
        WriteByteOrderMark = true,
        Injection = CsvInjection.Escape,
        InjectionCharacters = "=@+-\t\r\n",
    };

    // Some spreadsheets take the wide forms of Japanese keyboards for the same.
    private static readonly SearchValues<char> Wide = SearchValues.Create("＝＠＋－");

    /// <param name="units">The names of all units that have been.</param>
    public static async Task WriteAsync(
        Stream file,
        IAsyncEnumerable<JournalLine> lines,
        ReadingRight right,
        Closings closings,
        IReadOnlyDictionary<Guid, string> units,
        CancellationToken stop = default)
    {
        var told = Told(units);
        await using var csv = CsvWriter.Create(file, Excel, leaveOpen: true);
        csv.WriteHeader([
            "Nr", "Skrevs", .. told.Select(column => column.Name), "Struken av rad", "Anmärkning", "Hash",
        ]);
        await foreach (var line in lines.WithCancellation(stop))
        {
            WriteLine(csv, told, line, right.Reads(line.State.Marking), closings);
            await csv.EndRecordAsync(stop);
        }

        await csv.FlushAsync(stop);
    }

    private static (string Name, Func<JournalLine, string?> Of)[] Told(IReadOnlyDictionary<Guid, string> units) =>
    [
        ("Inträffade", line => Moment(line.OccurredAt)),
        ("Typ", line => line.Kind.Swedish()),
        ("Text", line => line.Text),
        ("Från", line => line.Field(LineFields.From)),
        ("Till", line => line.Field(LineFields.To)),
        ("Kanal", line => Word(LineCodes.Channels, line.Field(LineFields.Channel))),
        ("Tillförlitlighet", line => Word(LineCodes.Reliabilities, line.Field(LineFields.Reliability))),
        ("Av", line => line.Field(LineFields.AuthorName)),
        ("Uppgift", line => Duties.Parse(line.Field(LineFields.Duty))?.Swedish()),
        ("Enhet", line => Unit(units, line)),
        ("Å vägnar av", line => line.Field(LineFields.OnBehalfOf)),
        ("Beslutat av", line => line.Field(LineFields.DecidedBy)),
        ("Underlag", line => line.Field(LineFields.Basis)),
        ("Skäl", line => line.Field(LineFields.Reasons)),
        ("Alternativ", line => line.Field(LineFields.Alternatives)),
        ("Utförare", line => line.Field(LineFields.Assignee)),
        ("Klart senast", line => IsoTime.TryParse(line.Field(LineFields.Due), out var due) ? Moment(due) : null),
        ("Horisont", line => Word(LineCodes.Horizons, line.Field(LineFields.Horizon))),
        ("Kontakt", line => line.Field(LineFields.Contact)),
        ("Telefon", line => line.Field(LineFields.Phone)),
        ("Finns hos", line => line.Field(LineFields.KeptAt)),
        ("Vänd dig till", line => line.Field(LineFields.TurnTo)),
        ("Lämnad till", line => line.Field(LineFields.Recipients)),
        ("Bilagor", Files),
        ("Taggar", line => line.Field(LineFields.Tags)),
        ("Signatur", line => line.Field(LineFields.Signature)),
        ("Rättar rad", line => Number(line.Corrects)),
        ("Lagrum", line => line.State.Marked?.Lagrum is { } code ? LegalBasis.Abbreviated(code) : null),
    ];

    private static void WriteLine(
        CsvWriter csv,
        (string Name, Func<JournalLine, string?> Of)[] told,
        JournalLine line,
        bool isReadable,
        Closings closings)
    {
        csv.WriteField(Number(line.Number));
        csv.WriteField(Moment(line.RecordedAt));
        foreach (var (name, of) in told)
            csv.WriteField(Plain(isReadable && !line.IsErased ? of(line) : Instead(name, isReadable)));
        csv.WriteField(isReadable ? Number(line.State.StruckBy) : null);
        csv.WriteField(isReadable ? string.Join(", ", PrintedLine.Marks(line, closings)) : null);
        csv.WriteField(Convert.ToHexStringLower(line.Hash));
    }

    private static string? Files(JournalLine line) =>
        string.Join(", ", Attachment.Of(line).Select(file => file.Name)) is { Length: > 0 } names ? names : null;

    private static string? Unit(IReadOnlyDictionary<Guid, string> units, JournalLine line) =>
        Guid.TryParse(line.Field(LineFields.Unit), out var id) ? units.GetValueOrDefault(id) : null;

    private static string? Plain(string? text) =>
        text is { Length: > 0 } && Wide.Contains(text[0]) ? $"'{text}" : text;

    private static string? Instead(string name, bool isReadable) =>
        name != "Text" ? null : isReadable ? PrintedLine.Erased : PrintedLine.Hidden;

    // With seconds: what is sorted and counted on has use for them.
    private static string Moment(DateTimeOffset at) =>
        Swedish.Local(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Word(IReadOnlyDictionary<string, string> words, string? code) =>
        code is null ? null : words.GetValueOrDefault(code, code);
}
