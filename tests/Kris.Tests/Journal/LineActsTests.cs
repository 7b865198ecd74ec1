using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;

namespace Kris.Tests.Journal;

public sealed class LineActsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 15, 0, TimeSpan.Zero);
    private static readonly Guid Here = Guid.NewGuid();
    private static readonly Guid There = Guid.NewGuid();

    public static TheoryData<Duty, bool, bool> WhoCorrects() => new()
    {
        { Duty.Tib, true, false },
        { Duty.Stabschef, true, true },
        { Duty.Stabsmedlem, true, false },
        { Duty.Loggforare, true, true },
        { Duty.Kommundirektor, true, false },
        { Duty.Beredskapssamordnare, true, false },
        { Duty.Forvaltningschef, true, false },
        { Duty.Kommunikator, true, false },
        { Duty.KlnOrdforande, true, false },
        { Duty.KlnVice, true, false },
        { Duty.KlnLedamot, false, false },
        { Duty.Registrator, false, false },
        { Duty.Administrator, false, false },
        { Duty.Lasare, false, false },
    };

    [Theory]
    [MemberData(nameof(WhoCorrects))]
    public void A_line_is_corrected_by_its_author_and_by_those_who_keep_the_log(Duty duty, bool own, bool anothers)
    {
        var by = Actors.In(duty);

        Assert.Equal(own, IsCorrectable(Line(author: by), by));
        Assert.Equal(anothers, IsCorrectable(Line(author: Actors.Another(duty)), by));
    }

    [Fact]
    public void What_is_not_an_authors_line_that_stands_is_not_corrected()
    {
        var chief = Actors.Stabschef;
        var erased = Line() with { Fields = null };

        Refused.ForRule("systemrad", () => LineCorrections.UnlessCorrectable(Line(kind: LineKind.System), chief));
        Refused.ForRule("redan raderat", () => LineCorrections.UnlessCorrectable(erased, chief));
        Refused.ForRule(
            "redan struken av rad 9",
            () => LineCorrections.UnlessCorrectable(
                Line() with { State = new LineState(StruckBy: 9, FlaggedBy: null) }, chief));
    }

    [Fact]
    public void A_moved_line_is_struck_where_it_stood_and_copied_with_its_own_author_and_time()
    {
        var line = Line(author: Actors.Tib);

        var (strike, copy) = LineCorrections.Move(
            line, "händelse 1, Läcka", There, "händelse 2, Storm", "Fel.", Actors.Stabschef);

        Assert.Equal((Here, There), (strike.Stream, copy.Stream));
        Assert.Equal("Rad 4 flyttades till händelse 2, Storm: Fel.", strike.Fields["text"]);
        Assert.Equal(("line-struck", "4"), (strike.Fields["act"], strike.Fields["about"]));
        Assert.Equal(There.ToString(), strike.Fields["movedTo"]);
        Assert.Equal((line.Text, Actors.Tib.Id.ToString()), (copy.Fields["text"], copy.Fields["author"]));
        Assert.Equal(IsoTime.Format(line.RecordedAt), copy.Fields["occurredAt"]);
        Assert.Equal(("4", "händelse 1, Läcka"), (copy.Fields["movedFromNumber"], copy.Fields["movedFromName"]));
        Assert.Equal(Actors.Stabschef.Id.ToString(), copy.Fields["movedBy"]);
        Assert.NotEqual(strike.Key, copy.Key);
    }

    [Fact]
    public void A_moved_line_keeps_when_it_happened()
    {
        var when = IsoTime.Format(Now.AddHours(-1));
        var line = Line(more: ("occurredAt", when));

        var (_, copy) = LineCorrections.Move(line, "hit", There, "dit", "Fel händelse.", Actors.Stabschef);

        Assert.Equal(when, copy.Fields["occurredAt"]);
    }

    [Fact]
    public void A_moved_correction_corrects_nothing_in_the_log_it_comes_to()
    {
        var line = Line(kind: LineKind.Rattelse, more: ("corrects", "2"));

        var (_, copy) = LineCorrections.Move(line, "hit", There, "dit", "Fel händelse.", Actors.Stabschef);

        Assert.Equal("anteckning", copy.Fields["kind"]);
        Assert.DoesNotContain("corrects", copy.Fields.Keys);
    }

    [Fact]
    public void A_line_is_moved_somewhere_else_with_a_reason_and_by_who_may_correct_it()
    {
        var line = Line(author: Actors.Tib);
        var struck = line with { State = new LineState(StruckBy: 9, FlaggedBy: null) };
        void Move(JournalLine moved, Guid to, string? why, Actor by) =>
            LineCorrections.Move(moved, "hit", to, "dit", why, by);

        Refused.ForRule("redan i den", () => Move(line, Here, "Fel.", Actors.Stabschef));
        Refused.ForRule("varför", () => Move(line, There, " ", Actors.Stabschef));
        Refused.ForRule("redan struken", () => Move(struck, There, "Fel.", Actors.Stabschef));
        Refused.ForRule("systemrad", () => Move(Line(kind: LineKind.System), There, "Fel.", Actors.Stabschef));
        Refused.ForDuty("dina egna rader", () => Move(line, There, "Fel.", Actors.Another(Duty.Tib)));
        Move(line, There, "Fel.", Actors.Tib);
    }

    [Fact]
    public void A_line_is_flagged_to_the_board_and_the_flag_is_taken_back()
    {
        var flagged = Line() with { State = new LineState(StruckBy: null, FlaggedBy: 6) };

        var flag = LineActs.Flag(Line(), Actors.Tib).Fields;
        var unflag = LineActs.Unflag(flagged, Actors.Tib).Fields;

        Assert.Equal(("line-flagged", "4", "system"), (flag["act"], flag["about"], flag["kind"]));
        Assert.Equal(("line-unflagged", "4", "system"), (unflag["act"], unflag["about"], unflag["kind"]));
        Refused.ForRule("redan flaggad", () => LineActs.Flag(flagged, Actors.Tib));
        Refused.ForRule("inte flaggad", () => LineActs.Unflag(Line(), Actors.Tib));
        Refused.ForRule(
            "struken", () => LineActs.Flag(
                Line() with { State = new LineState(StruckBy: 9, FlaggedBy: null) }, Actors.Tib));
    }

    [Theory]
    [InlineData(Duty.Kommunikator)]
    [InlineData(Duty.KlnOrdforande)]
    [InlineData(Duty.KlnVice)]
    [InlineData(Duty.KlnLedamot)]
    [InlineData(Duty.Registrator)]
    [InlineData(Duty.Administrator)]
    [InlineData(Duty.Lasare)]
    public void Who_may_not_flag_takes_no_flag_back_either(Duty duty)
    {
        var flagged = Line() with { State = new LineState(StruckBy: null, FlaggedBy: 6) };

        Refused.ForDuty("kan inte flagga", () => LineActs.Flag(Line(), Actors.In(duty)));
        Refused.ForDuty("kan inte flagga", () => LineActs.Unflag(flagged, Actors.In(duty)));
    }

    [Fact]
    public void A_line_tells_when_it_happened_and_whether_it_was_written_late()
    {
        var late = Line(more: ("occurredAt", IsoTime.Format(Now.AddMinutes(-1))));
        var barely = Line(more: ("occurredAt", IsoTime.Format(Now.AddSeconds(-59))));

        Assert.Equal((Now, false), (Line().OccurredAt, Line().IsLate));
        Assert.Equal((Now.AddMinutes(-1), true), (late.OccurredAt, late.IsLate));
        Assert.False(barely.IsLate);
    }

    [Fact]
    public void An_erased_line_keeps_its_place_and_nothing_else()
    {
        var erased = Line() with { Fields = null };

        Assert.True(erased.IsErased);
        Assert.Equal(("", null, null, Now), (erased.Text, erased.Author, erased.Corrects, erased.OccurredAt));
    }

    private static bool IsCorrectable(JournalLine line, Actor by) =>
        Record.Exception(() => LineCorrections.UnlessCorrectable(line, by)) is null;

    private static JournalLine Line(
        LineKind kind = LineKind.Anteckning, Actor? author = null, (string Name, string Value)? more = null)
    {
        var fields = LineFields.Of(kind, "Nödvatten utkört.", author ?? Actors.Tib, occurredAt: null);
        if (more is { } field)
            fields[field.Name] = field.Value;
        return new JournalLine(Here, 4, Guid.NewGuid(), Now, [], fields, LineState.Untouched);
    }
}
