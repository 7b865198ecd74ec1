using Kris.Domain.Journal.Attachments;

namespace Kris.Domain.Journal;

/// <summary>
/// A reference says what it is about, where that is kept and whom to turn to, and has no room for the matter itself:
/// neither as it is written nor as it is corrected.
/// </summary>
public static class LineReference
{
    /// <summary>Whether it is one, or the wording of one that holds.</summary>
    public static bool Is(JournalLine line) =>
        line.Kind is LineKind.Hanvisning || line.Field(LineFields.KeptAt) is not null;

    /// <summary>A correction is a line of its own kind: what it may say is told by the line that it corrects.</summary>
    /// <exception cref="RefusedException">Of a reference it is none itself, or of another line it is one.</exception>
    internal static void UnlessAsCorrected(JournalLine old, IReadOnlyDictionary<string, string> fields)
    {
        UnlessWhole(Is(old), fields);
        if (!Is(old))
            return;
        foreach (var name in fields.Keys.Where(name => name is not LineFields.CorrectionReason))
            ShortForm.UnlessAtHome(name, LineKind.Hanvisning);
    }

    /// <exception cref="RefusedException">
    /// A reference that lacks what it is for, or holds more; or its fields in a line that is none.
    /// </exception>
    internal static void UnlessWhole(bool isReference, IReadOnlyDictionary<string, string> fields)
    {
        if (!isReference)
        {
            Refuse.If(
                fields.ContainsKey(LineFields.KeptAt) || fields.ContainsKey(LineFields.TurnTo),
                "Bara en hänvisning säger var något förvaras och vem man vänder sig till.");
            return;
        }

        Refuse.If(
            !fields.ContainsKey(LineFields.KeptAt), "Skriv var ärendet finns, till exempel diarienummer eller skåp.");
        Refuse.If(!fields.ContainsKey(LineFields.TurnTo), "Skriv vem man vänder sig till.");
        Refuse.If(
            fields[LineFields.Text].Length > LineDraft.ReferenceMaxLength,
            $"En hänvisning är kort: högst {LineDraft.ReferenceMaxLength} tecken, och inget av innehållet.");
        Refuse.If(
            fields.ContainsKey(Attachment.FieldName(1)),
            "En hänvisning har inga bilagor: handlingen stannar där den förvaras. Ta bort bilagan.");
    }
}
