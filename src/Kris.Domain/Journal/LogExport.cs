using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kris.Domain.Accounts;

namespace Kris.Domain.Journal;

public enum ExportFormat
{
    Json,
    Csv,
    Pdf,
}

/// <summary>Taking a log out of Kris. Whoever does so leaves a line about it, before the file is given.</summary>
public static class LogExport
{
    public const string Exported = "log-exported";

    // Room for some hundred runs of numbers, which is more than is read through.
    private const int NumbersMaxLength = 2_000;

    /// <exception cref="RefusedException">Not by this duty.</exception>
    public static void UnlessAllowed(Actor by) => Refuse.UnlessDuty(
        by.May(Act.ExportStream),
        $"Du kan inte exportera loggen som {by.Duty.Swedish()}. Det kan {DutyTable.WhoMay(Act.ExportStream)}.");

    /// <summary>The line that tells who took out what.</summary>
    /// <param name="lines">How many lines there are in the cut.</param>
    public static NewLine Record(Guid stream, Guid key, LogCut cut, long lines, ExportFormat format, Actor by)
    {
        UnlessAllowed(by);
        var text = $"Loggen exporterades som {format.Swedish()}: {cut.Swedish()}.";
        var fields = LineFields.Of(LineKind.System, text, by, occurredAt: null);
        fields[LineFields.Act] = Exported;
        fields["format"] = format.Code();
        fields["first"] = cut.From.ToString(CultureInfo.InvariantCulture);
        fields["last"] = cut.To.ToString(CultureInfo.InvariantCulture);
        fields["system"] = cut.WithSystem ? "true" : "false";
        fields["lines"] = lines.ToString(CultureInfo.InvariantCulture);
        // Which they were, and not by what they were found: the words of a filter are nobody's to keep.
        if (cut.Only is { } only)
        {
            var numbers = LogCut.Runs(only);
            if (numbers.Length <= NumbersMaxLength)
                fields["numbers"] = numbers;
            else
                fields["numbersSha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(numbers)));
        }

        return NewLine.Of(stream, key, fields);
    }

    public static string Code(this ExportFormat format) => format switch
    {
        ExportFormat.Csv => "csv",
        ExportFormat.Pdf => "pdf",
        _ => "json",
    };

    public static string Swedish(this ExportFormat format) => format switch
    {
        ExportFormat.Csv => "kalkylblad (CSV)",
        ExportFormat.Pdf => "PDF",
        _ => "kontrollerbar fil (JSON)",
    };
}
