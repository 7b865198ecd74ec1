using System.Globalization;
using Kris.Domain.Accounts;

namespace Kris.Domain.Journal;

/// <summary>A row of a log sheet as the hand wrote it.</summary>
public sealed record SheetRow(int Number, LineKind Kind, string? Text, DateTimeOffset OccurredAt)
{
    public string? From { get; init; }

    public string? To { get; init; }

    /// <summary>Whoever signed the row on the paper; the author is whoever enters it.</summary>
    public string? Signature { get; init; }

    /// <summary>For a hanvisning: where the matter is kept, and whom to turn to.</summary>
    public string? KeptAt { get; init; }

    public string? TurnTo { get; init; }

    /// <summary>Where the row is secret, it is so from when it joins the log.</summary>
    public MarkingDraft? Marking { get; init; }

    /// <summary>The key of a row follows from sheet and row: the same row never becomes two lines.</summary>
    public static Guid KeyOf(int sheet, int row) =>
        DerivedKey.Of($"{LogSheet.Register}/{Digits(sheet)}/{Digits(row)}");

    /// <exception cref="RefusedException">As a line is refused, with the number of the row.</exception>
    public NewLine ToLine(int sheet, Guid into, Actor by, DateTimeOffset now)
    {
        try
        {
            Refuse.If(Kind is LineKind.Rattelse, "En rättelse skrivs i loggen, vid raden som den rättar.");
            var draft = new LineDraft
            {
                Kind = Kind,
                Text = Text,
                OccurredAt = OccurredAt,
                From = From,
                To = To,
                KeptAt = KeptAt,
                TurnTo = TurnTo,
                Marking = Marking,
            };
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
