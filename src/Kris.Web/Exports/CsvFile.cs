using CsvHelper;
using Kris.Data.Journal;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;

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

    public static async Task WriteAsync(
        Stream file,
        IAsyncEnumerable<JournalLine> lines,
        ReadingRight right,
        CsvColumns columns,
        CancellationToken stop = default)
    {
        var told = columns.All();
        await using var csv = CsvWriter.Create(file, Excel, leaveOpen: true);
        csv.WriteHeader(["Nr", "Skrevs", .. told.Select(column => column.Name), "Skrevs (UTC)", "Hash"]);
        await foreach (var line in lines.WithCancellation(stop))
        {
            WriteLine(csv, told, right.Shown(line));
            await csv.EndRecordAsync(stop);
        }

        await csv.FlushAsync(stop);
    }

    private static void WriteLine(CsvWriter csv, IReadOnlyList<CsvColumns.Column> told, JournalLine line)
    {
        csv.WriteField(CsvColumns.Number(line.Number));
        csv.WriteField(CsvColumns.Moment(line.RecordedAt));
        foreach (var column in told)
        {
            var text = line.Fields is null ? Instead(column, line) : column.Of(line);
            csv.WriteField(column.IsTyped ? SpreadsheetText.Kept(text) : text);
        }

        csv.WriteField(CsvColumns.Utc(line.RecordedAt));
        csv.WriteField(Convert.ToHexStringLower(line.Hash));
    }

    // Of what is erased, what later lines say still stands; of what is hidden, nothing.
    private static string? Instead(CsvColumns.Column column, JournalLine line) => column.Name switch
    {
        "Text" => line.IsHidden ? PrintedLine.Hidden : PrintedLine.Erased,
        "Struken av rad" or "Anmärkning" when line.IsErased => column.Of(line),
        _ => null,
    };
}
