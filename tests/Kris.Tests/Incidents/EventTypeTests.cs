using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Tests.Accounts;

namespace Kris.Tests.Incidents;

public sealed class EventTypeTests
{
    private static Actor Keeper => Actors.In(Duty.Beredskapssamordnare);

    [Fact]
    public void A_type_is_created_renamed_and_retired_each_with_a_line()
    {
        var type = EventType.Create("it-storning-2", "IT-störning", 3, Keeper, Given.Now);

        type.Rename("Störning i IT", Actors.Administrator);
        type.Retire(Keeper, Given.Now);

        Assert.Equal(("it-storning-2", "Störning i IT", Given.Now), (type.Code, type.Name, type.RetiredAt));
        Assert.Equal(
            ["event-type-created", "event-type-renamed", "event-type-retired"],
            type.Recorded.Select(line => line.Fields["act"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Storm")]
    [InlineData("snö")]
    [InlineData("it_storning")]
    [InlineData("it storning")]
    public void A_code_is_lower_case_ascii(string code) =>
        Refused.ForRule("od", () => EventType.Create(code, "Storm", 1, Keeper, Given.Now));

    [Fact]
    public void What_changes_nothing_is_refused()
    {
        var type = EventType.Create("storm", "Storm", 1, Keeper, Given.Now);
        type.Retire(Keeper, Given.Now);

        Refused.ForRule("heter redan så", () => type.Rename(" Storm ", Keeper));
        Refused.ForRule("behöver ett namn", () => type.Rename(" ", Keeper));
        Refused.ForRule("redan borttagen", () => type.Retire(Keeper, Given.Now));
    }

    [Fact]
    public void The_list_is_kept_by_two_duties()
    {
        var type = EventType.Create("storm", "Storm", 1, Keeper, Given.Now);

        foreach (var duty in Duties.All.Except([Duty.Beredskapssamordnare, Duty.Administrator]))
        {
            Refused.ForDuty("ändras av", () => EventType.Create("brand", "Brand", 1, Actors.In(duty), Given.Now));
            Refused.ForDuty("ändras av", () => type.Rename("Oväder", Actors.In(duty)));
            Refused.ForDuty("ändras av", () => type.Retire(Actors.In(duty), Given.Now));
        }
    }

    [Fact]
    public void The_codes_of_levels_and_phases_are_stable_and_read_back()
    {
        Assert.Equal(
            ["storning", "sarskild-handelse", "extraordinar-handelse"],
            Enum.GetValues<IncidentLevel>().Select(level => level.Code()));
        Assert.Equal(["fore", "under", "efter"], Enum.GetValues<IncidentPhase>().Select(phase => phase.Code()));
        Assert.All(
            Enum.GetValues<IncidentLevel>(), level => Assert.Equal(level, IncidentWords.ParseLevel(level.Code())));
        Assert.Null(IncidentWords.ParseLevel("Storning"));
        Assert.Null(IncidentWords.ParseLevel(null));
    }
}
