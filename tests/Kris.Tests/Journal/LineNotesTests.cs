using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;

namespace Kris.Tests.Journal;

/// <summary>Key events, and to whom information has been given.</summary>
public sealed class LineNotesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 15, 0, TimeSpan.Zero);

    public static TheoryData<Duty, bool> WhoTells() => new()
    {
        { Duty.Tib, true },
        { Duty.Stabschef, true },
        { Duty.Stabsmedlem, true },
        { Duty.Loggforare, true },
        { Duty.Kommundirektor, true },
        { Duty.Beredskapssamordnare, true },
        { Duty.Forvaltningschef, true },
        { Duty.Kommunikator, true },
        { Duty.KlnOrdforande, false },
        { Duty.KlnVice, false },
        { Duty.KlnLedamot, false },
        { Duty.Registrator, false },
        { Duty.Administrator, false },
        { Duty.Lasare, false },
    };

    [Theory]
    [MemberData(nameof(WhoTells))]
    public void Who_writes_freely_in_the_log_tells_of_its_lines(Duty duty, bool may)
    {
        var by = Actors.In(duty);
        Action[] verbs =
        [
            () => LineActs.Pin(Line(), by),
            () => LineActs.Unpin(Line(State(pinned: 6)), by),
            () => LineActs.Release(Line(), "Länsstyrelsen", by),
        ];

        Assert.Equal(may, LineActs.MayTell(Line(), by));
        foreach (var verb in verbs)
        {
            if (may)
                verb();
            else
                Refused.ForDuty("kan inte märka rader", verb);
        }
    }

    [Fact]
    public void A_key_event_is_one_until_it_is_taken_back()
    {
        var pin = LineActs.Pin(Line(), Actors.Tib).Fields;
        var unpin = LineActs.Unpin(Line(State(pinned: 6)), Actors.Tib).Fields;

        Assert.Equal(("line-pinned", "4", "system"), (pin["act"], pin["about"], pin["kind"]));
        Assert.Equal(("line-unpinned", "4", "system"), (unpin["act"], unpin["about"], unpin["kind"]));
        Refused.ForRule("redan en nyckelhändelse", () => LineActs.Pin(Line(State(pinned: 6)), Actors.Tib));
        Refused.ForRule("ingen nyckelhändelse", () => LineActs.Unpin(Line(), Actors.Tib));
        Refused.ForRule("struken", () => LineActs.Pin(Line(State(struck: 6)), Actors.Tib));
        Refused.ForRule("systemrad", () => LineActs.Pin(Line(kind: LineKind.System), Actors.Tib));
    }

    [Fact]
    public void Information_is_given_to_somebody_who_is_named_and_again_to_others()
    {
        var release = LineActs.Release(Line(State(released: 6)), " Länsstyrelsen och Region Norr ", Actors.Tib).Fields;

        Assert.Equal(("line-released", "4"), (release["act"], release["about"]));
        Assert.Equal("Länsstyrelsen och Region Norr", release["recipients"]);
        Assert.Equal("Informationen på rad 4 har lämnats till Länsstyrelsen och Region Norr.", release["text"]);
        Refused.ForRule("till vem", () => LineActs.Release(Line(), " ", Actors.Tib));
        Refused.ForRule("för lång", () => LineActs.Release(Line(), new string('a', 501), Actors.Tib));
        Refused.ForRule("struken", () => LineActs.Release(Line(State(struck: 6)), "TiB", Actors.Tib));
    }

    [Fact]
    public void A_marked_line_is_not_there_for_whoever_may_not_read_it()
    {
        var marked = Line(LineState.Untouched with { Own = new(4, ReadingRight.Namngivna, $"{Guid.NewGuid()}") });

        var refused = Assert.Throws<Domain.RefusedException>(() => LineActs.Pin(marked, Actors.Tib));

        Assert.Equal(Domain.Refusal.Unknown, refused.Kind);
        Assert.False(LineActs.MayTell(marked, Actors.Tib));
        Assert.Equal("Rad 4 är en nyckelhändelse.", LineActs.Pin(marked, Actors.Stabschef).Fields["text"]);
    }

    [Fact]
    public void What_holds_a_number_alone_is_open_and_what_somebody_typed_is_as_secret_as_the_line()
    {
        var marked = LineState.Untouched with { Own = new(4, ReadingRight.Staben, "") { Lagrum = "osl-18-13" } };
        var pending = Line(marked, more: (LineFields.Pending, "duty-withdrawn"));
        NewLine[] open =
        [
            LineActs.Flag(Line(marked), Actors.Stabschef),
            LineActs.Unflag(Line(marked with { FlaggedBy = 6 }), Actors.Stabschef),
            LineActs.Pin(Line(marked), Actors.Stabschef),
            LineActs.Unpin(Line(marked with { PinnedBy = 6 }), Actors.Stabschef),
            LineActs.Accept(pending, Actors.Stabschef),
        ];

        Assert.All(open, line => Assert.DoesNotContain(LineFields.Lagrum, line.Fields.Keys));
        Assert.Contains(LineFields.Lagrum, LineActs.Release(Line(marked), "TiB", Actors.Stabschef).Fields.Keys);
    }

    [Fact]
    public void Nothing_is_told_of_a_line_that_is_erased_or_waits_for_a_decision_about_that()
    {
        var waits = new LineState(StruckBy: null, FlaggedBy: 6) { PinnedBy = 7, ErasureBy = 9 };
        foreach (var (line, sentence) in new[]
                 {
                     (Line(waits, more: (LineFields.Pending, "duty-withdrawn")), "föreslagen för radering"),
                     (Line(waits with { ErasureBy = null, ErasedBy = 9 }) with { Fields = null }, "redan raderat"),
                 })
        {
            Func<JournalLine, Actor, NewLine>[] acts =
                [LineActs.Flag, LineActs.Unflag, LineActs.Pin, LineActs.Unpin, LineActs.Accept];
            foreach (var act in acts)
                Refused.ForRule(sentence, () => act(line, Actors.Stabschef));
        }
    }

    private static LineState State(long? struck = null, long? pinned = null, long? released = null) =>
        new(struck, FlaggedBy: null) { PinnedBy = pinned, ReleasedBy = released };

    private static JournalLine Line(
        LineState? state = null, LineKind kind = LineKind.Anteckning, (string Name, string Value)? more = null)
    {
        var fields = LineFields.Of(kind, "Nödvatten utkört.", Actors.Tib, occurredAt: null);
        if (more is { } field)
            fields[field.Name] = field.Value;
        return new JournalLine(
            Guid.NewGuid(), 4, Guid.NewGuid(), Now, [], fields, state ?? LineState.Untouched);
    }
}
