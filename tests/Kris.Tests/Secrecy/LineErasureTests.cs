using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;

namespace Kris.Tests.Secrecy;

public sealed class LineErasureTests
{
    private static readonly Guid Stream = Guid.NewGuid();

    [Fact]
    public void One_proposes_and_another_decides_and_neither_repeats_the_line()
    {
        var proposal = Stored(LineErasure.Propose(Line(), Spill.Klassificerad, " Hör hemma på annat håll. ", Chief), 3);
        var decision = LineErasure.Confirm(Proposed(), proposal, Actors.Kommundirektor);

        Assert.Equal(("spill-proposed", "klassificerad"), (proposal.Field("act"), proposal.Field("spill")));
        Assert.Equal(
            "Rad 2 föreslogs bli raderad (säkerhetsskyddsklassificerade uppgifter): Hör hemma på annat håll.",
            proposal.Text);
        Assert.Equal(("line-erased", "2", "3"), (
            decision.Fields["act"], decision.Fields["about"], decision.Fields["proposal"]));
        Assert.DoesNotContain("Personnumret", decision.Fields["text"], StringComparison.Ordinal);
    }

    [Fact]
    public void Whoever_proposed_does_not_decide_but_takes_it_back()
    {
        var proposal = Stored(LineErasure.Propose(Line(), Spill.Annat, "Fel.", Chief), 3);

        Refused.ForDuty("Du föreslog själv", () => LineErasure.Confirm(Proposed(), proposal, Chief));
        Assert.Equal("spill-declined", LineErasure.Decline(Proposed(), proposal, Chief).Fields["act"]);
    }

    [Theory]
    [InlineData(Duty.Tib)]
    [InlineData(Duty.Loggforare)]
    [InlineData(Duty.Beredskapssamordnare)]
    [InlineData(Duty.KlnOrdforande)]
    [InlineData(Duty.Administrator)]
    public void Who_may_not_erase_neither_proposes_nor_decides(Duty duty)
    {
        var by = Actors.In(duty);

        Refused.ForDuty("kan inte radera", () => LineErasure.Propose(Line(), Spill.Annat, "Fel.", by));
        Refused.ForDuty("kan inte radera", () => LineErasure.Confirm(Proposed(), null, by));
        Refused.ForDuty("kan inte radera", () => LineErasure.Decline(Proposed(), null, by));
    }

    [Fact]
    public void A_token_is_nobody_and_decides_nothing()
    {
        var token = Actors.TokenIn(Duty.Stabschef);

        Refused.ForDuty("En nyckel", () => LineErasure.Propose(Line(), Spill.Annat, "Fel.", token));
        Refused.ForDuty("En nyckel", () => LineErasure.Confirm(Proposed(), null, token));
    }

    [Fact]
    public void What_is_not_proposed_is_not_decided_and_nothing_is_proposed_twice()
    {
        var other = Stored(LineErasure.Propose(Line(), Spill.Annat, "Fel.", Chief), 9);

        Refused.ForRule("inte föreslagen", () => LineErasure.Confirm(Line(), null, Actors.Kommundirektor));
        Refused.ForRule("gäller inte längre", () => LineErasure.Confirm(Proposed(), other, Actors.Kommundirektor));
        Refused.ForRule("inte föreslagen", () => LineErasure.Decline(Line(), null, Chief));
        Refused.ForRule("är föreslagen", () => LineErasure.Propose(Proposed(), Spill.Annat, "Fel.", Chief));
        Refused.ForRule(
            "redan raderat", () => LineErasure.Propose(Line() with { Fields = null }, Spill.Annat, "Fel.", Chief));
        Refused.ForRule("Skriv varför", () => LineErasure.Propose(Line(), Spill.Annat, " ", Chief));
    }

    [Theory]
    [InlineData(LineActs.Flagged)]
    [InlineData(LineActs.Erased)]
    [InlineData(LineActs.SpillDeclined)]
    [InlineData(LineActs.TaskChanged)]
    [InlineData("log-exported")]
    public void A_line_of_the_system_that_nobody_typed_into_stays(string act)
    {
        var line = Line(("kind", "system"), ("act", act));

        Refused.ForRule("kan raderas för sig", () => LineErasure.Propose(line, Spill.Annat, "Fel.", Chief));
        Assert.False(LineErasure.IsErasable(line, Chief));
    }

    [Fact]
    public void Words_in_a_line_of_the_system_go_and_the_decision_says_what_it_did()
    {
        var line = Line(("kind", "system"), ("act", LineActs.Struck), ("about", "1"), ("movedTo", $"{Stream}"));
        var proposal = Stored(LineErasure.Propose(line, Spill.Personuppgift, "Namn.", Chief), 3);

        var decision = LineErasure.Confirm(
            line with { State = LineState.Untouched with { ErasureBy = 3 } }, proposal, Actors.Kommundirektor).Fields;

        Assert.Equal(("2", "line-struck", "1"), (decision["about"], decision["was.act"], decision["was.about"]));
        Assert.DoesNotContain("was.movedTo", decision.Keys);
        Assert.True(LineErasure.IsErasable(line.Collapsed(), Chief));
    }

    [Fact]
    public void Of_a_proposal_whose_words_go_the_decision_keeps_what_it_proposed_and_who_did()
    {
        var proposal = Stored(LineErasure.Propose(Line(), Spill.Annat, "Personnumret.", Chief), 3);
        var other = Stored(LineErasure.Propose(proposal, Spill.Annat, "Skälet.", Actors.Kommundirektor), 5);

        var decision = LineErasure.Confirm(
            proposal with { State = LineState.Untouched with { ErasureBy = 5 } }, other, Chief).Fields;

        Assert.Equal(("spill-proposed", "2", Chief.Id.ToString()), (
            decision["was.act"], decision["was.about"], decision["was.author"]));
        Assert.DoesNotContain(decision.Values, value => value.Contains("Personnumret", StringComparison.Ordinal));
    }

    [Fact]
    public void What_stands_in_the_facts_is_said_to_stay_there()
    {
        Assert.Contains(
            "Ändra dem under Fakta", SystemErasure.Remains(Line(("act", "opened"))), StringComparison.Ordinal);
        Assert.NotNull(SystemErasure.Remains(Line(("act", "line-erased"), ("was.act", "facts-changed"))));
        Assert.Null(SystemErasure.Remains(Line(("act", "line-erased"), ("was.act", "closed"))));
        Assert.Null(SystemErasure.Remains(Line()));
    }

    [Fact]
    public void What_only_follows_a_line_that_is_proposed_is_not_decided_by_itself()
    {
        var told = Line(("kind", "system"), ("act", LineActs.Released), ("about", "1")) with
        {
            State = LineState.Untouched with { ErasureBy = 3 },
        };
        var proposal = Stored(LineErasure.Propose(Line() with { Number = 1 }, Spill.Annat, "Fel.", Chief), 3);

        Refused.ForRule("som den berättar om", () => LineErasure.Confirm(told, proposal, Actors.Kommundirektor));
        Refused.ForRule("som den berättar om", () => LineErasure.Decline(told, proposal, Actors.Kommundirektor));
    }

    [Fact]
    public void Until_it_is_decided_the_line_is_closed_and_stands_still()
    {
        var proposed = Proposed();

        Assert.True(ReadingRight.Of(Actors.Tib).Shown(proposed).IsHidden);
        Assert.False(ReadingRight.Of(Chief).Shown(proposed).IsHidden);
        Refused.ForRule("är föreslagen", () => LineCorrections.UnlessCorrectable(proposed, Chief));
        Refused.ForRule("är föreslagen", () => LineMarkings.Unmark(proposed, "Känt.", Chief));
        Assert.False(LineMarkings.IsMarkable(proposed, Chief));
    }

    [Fact]
    public void A_correction_that_goes_leaves_its_line_struck()
    {
        var correction = Line(("corrects", "1")) with { State = LineState.Untouched with { ErasureBy = 3 } };
        var proposal = Stored(LineErasure.Propose(Line(), Spill.Annat, "Fel.", Chief), 3);

        var decision = Stored(LineErasure.Confirm(correction, proposal, Actors.Kommundirektor), 4);

        var struck = (Line() with { Number = 1 }).After(decision);
        Assert.Equal(2, struck.State.StruckBy);
        Assert.Null(correction.After(decision).Fields);
        Assert.Equal(4, correction.After(decision).State.ErasedBy);
    }

    private static Actor Chief => Actors.Stabschef;

    private static JournalLine Proposed() => Line() with { State = LineState.Untouched with { ErasureBy = 3 } };

    private static JournalLine Line(params (string Name, string Value)[] more)
    {
        var fields = LineFields.Of(LineKind.Anteckning, "Personnumret.", Actors.Tib, occurredAt: null);
        foreach (var (name, value) in more)
            fields[name] = value;
        return new JournalLine(Stream, 2, Guid.NewGuid(), Given.Now, [], fields, LineState.Untouched);
    }

    private static JournalLine Stored(NewLine line, long number) =>
        new(line.Stream, number, line.Key, Given.Now, [], line.Fields, LineState.Untouched);
}
