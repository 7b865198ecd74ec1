using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Domain.Journal.Attachments;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;

namespace Kris.Tests.Journal;

/// <summary>A reference is one in the wording that holds too.</summary>
public sealed class LineReferenceTests
{
    private static readonly Guid Here = Guid.NewGuid();
    private static readonly Guid There = Guid.NewGuid();

    private static readonly LineDraft Reference = new()
    {
        Kind = LineKind.Hanvisning,
        Text = "Hotbild.",
        KeptAt = "Skåp 2",
        TurnTo = "Säkerhetschefen",
    };

    private static readonly LineDraft Correction =
        Corrections.Of(2, "Hotbild mot verket.") with { KeptAt = "Skåp 3", TurnTo = "Säkerhetschefen" };

    [Fact]
    public void A_correction_of_a_reference_says_where_and_to_whom_and_nothing_more()
    {
        var file = new Attachment(Guid.NewGuid(), new string('0', 64), 1, AttachmentType.Pdf, "karta.pdf");
        var decided = Corrections.Misspelt with { DecidedBy = "Nämnden" };

        foreach (var old in new[] { Line(2, Reference), Line(3, Correction) })
        {
            var fields = Correct(old, Correction).Fields;
            Assert.Equal(("Skåp 3", "Säkerhetschefen"), (fields[LineFields.KeptAt], fields[LineFields.TurnTo]));
            Refused.ForRule("var ärendet finns", () => Correct(old, Correction with { KeptAt = null }));
            Refused.ForRule("vem man vänder sig till", () => Correct(old, Correction with { TurnTo = " " }));
            Refused.ForRule("är kort", () => Correct(old, Correction with { Text = new string('a', 201) }));
            Refused.ForRule("inga bilagor", () => Correct(old, Correction with { Attachments = [file] }));
            Refused.ForRule("Från kan inte anges", () => Correct(old, Correction with { From = "Polisen" }));
            Refused.ForRule("bara anges för beslut", () => Correct(old, Correction with { Form = decided }));
        }
    }

    [Fact]
    public void What_is_no_reference_becomes_none_by_being_corrected()
    {
        var note = Line(2, new() { Kind = LineKind.Anteckning, Text = "Läckan är lagad." });

        Refused.ForRule("Bara en hänvisning", () => Correct(note, Correction));
        Refused.ForRule("Bara en hänvisning", () => Correct(note, Correction with { KeptAt = null }));
        Correct(note, Correction with { KeptAt = null, TurnTo = null });
    }

    [Fact]
    public void A_correction_of_a_reference_is_moved_as_one_also_when_what_it_corrects_is_erased()
    {
        var (first, line) = (Line(2, Reference), Line(3, Correction));

        foreach (var origin in new[] { first, first with { Fields = null } })
        {
            var copy = LineCorrections
                .Move(line, "hit", There, "dit", "Fel.", Actors.Stabschef, LineOrigin.Of(origin)).Copy.Fields;
            Assert.Equal(
                ("hanvisning", "Skåp 3", "Säkerhetschefen"),
                (copy[LineFields.Kind], copy[LineFields.KeptAt], copy[LineFields.TurnTo]));
        }
    }

    private static NewLine Correct(JournalLine old, LineDraft correction) =>
        LineCorrections.Correcting(old, ToLine(correction), Actors.Stabschef);

    private static JournalLine Line(long number, LineDraft draft) => new(
        Here, number, Guid.NewGuid(), Given.Now, [], ToLine(draft).Fields, LineState.Untouched);

    private static NewLine ToLine(LineDraft draft) =>
        draft.ToLine(Here, Guid.NewGuid(), Actors.Stabschef, Given.Now);
}
