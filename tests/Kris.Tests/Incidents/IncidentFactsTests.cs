using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;

namespace Kris.Tests.Incidents;

public sealed class IncidentFactsTests
{
    [Fact]
    public void Changed_facts_are_told_old_and_new_and_nothing_else()
    {
        var incident = Given.Incident();

        var facts = incident.Facts with { Title = "Vattenläcka", Phase = IncidentPhase.Efter };

        incident.ChangeFacts(facts, Actors.Stabschef, Given.Now.AddHours(1));

        var line = Given.OnlyLine(incident);
        Assert.Equal("facts-changed", line[LineFields.Act]);
        Assert.Equal(
            "Fakta ändrades: rubrik: Vattenläcka i centrum → Vattenläcka; fas: under → efter", line[LineFields.Text]);
        Assert.Equal(Given.Now.AddHours(1), incident.ChangedAt);
    }

    public static TheoryData<string, IncidentFacts> OneChangeOfEach() => new()
    {
        { "rubrik: Vattenläcka i centrum → Läcka", Given.Facts with { Title = "Läcka" } },
        { "typ: inget → avbrott-i-dricksvatten", Given.Facts with { Type = "avbrott-i-dricksvatten" } },
        { "plats: inget → Torget", Given.Facts with { Address = "Torget" } },
        { "koordinater: inget → 58.75, 16.3", Given.Facts with { Latitude = 58.75, Longitude = 16.3 } },
        {
            "började: 2026-11-22T02:55:00.000000Z → 2026-11-22T03:15:00.000000Z",
            Given.Facts with { Began = Given.Now }
        },
        { "berörda enheter: 0 → 1", Given.Facts with { Units = [Actors.Vatten] } },
        { "berörda grupper: inget → äldre", Given.Facts with { AffectedGroups = "äldre" } },
        { "leds av: inget → VA-chefen", Given.Facts with { LedBy = "VA-chefen" } },
        { "fas: under → före", Given.Facts with { Phase = IncidentPhase.Fore } },
        { "skarp eller övning: skarp → övning", Given.Facts with { IsExercise = true } },
        { "länkade händelser: 0 → 1", Given.Facts with { Linked = [Actors.Vatten] } },
        { "diarienummer: inget → KS 2026/7", Given.Facts with { Diarienummer = "KS 2026/7" } },
        { "inriktning: inget → Nödvatten", Given.Facts with { Inriktning = "Nödvatten" } },
        { "prioriteringar: inget → Sjukhuset", Given.Facts with { Priorities = "Sjukhuset" } },
    };

    [Theory]
    [MemberData(nameof(OneChangeOfEach))]
    public void Every_fact_can_be_changed_and_is_told(string told, IncidentFacts facts)
    {
        var incident = Given.Incident();

        incident.ChangeFacts(facts, Actors.Tib, Given.Now);

        Assert.Equal($"Fakta ändrades: {told}", Given.OnlyLine(incident)[LineFields.Text]);
        Refused.ForRule("Inget har ändrats", () => incident.ChangeFacts(facts, Actors.Tib, Given.Now));
    }

    [Fact]
    public void Every_fact_is_among_those_that_are_told() =>
        Assert.Equal(
            typeof(IncidentFacts).GetProperties().Count(property => property.CanWrite),
            OneChangeOfEach().Count + 1);

    [Fact]
    public void Units_exchanged_for_as_many_others_are_a_change()
    {
        var incident = Given.Incident(units: [Actors.Vatten]);

        incident.ChangeFacts(incident.Facts with { Units = [Actors.Skola] }, Actors.Tib, Given.Now);

        Assert.Equal([Actors.Skola], incident.Facts.Units);
    }

    [Fact]
    public void Facts_that_cannot_be_kept_leave_the_old_ones()
    {
        var incident = Given.Incident();
        var before = incident.Facts;

        Refused.ForRule("rubrik", () => incident.ChangeFacts(before with { Title = "" }, Actors.Tib, Given.Now));
        Refused.ForRule(
            "länkas till sig själv",
            () => incident.ChangeFacts(before with { Linked = [incident.Id] }, Actors.Tib, Given.Now));

        Assert.Same(before, incident.Facts);
        Assert.Empty(incident.Recorded);
    }

    [Theory]
    [InlineData(Duty.Kommunikator)]
    [InlineData(Duty.KlnOrdforande)]
    [InlineData(Duty.KlnVice)]
    [InlineData(Duty.KlnLedamot)]
    [InlineData(Duty.Registrator)]
    [InlineData(Duty.Administrator)]
    [InlineData(Duty.Lasare)]
    public void Who_may_not_open_may_not_describe(Duty duty)
    {
        var incident = Given.Incident();

        Refused.ForDuty("Du kan inte ändra fakta", () => incident.ChangeFacts(Changed, Actors.In(duty), Given.Now));
    }

    [Fact]
    public void A_forvaltningschef_describes_what_concerns_the_own_unit()
    {
        var own = Given.Incident(units: [Actors.Vatten, Actors.Skola]);
        var another = Given.Incident(units: [Actors.Skola]);

        own.ChangeFacts(Changed with { Units = [Actors.Vatten] }, Actors.Forvaltningschef, Given.Now);

        Assert.Equal("Läcka", own.Facts.Title);
        Refused.ForDuty(
            "Du kan inte ändra fakta", () => another.ChangeFacts(Changed, Actors.Forvaltningschef, Given.Now));
    }

    [Fact]
    public void A_storning_that_touches_a_second_unit_suggests_central_support_until_it_is_asked_for()
    {
        var incident = Given.Incident(units: [Actors.Vatten]);
        Assert.False(incident.SuggestsCentralSupport);

        incident.ChangeFacts(
            incident.Facts with { Units = [Actors.Vatten, Actors.Skola] }, Actors.Tib, Given.Now);
        Assert.True(incident.SuggestsCentralSupport);

        incident.AskForCentralSupport("Vi behöver en stab.", Actors.Forvaltningschef, Given.Now);
        Assert.False(incident.SuggestsCentralSupport);
        Assert.Equal(Given.Now, incident.CentralSupportAskedAt);
        Assert.Equal(Actors.Forvaltningschef.Name, incident.CentralSupportAskedBy);
    }

    [Fact]
    public void Central_support_is_asked_for_once_with_words_and_while_it_is_open()
    {
        var chief = Actors.Forvaltningschef;
        var incident = Given.Incident();

        Refused.ForRule("vilket stöd", () => incident.AskForCentralSupport(" ", chief, Given.Now));
        Refused.ForDuty("av en förvaltningschef", () => incident.AskForCentralSupport("Stab.", Actors.Tib, Given.Now));
        incident.AskForCentralSupport("Stab.", chief, Given.Now);
        Refused.ForRule("redan begärt", () => incident.AskForCentralSupport("Stab.", chief, Given.Now));
        Refused.ForRule(
            "avslutad", () => Given.Incident(isClosed: true).AskForCentralSupport("Stab.", chief, Given.Now));
    }

    private static IncidentFacts Changed => Given.Facts with { Title = "Läcka" };
}
