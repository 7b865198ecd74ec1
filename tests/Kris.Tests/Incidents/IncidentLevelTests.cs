using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using static Kris.Domain.Incidents.IncidentLevel;

namespace Kris.Tests.Incidents;

public sealed class IncidentLevelTests
{
    [Fact]
    public void A_storning_becomes_sarskild_and_the_line_says_why_and_by_whom()
    {
        var incident = Given.Incident();
        var when = Given.Now.AddMinutes(-5);

        incident.Raise(Given.ToSarskild with { OccurredAt = when }, Actors.Stabschef, Given.Now);

        Assert.Equal(SarskildHandelse, incident.Level);
        var line = Given.OnlyLine(incident);
        Assert.Equal(
            "Eskalerad från störning till särskild händelse: Två förvaltningar berörs.", line[LineFields.Text]);
        Assert.Equal("level-raised", line[LineFields.Act]);
        Assert.Equal(("storning", "sarskild-handelse"), (line["levelFrom"], line["levelTo"]));
        Assert.Equal(("stabschef", IsoTime.Format(when)), (line[LineFields.Duty], line[LineFields.OccurredAt]));
        Assert.DoesNotContain("deviates", line.Keys);
    }

    [Fact]
    public void Extraordinar_is_decided_on_all_three_criteria_and_the_line_holds_them()
    {
        var incident = Given.Incident(level: SarskildHandelse);

        incident.Raise(Given.ToExtraordinar, Actors.Ordforande, Given.Now);

        Assert.Equal(ExtraordinarHandelse, incident.Level);
        var line = Given.OnlyLine(incident);
        Assert.Equal(
            Given.Criteria, new ExtraordinarCriteria(line["deviates"], line["seriousDisturbance"], line["urgent"]));
        var change = incident.LevelHistory[^1];
        Assert.Equal(
            Given.Criteria, new ExtraordinarCriteria(change.Deviates, change.SeriousDisturbance, change.Urgent));
    }

    [Fact]
    public void A_storning_can_become_extraordinar_at_once()
    {
        var incident = Given.Incident();

        incident.Raise(Given.ToExtraordinar, Actors.Kommundirektor, Given.Now);

        Assert.Equal((Storning, ExtraordinarHandelse), (incident.LevelHistory[^1].From, incident.Level));
    }

    public static TheoryData<string, ExtraordinarCriteria?> Incomplete() => new()
    {
        { "avviker från det normala", null },
        { "avviker från det normala", Given.Criteria with { Deviates = null } },
        { "allvarlig störning", Given.Criteria with { SeriousDisturbance = " " } },
        { "skyndsamma insatser", Given.Criteria with { Urgent = "" } },
        { "för lång", Given.Criteria with { Urgent = new string('a', LevelChange.ReasonMaxLength + 1) } },
    };

    [Theory]
    [MemberData(nameof(Incomplete))]
    public void Each_of_the_three_criteria_needs_its_motivation(string words, ExtraordinarCriteria? criteria)
    {
        var incident = Given.Incident(level: SarskildHandelse);
        var decision = Given.ToExtraordinar with { Criteria = criteria };

        Refused.ForRule(words, () => incident.Raise(decision, Actors.Kommundirektor, Given.Now));
        Refused.ForRule(words, () => incident.ProposeExtraordinar(decision, Actors.Tib, Given.Now));

        Assert.Equal((SarskildHandelse, 2), (incident.Level, incident.LevelHistory.Count));
        Assert.Empty(incident.Recorded);
    }

    [Fact]
    public void Every_step_has_its_reason()
    {
        var low = Given.Incident();
        var high = Given.Incident(level: SarskildHandelse);

        Refused.ForRule("samordnas", () => low.Raise(Given.ToSarskild with { Reason = null }, Actors.Tib, Given.Now));
        Refused.ForRule(
            "en motivering",
            () => high.Raise(Given.ToExtraordinar with { Reason = " " }, Actors.Kommundirektor, Given.Now));
        Refused.ForRule(
            "varför du föreslår",
            () => high.ProposeExtraordinar(Given.ToExtraordinar with { Reason = "" }, Actors.Tib, Given.Now));
        Refused.ForRule(
            "varför nivån sänks",
            () => high.Lower(Given.To(Storning) with { Reason = "\n" }, Actors.Stabschef, Given.Now));
    }

    [Theory]
    [InlineData(Storning, Storning)]
    [InlineData(SarskildHandelse, Storning)]
    [InlineData(SarskildHandelse, SarskildHandelse)]
    [InlineData(ExtraordinarHandelse, SarskildHandelse)]
    [InlineData(ExtraordinarHandelse, ExtraordinarHandelse)]
    public void Raising_goes_up(IncidentLevel from, IncidentLevel to) => Refused.ForRule(
        $"redan {from.Swedish()}",
        () => Given.Incident(level: from).Raise(Given.To(to), Actors.Kommundirektor, Given.Now));

    [Theory]
    [InlineData(Storning, Storning)]
    [InlineData(Storning, ExtraordinarHandelse)]
    [InlineData(SarskildHandelse, SarskildHandelse)]
    [InlineData(SarskildHandelse, ExtraordinarHandelse)]
    [InlineData(ExtraordinarHandelse, ExtraordinarHandelse)]
    public void Lowering_goes_down(IncidentLevel from, IncidentLevel to) => Refused.ForRule(
        $"redan {from.Swedish()}",
        () => Given.Incident(level: from).Lower(Given.To(to), Actors.Kommundirektor, Given.Now));

    [Theory]
    [InlineData((IncidentLevel)4)]
    [InlineData((IncidentLevel)0)]
    [InlineData((IncidentLevel)(-1))]
    public void A_level_that_does_not_exist_is_nowhere_to_go(IncidentLevel to)
    {
        var incident = Given.Incident();

        Assert.Throws<RefusedException>(() => incident.Raise(Given.To(to), Actors.Kommundirektor, Given.Now));
        Assert.Throws<RefusedException>(() => incident.Lower(Given.To(to), Actors.Kommundirektor, Given.Now));
        Assert.Equal(Storning, incident.Level);
    }

    [Fact]
    public void Lowering_takes_one_step_at_a_time()
    {
        var incident = Given.Incident(level: ExtraordinarHandelse);

        Refused.ForRule("ett steg i taget", () => incident.Lower(Given.To(Storning), Actors.Kommundirektor, Given.Now));
        incident.Lower(Given.To(SarskildHandelse), Actors.Kommundirektor, Given.Now);
        incident.Lower(Given.To(Storning), Actors.Kommundirektor, Given.Now);

        Assert.Equal(Storning, incident.Level);
        Assert.Equal(["level-lowered", "level-lowered"], incident.Recorded.Select(line => line.Fields["act"]));
    }

    [Fact]
    public void A_proposal_is_on_record_and_changes_no_level()
    {
        var incident = Given.Incident(level: SarskildHandelse);

        incident.ProposeExtraordinar(Given.ToExtraordinar, Actors.Tib, Given.Now);

        Assert.Equal(SarskildHandelse, incident.Level);
        var proposed = incident.LevelHistory[^1];
        Assert.Equal((LevelStep.Proposed, ExtraordinarHandelse), (proposed.Step, proposed.To));
        Assert.Equal("extraordinar-proposed", Given.OnlyLine(incident)["act"]);
    }

    [Fact]
    public void A_proposal_waits_until_it_is_answered_whatever_else_happens_to_the_level()
    {
        var incident = Given.Incident();
        incident.ProposeExtraordinar(Given.ToExtraordinar, Actors.Tib, Given.Now);

        incident.Raise(Given.ToSarskild, Actors.Tib, Given.Now.AddMinutes(1));
        Assert.True(incident.HasOpenProposal);
        incident.DeclineExtraordinar(Given.ToExtraordinar, Actors.Kommundirektor, Given.Now.AddMinutes(2));

        Assert.False(incident.HasOpenProposal);
        Assert.Equal(SarskildHandelse, incident.Level);
        var declined = LevelProposal.AnswerTo(incident.LevelHistory[1], incident.LevelHistory);
        Assert.Equal((LevelStep.Declined, null), (declined!.Step, declined.Deviates));
        incident.ProposeExtraordinar(Given.ToExtraordinar, Actors.Tib, Given.Now.AddMinutes(3));
        Assert.True(incident.HasOpenProposal);
    }

    [Fact]
    public void A_no_needs_a_proposal_a_reason_and_somebody_who_could_have_said_yes()
    {
        var incident = Given.Incident(level: SarskildHandelse);
        var no = Given.ToExtraordinar with { Reason = " " };

        Refused.ForRule(
            "inget förslag", () => incident.DeclineExtraordinar(Given.ToExtraordinar, Actors.Ordforande, Given.Now));
        incident.ProposeExtraordinar(Given.ToExtraordinar, Actors.Tib, Given.Now);
        Refused.ForRule("inte ska bli", () => incident.DeclineExtraordinar(no, Actors.Kommundirektor, Given.Now));
        Refused.ForDuty("", () => incident.DeclineExtraordinar(Given.ToExtraordinar, Actors.Stabschef, Given.Now));
        Refused.ForRule(
            "förhinder",
            () => incident.DeclineExtraordinar(
                Given.ToExtraordinar with { Forhinder = null }, Actors.Vice, Given.Now));
        Assert.True(incident.HasOpenProposal);
    }

    [Fact]
    public void What_is_proposed_is_extraordinar_and_not_there_already()
    {
        Refused.ForRule(
            "Bara extraordinär", () => Given.Incident().ProposeExtraordinar(Given.ToSarskild, Actors.Tib, Given.Now));
        Refused.ForRule(
            "redan extraordinär",
            () => Given.Incident(level: ExtraordinarHandelse)
                .ProposeExtraordinar(Given.ToExtraordinar, Actors.Tib, Given.Now));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void The_vice_chair_decides_only_when_the_chair_is_prevented(string? forhinder)
    {
        var sarskild = Given.Incident(level: SarskildHandelse);
        var extraordinar = Given.Incident(level: ExtraordinarHandelse);
        var up = Given.ToExtraordinar with { Forhinder = forhinder };
        var down = Given.To(SarskildHandelse) with { Forhinder = forhinder };

        Refused.ForRule("förhinder", () => sarskild.Raise(up, Actors.Vice, Given.Now));
        Refused.ForRule("förhinder", () => extraordinar.Lower(down, Actors.Vice, Given.Now));
        sarskild.Raise(up with { Forhinder = "Ordföranden är på sjukhus." }, Actors.Vice, Given.Now);
        extraordinar.Lower(down with { Forhinder = "Ordföranden är på sjukhus." }, Actors.Vice, Given.Now);

        Assert.Equal((ExtraordinarHandelse, SarskildHandelse), (sarskild.Level, extraordinar.Level));
        Assert.Equal("Ordföranden är på sjukhus.", Given.OnlyLine(sarskild)["forhinder"]);
    }

    [Fact]
    public void A_token_never_raises_to_extraordinar_whatever_its_duty()
    {
        var incident = Given.Incident(level: SarskildHandelse);

        foreach (var duty in Duties.All)
        {
            var decision = Given.ToExtraordinar with { Forhinder = "Ordföranden är på sjukhus." };
            Refused.ForDuty("Du kan inte besluta", () => incident.Raise(decision, Actors.TokenIn(duty), Given.Now));
        }

        Given.Incident().Raise(Given.ToSarskild, Actors.TokenIn(Duty.Kommundirektor), Given.Now);
    }

    [Fact]
    public void A_decision_was_taken_no_later_than_five_minutes_ahead()
    {
        var late = Given.ToSarskild with { OccurredAt = Given.Now.AddMinutes(5).AddTicks(1) };
        var barely = Given.ToSarskild with { OccurredAt = Given.Now.AddMinutes(5) };

        Refused.ForRule("fem minuter", () => Given.Incident().Raise(late, Actors.Tib, Given.Now));
        Given.Incident().Raise(barely, Actors.Tib, Given.Now);
    }

    [Fact]
    public void A_closed_incident_stands_at_its_level()
    {
        var closed = Given.Incident(level: SarskildHandelse, isClosed: true);

        Refused.ForRule("avslutad", () => closed.Raise(Given.ToExtraordinar, Actors.Kommundirektor, Given.Now));
        Refused.ForRule("avslutad", () => closed.Lower(Given.To(Storning), Actors.Kommundirektor, Given.Now));
        Refused.ForRule("avslutad", () => closed.ProposeExtraordinar(Given.ToExtraordinar, Actors.Tib, Given.Now));
    }
}
