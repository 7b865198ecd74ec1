using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Domain.Journal.Attachments;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Journal;

namespace Kris.Tests.Secrecy;

public sealed class LineMarkingsTests
{
    private static readonly Guid Stream = Guid.NewGuid();
    private static readonly Guid Somebody = Guid.NewGuid();

    [Fact]
    public void A_line_is_marked_with_its_basis_reason_and_circle_and_its_author_may_read()
    {
        var fields = LineMarkings.Mark(Line(Actors.Tib), Draft, Actors.Stabschef).Fields;

        Assert.Equal(("line-marked", "2"), (fields["act"], fields["about"]));
        Assert.Equal(("osl-18-13", "stabsledningen"), (fields["lagrum"], fields["circle"]));
        Assert.Equal(("Visar reservvattnet.", Actors.Tib.Id.ToString()), (fields["markingReason"], fields["readers"]));
        Assert.Equal("Rad 2 sekretessmarkerades enligt OSL 18:13 för stabsledningen.", fields["text"]);
    }

    [Fact]
    public void The_line_that_tells_of_a_marking_or_of_its_end_is_open_itself()
    {
        var marking = LineMarkings.Mark(Line(Actors.Tib), Draft, Actors.Stabschef);
        var lifting = LineMarkings.Unmark(Marked(), "Uppgifterna är kända.", Actors.Stabschef);

        Assert.Null(LineStates.OwnMarking(Stored(marking, 3)));
        Assert.Null(LineStates.OwnMarking(Stored(lifting, 3)));
        Assert.DoesNotContain("lagrum", lifting.Fields.Keys);
        Assert.Equal("Sekretessmarkeringen av rad 2 hävdes: Uppgifterna är kända.", lifting.Fields["text"]);
    }

    [Theory]
    [InlineData(Duty.KlnOrdforande)]
    [InlineData(Duty.KlnLedamot)]
    [InlineData(Duty.Administrator)]
    [InlineData(Duty.Lasare)]
    public void Who_may_not_mark_does_not(Duty duty)
    {
        Refused.ForDuty("kan inte sekretessmarkera", () => LineMarkings.Mark(Line(Actors.Tib), Draft, Actors.In(duty)));
        Refused.ForDuty("kan inte häva", () => LineMarkings.Unmark(Marked(), "Känt.", Actors.In(duty)));
    }

    [Fact]
    public void A_marking_needs_a_basis_a_reason_and_a_circle()
    {
        Refused.ForRule("Lagrummet finns inte", () => Mark(Draft with { Basis = null }));
        Refused.ForRule("Skriv varför", () => Mark(Draft with { Reason = " " }));
        Refused.ForRule("Kretsen finns inte", () => Mark(Draft with { Circle = "alla" }));
        Refused.ForRule("Kretsen finns inte", () => Mark(Draft with { Circle = null }));
        Refused.ForRule("minst en person", () => Mark(Draft with { Circle = "namngivna" }));
        var crowd = Enumerable.Range(0, 51).Select(_ => Guid.NewGuid()).ToList();
        Refused.ForRule("Högst 50 personer", () => Mark(Draft with { Circle = "namngivna", Readers = crowd }));
    }

    [Fact]
    public void A_system_line_is_not_marked_and_neither_is_what_is_erased()
    {
        var system = Line(Actors.Tib, ("kind", "system"), ("act", "opened"));

        Refused.ForRule("systemrad", () => LineMarkings.Mark(system, Draft, Actors.Stabschef));
        Refused.ForRule(
            "redan raderat", () => LineMarkings.Mark(system with { Fields = null }, Draft, Actors.Stabschef));
    }

    [Fact]
    public void Another_circle_is_a_lifting_in_part_and_not_for_everybody()
    {
        var marked = Marked() with { State = MarkedFor("staben", Somebody) };

        Refused.ForDuty("redan sekretessmarkerad", () => LineMarkings.Mark(marked, Draft, Actors.Tib));
        Assert.Equal("line-marked", LineMarkings.Mark(marked, Draft, Actors.Stabschef).Fields["act"]);
        Refused.ForRule(
            "inte sekretessmarkerad", () => LineMarkings.Unmark(Line(Actors.Tib), "Känt.", Actors.Stabschef));
        Refused.ForRule("varför markeringen hävs", () => LineMarkings.Unmark(marked, "", Actors.Stabschef));
    }

    [Fact]
    public void Nobody_does_anything_about_a_line_that_the_person_may_not_read()
    {
        Refused.ForDuty("hör inte till dem", () => LineActs.Flag(Marked(), Actors.Tib));
        Refused.ForDuty("hör inte till dem", () => LineMarkings.Mark(Marked(), Draft, Actors.Tib));
        Refused.ForDuty("hör inte till dem", () => LineCorrections.UnlessCorrectable(Marked(), Actors.Tib));
        Assert.False(LineCorrections.IsCorrectable(ReadingRight.Of(Actors.Tib).Shown(Marked()), Actors.Tib));
    }

    [Fact]
    public void A_correction_of_a_marked_line_keeps_its_marking_and_is_the_same_request()
    {
        var draft = Corrections.Of(2, "Rätt.");
        var asked = draft.ToLine(Stream, Guid.NewGuid(), Actors.Stabschef, Given.Now);

        var written = LineCorrections.Correcting(Marked(), asked, Actors.Stabschef);

        Assert.Equal(("osl-15-2", "stabsledningen"), (written.Fields["lagrum"], written.Fields["circle"]));
        Assert.Contains(Actors.Stabschef.Id.ToString(), written.Fields["readers"], StringComparison.Ordinal);
        Assert.Contains(Somebody.ToString(), written.Fields["readers"], StringComparison.Ordinal);
        Assert.Equal((asked.Key, asked.Request), (written.Key, written.Request));
        Assert.NotNull(LineStates.OwnMarking(Stored(written, 3)));
        var open = LineCorrections.Correcting(Line(Actors.Stabschef), asked, Actors.Stabschef);
        Assert.Equal(asked.Request, open.Request);
        Assert.DoesNotContain(LineFields.Lagrum, open.Fields.Keys);
    }

    [Fact]
    public void A_correction_of_a_marked_line_has_no_marking_of_its_own()
    {
        var draft = Corrections.Of(2, "Rätt.") with { Marking = Draft };
        var asked = draft.ToLine(Stream, Guid.NewGuid(), Actors.Stabschef, Given.Now);

        Refused.ForRule("får samma markering", () => LineCorrections.Correcting(Marked(), asked, Actors.Stabschef));
    }

    [Fact]
    public void A_marked_line_that_is_moved_is_marked_where_it_comes_and_so_is_the_word_of_it()
    {
        var (strike, copy) = LineCorrections.Move(
            Marked(), "händelse 1, A", Guid.NewGuid(), "händelse 2, B", "Hemligt skäl.", Actors.Stabschef);

        Assert.Equal("osl-15-2", LineStates.OwnMarking(Stored(copy, 9))!.Lagrum);
        Assert.Equal("osl-15-2", LineStates.OwnMarking(Stored(strike, 9))!.Lagrum);
        Assert.True(LineStates.OwnMarking(Stored(copy, 9))!.Names(Somebody));
    }

    [Fact]
    public void A_line_whose_marking_was_lifted_is_moved_without_it()
    {
        var open = Line(Actors.Stabschef, ("lagrum", "osl-15-2"), ("circle", "staben"), ("readers", $"{Somebody}"));

        var (strike, copy) = LineCorrections.Move(open, "A", Guid.NewGuid(), "B", "Fel.", Actors.Stabschef);

        Assert.DoesNotContain("lagrum", copy.Fields.Keys);
        Assert.DoesNotContain("lagrum", strike.Fields.Keys);
    }

    [Theory]
    [InlineData(Duty.KlnOrdforande, true)]
    [InlineData(Duty.KlnVice, true)]
    [InlineData(Duty.Forvaltningschef, true)]
    [InlineData(Duty.KlnLedamot, false)]
    [InlineData(Duty.Administrator, false)]
    public void Whoever_writes_in_a_duty_reads_what_was_written_also_when_it_is_marked(Duty duty, bool reads)
    {
        var by = Actors.In(duty);

        Assert.Equal(reads, ReadingRight.Of(by).Reads(new LineMarking(2, "namngivna", by.Id.ToString())));
        Assert.False(ReadingRight.Of(by).Reads(new LineMarking(2, "stabsledningen", Somebody.ToString())));
    }

    [Fact]
    public void Written_as_secret_a_line_names_its_author()
    {
        var draft = new LineDraft { Kind = LineKind.Anteckning, Text = "Hemligt.", Marking = Draft };

        var fields = draft.ToLine(Stream, Guid.NewGuid(), Actors.Tib, Given.Now).Fields;

        Assert.Equal(("osl-18-13", Actors.Tib.Id.ToString()), (fields["lagrum"], fields["readers"]));
        Refused.ForDuty("kan inte sekretessmarkera", () => (draft with { Kind = LineKind.Beslut })
            .ToLine(Stream, Guid.NewGuid(), Actors.Ordforande, Given.Now));
    }

    [Fact]
    public void A_reference_says_where_and_to_whom_and_nothing_more()
    {
        var draft = new LineDraft
        {
            Kind = LineKind.Hanvisning,
            Text = "Hot.",
            KeptAt = "KS 2026/14",
            TurnTo = "Säkerhet",
        };

        var fields = ToLine(draft).Fields;

        Assert.Equal(("KS 2026/14", "Säkerhet"), (fields["keptAt"], fields["turnTo"]));
        Refused.ForRule("var ärendet finns", () => ToLine(draft with { KeptAt = null }));
        Refused.ForRule("vem man vänder sig till", () => ToLine(draft with { TurnTo = " " }));
        var file = new Attachment(Guid.NewGuid(), new string('0', 64), 1, AttachmentType.Pdf, "karta.pdf");
        Refused.ForRule("inga bilagor", () => ToLine(draft with { Attachments = [file] }));
        Refused.ForRule("En hänvisning är kort", () => ToLine(draft with { Text = new string('a', 201) }));
        Refused.ForRule("Bara en hänvisning", () => ToLine(draft with { Kind = LineKind.Anteckning }));
    }

    private static MarkingDraft Draft => new()
    {
        Basis = new LegalBasis("osl-18-13", "OSL 18:13", "kriser", new DateOnly(2009, 6, 30), null),
        Reason = "Visar reservvattnet.",
        Circle = "stabsledningen",
    };

    private static NewLine ToLine(LineDraft draft) => draft.ToLine(Stream, Guid.NewGuid(), Actors.Tib, Given.Now);

    private static void Mark(MarkingDraft draft) => LineMarkings.Mark(Line(Actors.Tib), draft, Actors.Stabschef);

    private static JournalLine Marked() =>
        Line(Actors.Stabschef) with { State = MarkedFor("stabsledningen", Somebody) };

    private static LineState MarkedFor(string circle, Guid reader) => LineState.Untouched with
    {
        Own = new LineMarking(2, circle, reader.ToString()) { Lagrum = "osl-15-2" },
    };

    private static JournalLine Line(Actor by, params (string Name, string Value)[] more)
    {
        var fields = LineFields.Of(LineKind.Anteckning, "Reservvattnet står i Åsen.", by, occurredAt: null);
        foreach (var (name, value) in more)
            fields[name] = value;
        return new JournalLine(Stream, 2, Guid.NewGuid(), Given.Now, [], fields, LineState.Untouched);
    }

    private static JournalLine Stored(NewLine line, long number) =>
        new(line.Stream, number, line.Key, Given.Now, [], line.Fields, LineState.Untouched);
}
