using Kris.Domain.Accounts;
using Kris.Domain.Organisation;
using Kris.Tests.Accounts;

namespace Kris.Tests.Organisation;

public sealed class UnitTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 15, 0, TimeSpan.Zero);

    private static Actor Keeper => Actors.In(Duty.Beredskapssamordnare);

    [Fact]
    public void A_unit_is_created_renamed_and_retired_each_with_a_line()
    {
        var unit = Unit.Create(" Tekniska ", UnitKind.Forvaltning, Keeper, Now);

        unit.Rename("Samhällsbyggnad", Actors.Administrator);
        unit.Retire(Keeper, Now);

        Assert.Equal(("Samhällsbyggnad", UnitKind.Forvaltning, Now), (unit.Name, unit.Kind, unit.RetiredAt));
        Assert.Equal(
            ["unit-created", "unit-renamed", "unit-retired"], unit.Recorded.Select(line => line.Fields["act"]));
    }

    [Fact]
    public void What_has_no_name_or_changes_nothing_is_refused()
    {
        var unit = Unit.Create("Tekniska", UnitKind.Bolag, Keeper, Now);
        unit.Retire(Keeper, Now);

        Refused.ForRule("behöver ett namn", () => Unit.Create(" ", UnitKind.Bolag, Keeper, Now));
        Refused.ForRule("behöver ett namn", () => unit.Rename("", Keeper));
        Refused.ForRule("heter redan så", () => unit.Rename("Tekniska ", Keeper));
        Refused.ForRule("redan avslutad", () => unit.Retire(Keeper, Now));
    }

    [Fact]
    public void The_municipality_has_a_name_and_one_identity()
    {
        var municipality = Municipality.Found("Norrvåga", Keeper);

        municipality.Rename("Norrvåga kommun", Keeper);

        Assert.Equal((Municipality.TheId, "Norrvåga kommun"), (municipality.Id, municipality.Name));
        Assert.Equal(
            "Kommunens namn ändrades från Norrvåga till Norrvåga kommun.", municipality.Recorded[1].Fields["text"]);
        Refused.ForRule("behöver ett namn", () => municipality.Rename(" ", Keeper));
        Refused.ForRule("behöver ett namn", () => Municipality.Found("", Keeper));
        Assert.Equal((2, "Norrvåga kommun"), (municipality.Recorded.Count, municipality.Name));
    }

    [Fact]
    public void The_municipality_is_not_renamed_to_what_it_is_called()
    {
        var municipality = Municipality.Found("Norrvåga", Keeper);

        Refused.ForRule("heter redan så", () => municipality.Rename("Norrvåga ", Keeper));
    }

    [Fact]
    public void The_organisation_is_kept_by_two_duties()
    {
        var unit = Unit.Create("Tekniska", UnitKind.Bolag, Keeper, Now);
        var municipality = Municipality.Found("Norrvåga", Keeper);

        foreach (var duty in Duties.All.Except([Duty.Beredskapssamordnare, Duty.Administrator]))
        {
            var by = Actors.In(duty);
            Refused.ForDuty("ändras av", () => Unit.Create("Skolan", UnitKind.Forvaltning, by, Now));
            Refused.ForDuty("ändras av", () => unit.Rename("Skolan", by));
            Refused.ForDuty("ändras av", () => unit.Retire(by, Now));
            Refused.ForDuty("ändras av", () => Municipality.Found("Norrvåga", by));
            Refused.ForDuty("ändras av", () => municipality.Rename("Norrvåga kommun", by));
        }
    }
}
