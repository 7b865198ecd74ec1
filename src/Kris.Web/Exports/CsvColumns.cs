using System.Globalization;
using Kris.Data.Journal;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Domain.Journal.Attachments;
using Kris.Web.Components;
using Kris.Web.Incidents;

namespace Kris.Web.Exports;

/// <summary>What a spreadsheet tells of a line that can be read, column by column.</summary>
/// <param name="Units">The names of all units that have been.</param>
/// <param name="Reasons">Why lines are marked, by the line that says so.</param>
public sealed record CsvColumns(
    Closings Closings, IReadOnlyDictionary<Guid, string> Units, IReadOnlyDictionary<long, string> Reasons)
{
    /// <summary>What stands in the column; typed where a person wrote it, and a spreadsheet must let it be.</summary>
    public sealed record Column(string Name, Func<JournalLine, string?> Of, bool IsTyped = true);

    public IReadOnlyList<Column> All() =>
    [
        new("Inträffade", line => Moment(line.OccurredAt), IsTyped: false),
        new("Typ", line => line.Kind.Swedish()),
        new("Text", line => line.Text),
        Field("Från", LineFields.From),
        Field("Till", LineFields.To),
        new("Kanal", line => Word(LineCodes.Channels, line.Field(LineFields.Channel))),
        new("Tillförlitlighet", line => Word(LineCodes.Reliabilities, line.Field(LineFields.Reliability))),
        Field("Av", LineFields.AuthorName),
        new("Uppgift", line => Duties.Parse(line.Field(LineFields.Duty))?.Swedish()),
        new("Enhet", Unit),
        Field("Å vägnar av", LineFields.OnBehalfOf),
        Field("Beslutat av", LineFields.DecidedBy),
        Field("Underlag", LineFields.Basis),
        Field("Skäl", LineFields.Reasons),
        Field("Alternativ", LineFields.Alternatives),
        Field("Utförare", LineFields.Assignee),
        new("Klart senast", line => Due(line) is { } due ? Moment(due) : null, IsTyped: false),
        new("Horisont", line => Word(LineCodes.Horizons, line.Field(LineFields.Horizon))),
        Field("Kontakt", LineFields.Contact),
        Field("Telefon", LineFields.Phone),
        Field("Finns hos", LineFields.KeptAt),
        Field("Vänd dig till", LineFields.TurnTo),
        Field("Lämnad till", LineFields.Recipients),
        new("Bilagor", Files),
        Field("Taggar", LineFields.Tags),
        Field("Signatur", LineFields.Signature),
        new("Rättar rad", line => Number(line.Corrects), IsTyped: false),
        new("Flyttad från", Origin),
        Field("Flyttad av", "movedByName"),
        new("Lagrum", line => line.State.Marked?.Lagrum is { } code ? LegalBasis.Abbreviated(code) : null),
        new("Krets", line => Word(ReadingRight.CircleNames, line.State.Marked?.Circle)),
        new("Skäl till markeringen", Reason),
        new("Struken av rad", line => Number(line.State.StruckBy), IsTyped: false),
        new("Anmärkning", Remarks),
        new("Inträffade (UTC)", line => Utc(line.OccurredAt), IsTyped: false),
        new("Klart senast (UTC)", line => Due(line) is { } due ? Utc(due) : null, IsTyped: false),
    ];

    // With seconds: what is sorted and counted on has use for them.
    public static string Moment(DateTimeOffset at) =>
        Swedish.Local(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    // In a column of its own, which a spreadsheet sorts as times: in the hour that comes twice the other does not tell
    // which it was, and with its offset it would be text.
    public static string Utc(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static Column Field(string name, string field) => new(name, line => line.Field(field));

    private static DateTimeOffset? Due(JournalLine line) =>
        IsoTime.TryParse(line.Field(LineFields.Due), out var due) ? due : null;

    private static string? Files(JournalLine line) =>
        string.Join(", ", Attachment.Of(line).Select(file => file.Name)) is { Length: > 0 } names ? names : null;

    private static string? Origin(JournalLine line) =>
        line.Field("movedFromName") is { } origin ? $"{origin}, rad {line.Field("movedFromNumber")}" : null;

    private static string? Word(IReadOnlyDictionary<string, string> words, string? code) =>
        code is null ? null : words.GetValueOrDefault(code, code);

    private string Remarks(JournalLine line)
    {
        var marks = PrintedLine.Marks(line, Closings);
        return string.Join(", ", LineForm.Clock(line) is { } clock ? marks.Append(clock) : marks);
    }

    private string? Unit(JournalLine line) =>
        Guid.TryParse(line.Field(LineFields.Unit), out var id) ? Units.GetValueOrDefault(id) : null;

    // Of the line's own marking and no other: a line that marks another says why of that one.
    private string? Reason(JournalLine line) => line.State.Marked switch
    {
        { By: var by } when by == line.Number => line.Field(LineFields.MarkingReason),
        { By: var by } => Reasons.GetValueOrDefault(by),
        null => null,
    };
}
