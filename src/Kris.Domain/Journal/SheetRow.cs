using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kris.Domain.Accounts;

namespace Kris.Domain.Journal;

/// <summary>A row of a log sheet as the hand wrote it.</summary>
public sealed record SheetRow(int Number, LineKind Kind, string? Text, DateTimeOffset OccurredAt)
{
    // Going back further than this, a watch has passed midnight; less, the rows were written out of order.
    private static readonly TimeSpan Midnight = TimeSpan.FromHours(12);

    public string? From { get; init; }

    public string? To { get; init; }

    /// <summary>Whoever signed the row on the paper; the author is whoever enters it.</summary>
    public string? Signature { get; init; }

    /// <summary>The key of a row follows from sheet and row: the same row never becomes two lines.</summary>
    public static Guid KeyOf(int sheet, int row)
    {
        var named = $"{LogSheet.Register}/{Digits(sheet)}/{Digits(row)}";
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(named)).AsSpan(0, 16);
        // A UUID of version 8: made in a way of one's own (RFC 9562).
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The days of clock times that follow each other down a sheet which began on a date.</summary>
    public static IReadOnlyList<DateOnly> Days(DateOnly began, IReadOnlyList<TimeOnly> clocks)
    {
        var (day, days) = (began, new List<DateOnly>(clocks.Count));
        for (var i = 0; i < clocks.Count; i++)
        {
            if (i > 0 && clocks[i - 1].ToTimeSpan() - clocks[i].ToTimeSpan() > Midnight)
                day = day.AddDays(1);
            else if (i > 0 && clocks[i].ToTimeSpan() - clocks[i - 1].ToTimeSpan() > Midnight && day > began)
                day = day.AddDays(-1);
            days.Add(day);
        }

        return days;
    }

    /// <exception cref="RefusedException">As a line is refused, with the number of the row.</exception>
    public NewLine ToLine(int sheet, Guid into, Actor by, DateTimeOffset now)
    {
        try
        {
            Refuse.If(Kind is LineKind.Rattelse, "En rättelse skrivs i loggen, vid raden som den rättar.");
            var draft = new LineDraft { Kind = Kind, Text = Text, OccurredAt = OccurredAt, From = From, To = To };
            var line = draft.ToLine(into, KeyOf(sheet, Number), by, now);
            var fields = new Dictionary<string, string>(line.Fields, StringComparer.Ordinal)
            {
                [LineFields.Sheet] = Digits(sheet),
                [LineFields.SheetRow] = Digits(Number),
            };
            if (Refuse.UnlessStorable(Signature, LogSheet.SignatureMaxLength) is { } signature)
                fields[LineFields.Signature] = signature;
            return NewLine.Of(into, line.Key, fields);
        }
        catch (RefusedException no) when (no.Kind is Refusal.Rule)
        {
            throw new RefusedException($"Rad {Number}: {no.Message}");
        }
    }

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
}
