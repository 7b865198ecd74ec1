using Kris.Data.Journal;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Domain.Journal.Attachments;
using Kris.Web.Components;
using Kris.Web.Incidents;

namespace Kris.Web.Exports;

/// <summary>What paper and spreadsheet say of a line, in words, as neither has colours that can be trusted.</summary>
public static class PrintedLine
{
    public const string Hidden = "Sekretessmarkerad rad";
    public const string Erased = "Innehållet är raderat genom beslut. Numret och kedjan står kvar.";

    public static IEnumerable<string> Marks(JournalLine line, Closings closings)
    {
        if (Secrecy(line) is { } secrecy)
            yield return secrecy;
        if (line.State.StruckBy is { } by)
            yield return $"struken av rad {by}";
        if (line.Corrects is { } corrected)
        {
            yield return line.Field(LineFields.CorrectionReason) is { } why
                ? $"rättar rad {corrected}: {why}"
                : $"rättar rad {corrected}";
        }

        if (line.IsLate)
            yield return "i efterhand";
        if (line.IsPending)
            yield return "väntar på stabschefens godkännande";
        if (LogSheet.OfLine(line) is { } sheet)
            yield return sheet;
        if (line.Field(LineFields.LifeDanger) is "true")
            yield return "fara för liv";
        if (line.State.PinnedBy is not null)
            yield return "nyckelhändelse";
        if (line.State.ReleasedBy is { } released)
            yield return $"lämnad till andra, se rad {released}";
        if (line.State.DoneBy is { } done)
            yield return $"avslutad, se rad {done}";
        if (line.State.FlaggedBy is not null)
            yield return "flaggad till nämnden";
        if (closings.IsAfterClose(line))
            yield return "efter avslut";
    }

    /// <summary>From whom, to whom and by which way, how sure it is, and what its kind asks for.</summary>
    public static IEnumerable<string> Ways(JournalLine line)
    {
        if (line.Field(LineFields.From) is { } from)
            yield return $"från {from}";
        if (line.Field(LineFields.To) is { } to)
            yield return $"till {to}";
        if (line.Field(LineFields.Channel) is { } channel)
            yield return LineCodes.Channels.GetValueOrDefault(channel, channel);
        if (line.Field(LineFields.Reliability) is { } reliability)
            yield return LineCodes.Reliabilities.GetValueOrDefault(reliability, reliability);
        if (line.Field(LineFields.KeptAt) is { } place)
            yield return $"finns hos {place}";
        if (line.Field(LineFields.TurnTo) is { } contact)
            yield return $"vänd dig till {contact}";
        foreach (var part in LineForm.Parts(line, Swedish.DateAndClock))
            yield return part;
        if (line.Field(LineFields.Signature) is { } signature)
            yield return $"signatur {signature}";
        if (line.Field("movedFromName") is { } origin)
        {
            yield return $"flyttad hit från {origin}, rad {line.Field("movedFromNumber")}, "
                + $"av {line.Field("movedByName")}";
        }

        foreach (var file in Attachment.Of(line))
            yield return $"bilaga {file.Name} (SHA-256 {file.Sha256[..16]} …)";
    }

    /// <summary>That a line is marked, on what ground and for whom: paper is read by others than the circle.</summary>
    private static string? Secrecy(JournalLine line)
    {
        if (line.State.ErasureBy is not null)
            return "sekretess: föreslagen för radering";
        if (line.State.Marked is not { } marked)
            return null;
        var basis = marked.Lagrum is { Length: > 0 } code ? $" {LegalBasis.Abbreviated(code)}" : "";
        return marked.Circle is { } circle
            ? $"sekretessmarkerad{basis} för {ReadingRight.CircleNames.GetValueOrDefault(circle, circle)}"
            : $"sekretessmarkerad{basis}";
    }

    public static string Who(JournalLine line)
    {
        var duty = Duties.Parse(line.Field(LineFields.Duty))?.Swedish();
        var author = line.Field(LineFields.AuthorName) ?? "";
        return duty is null ? author : $"{author}, {duty}";
    }
}
