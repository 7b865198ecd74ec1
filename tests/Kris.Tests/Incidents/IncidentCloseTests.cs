using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using static Kris.Domain.Incidents.IncidentLevel;

namespace Kris.Tests.Incidents;

public sealed class IncidentCloseTests
{
    [Fact]
    public void An_incident_closes_with_a_summary_that_stands_in_its_line()
    {
        var incident = Given.Incident(level: SarskildHandelse);

        incident.Close("  Vattnet är tillbaka.  ", Actors.Stabschef, Given.Now.AddHours(2));

        Assert.False(incident.IsOpen);
        Assert.Equal((Given.Now.AddHours(2), Actors.Stabschef.Name), (incident.ClosedAt, incident.ClosedBy));
        Assert.Equal("Vattnet är tillbaka.", incident.ClosingSummary);
        var line = Given.OnlyLine(incident);
        Assert.Equal(("closed", "Vattnet är tillbaka."), (line[LineFields.Act], line["reason"]));
    }

    [Fact]
    public void An_incident_that_is_reopened_is_as_if_never_closed_but_for_its_lines()
    {
        var incident = Given.Incident(isClosed: true);

        incident.Reopen("Det läcker igen.", Actors.Stabschef, Given.Now.AddHours(3));

        Assert.True(incident.IsOpen);
        Assert.Equal((null, null, null), (incident.ClosedAt, incident.ClosedBy, incident.ClosingSummary));
        Assert.Equal("reopened", Given.OnlyLine(incident)[LineFields.Act]);
        Assert.Equal(Given.Now.AddHours(3), incident.ChangedAt);
    }

    [Fact]
    public void Closing_and_reopening_each_needs_its_words_and_its_state()
    {
        var open = Given.Incident();
        var closed = Given.Incident(isClosed: true);

        Refused.ForRule("sammanfattning", () => open.Close(null, Actors.Stabschef, Given.Now));
        Refused.ForRule("varför", () => closed.Reopen(" ", Actors.Stabschef, Given.Now));
        Refused.ForRule("redan avslutad", () => closed.Close("Klart.", Actors.Stabschef, Given.Now));
        Refused.ForRule("redan öppen", () => open.Reopen("Åter.", Actors.Stabschef, Given.Now));
        Assert.Equal((true, false), (open.IsOpen, closed.IsOpen));
    }

    [Fact]
    public void The_tib_closes_the_own_storning_and_nothing_more()
    {
        var anothers = Given.Incident(Actors.Another(Duty.Tib));
        var grave = Given.Incident(Actors.Tib, SarskildHandelse);

        Given.Incident(Actors.Tib).Close("Klart.", Actors.Tib, Given.Now);
        Given.Incident(Actors.Tib, isClosed: true).Reopen("Åter.", Actors.Tib, Given.Now);

        Refused.ForDuty("Du kan inte avsluta", () => anothers.Close("Klart.", Actors.Tib, Given.Now));
        Refused.ForDuty("Du kan inte avsluta", () => grave.Close("Klart.", Actors.Tib, Given.Now));
        Refused.ForDuty(
            "Du kan inte avsluta",
            () => Given.Incident(Actors.Tib, SarskildHandelse, isClosed: true).Reopen("Åter.", Actors.Tib, Given.Now));
    }

    [Fact]
    public void A_forvaltningschef_closes_a_storning_of_the_own_unit_and_nothing_more()
    {
        var chief = Actors.Forvaltningschef;
        var another = Given.Incident(units: Actors.Skola);
        var grave = Given.Incident(level: SarskildHandelse, units: Actors.Vatten);
        var own = Given.Incident(units: [Actors.Skola, Actors.Vatten]);

        own.Close("Klart.", chief, Given.Now);
        own.Reopen("Åter.", chief, Given.Now);

        Refused.ForDuty("Du kan inte avsluta", () => another.Close("Klart.", chief, Given.Now));
        Refused.ForDuty("Du kan inte avsluta", () => grave.Close("Klart.", chief, Given.Now));
        Refused.ForDuty("Du kan inte avsluta", () => own.Close("Klart.", chief with { Unit = null }, Given.Now));
    }

    [Fact]
    public void Danger_to_life_is_raised_and_called_off_once_each()
    {
        var incident = Given.Incident();

        Refused.ForRule("inte flaggad", () => incident.FlagLifeDanger(false, Actors.Tib, Given.Now));
        incident.FlagLifeDanger(isDanger: true, Actors.Tib, Given.Now);
        Assert.Equal((true, Actors.Tib.Name), (incident.IsLifeDanger, incident.LifeDangerBy));
        Refused.ForRule("redan flaggad", () => incident.FlagLifeDanger(true, Actors.Tib, Given.Now));
        incident.FlagLifeDanger(isDanger: false, Actors.Tib, Given.Now);

        Assert.Equal((null, null), (incident.LifeDangerAt, incident.LifeDangerBy));
        Assert.Equal(["life-danger", "life-danger-over"], incident.Recorded.Select(line => line.Fields["act"]));
        Refused.ForRule(
            "avslutad", () => Given.Incident(isClosed: true).FlagLifeDanger(true, Actors.Tib, Given.Now));
    }

    [Fact]
    public void An_incident_opened_twice_is_merged_and_each_side_names_the_other()
    {
        var twin = Given.Incident();
        var kept = Given.Incident();

        twin.MergeInto(kept, "Samma läcka.", Actors.Stabschef, Given.Now.AddHours(1));

        Assert.Equal((false, kept.Id), (twin.IsOpen, twin.MergedInto));
        Assert.Equal((true, null), (kept.IsOpen, kept.MergedInto));
        var (away, here) = (Given.OnlyLine(twin), Given.OnlyLine(kept));
        Assert.Equal(("merged", kept.Id.ToString()), (away["act"], away["mergedInto"]));
        Assert.Equal(("merged-here", twin.Id.ToString()), (here["act"], here["mergedFrom"]));
        Assert.Equal(Given.Now.AddHours(1), kept.ChangedAt);
    }

    [Fact]
    public void Danger_to_life_goes_on_in_the_incident_that_goes_on_and_what_does_not_is_named()
    {
        var kept = Given.Incident();
        var twin = Given.Incident(Actors.Tib, SarskildHandelse, isClosed: false, Actors.Vatten);
        twin.FlagLifeDanger(isDanger: true, Actors.Tib, Given.Now);
        twin.ProposeExtraordinar(Given.ToExtraordinar, Actors.Tib, Given.Now);
        var left = Merging.LeftBehind(twin, kept).ToList();

        twin.MergeInto(kept, "Samma läcka.", Actors.Stabschef, Given.Now.AddHours(1));

        Assert.True(kept.IsLifeDanger);
        Assert.Equal(["merged-here", "life-danger"], kept.Recorded.Select(line => line.Fields["act"]));
        Assert.Equal(
            ["nivån särskild händelse", "förslaget om extraordinär händelse", "de berörda förvaltningarna"], left);
        Assert.Empty(Merging.LeftBehind(kept, twin));
    }

    [Fact]
    public void A_merged_incident_is_not_reopened() => Refused.ForRule("sammanförd med en annan", () =>
    {
        var twin = Given.Incident();
        twin.MergeInto(Given.Incident(), "Samma läcka.", Actors.Stabschef, Given.Now);
        twin.Reopen("Åter.", Actors.Stabschef, Given.Now);
    });

    [Fact]
    public void What_cannot_be_merged_is_refused_and_both_stand_as_they_were()
    {
        var incident = Given.Incident();
        var other = Given.Incident();
        var closed = Given.Incident(isClosed: true);
        var exercise = Incident.Open(2, Given.Facts with { IsExercise = true }, Actors.Tib, Given.Now);
        exercise.ForgetRecorded();
        var chief = Actors.Stabschef;

        Refused.ForRule("sig själv", () => incident.MergeInto(incident, "Samma.", chief, Given.Now));
        Refused.ForRule("andra händelsen är avslutad", () => incident.MergeInto(closed, "Samma.", chief, Given.Now));
        Refused.ForRule("redan avslutad", () => closed.MergeInto(incident, "Samma.", chief, Given.Now));
        Refused.ForRule("övning", () => incident.MergeInto(exercise, "Samma.", chief, Given.Now));
        Refused.ForRule("varför", () => incident.MergeInto(other, "", chief, Given.Now));
        Refused.ForDuty(
            "Du kan inte avsluta",
            () => incident.MergeInto(other, "Samma.", Actors.Another(Duty.Tib), Given.Now));

        Assert.All([incident, other, closed, exercise], one => Assert.Empty(one.Recorded));
        Assert.Equal((true, null, true), (incident.IsOpen, incident.MergedInto, other.IsOpen));
    }
}
