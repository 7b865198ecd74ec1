using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Tests.Accounts;
using static Kris.Domain.Incidents.IncidentLevel;

namespace Kris.Tests.Incidents;

/// <summary>Every verb asks who acts: whoever is not named here is refused for the duty.</summary>
public sealed class IncidentDutiesTests
{
    private const string Everybody =
        "tib stabschef stabsmedlem loggforare kommundirektor beredskapssamordnare forvaltningschef";

    public static TheoryData<string, string> WhoMay() => new()
    {
        { "facts", Everybody },
        { "sarskild", "tib stabschef kommundirektor beredskapssamordnare" },
        { "extraordinar", "kommundirektor kln-ordforande kln-vice" },
        { "propose", "tib stabschef kommundirektor beredskapssamordnare" },
        { "decline", "kommundirektor kln-ordforande kln-vice" },
        { "lower-sarskild", "stabschef kommundirektor" },
        { "lower-extraordinar", "kommundirektor kln-ordforande kln-vice" },
        { "support", "forvaltningschef" },
        { "danger", Everybody },
        { "danger-over", Everybody },
        { "close", "tib stabschef kommundirektor beredskapssamordnare forvaltningschef" },
        { "reopen", "tib stabschef kommundirektor beredskapssamordnare forvaltningschef" },
        { "merge", "tib stabschef kommundirektor beredskapssamordnare forvaltningschef" },
    };

    [Theory]
    [MemberData(nameof(WhoMay))]
    public void A_verb_is_for_those_who_may_and_for_nobody_else(string verb, string duties)
    {
        var may = duties.Split(' ').Select(code => Duties.Parse(code)!.Value).ToHashSet();

        foreach (var duty in Duties.All)
        {
            var refused = Record.Exception(() => Try(verb, Actors.In(duty)));
            if (may.Contains(duty))
                Assert.Null(refused);
            else
                Assert.Equal((duty, Refusal.Duty), (duty, Assert.IsType<RefusedException>(refused).Kind));
        }
    }

    // The incident is opened by whoever acts if that one may, and concerns the unit of the forvaltningschef: what
    // is only one's own is then one's own.
    private static void Try(string verb, Actor by)
    {
        var opener = by.May(Act.OpenIncident) ? by : Actors.Stabschef;
        Incident At(IncidentLevel level, bool isClosed = false) =>
            Given.Incident(opener, level, isClosed, Actors.Vatten);
        var forhinder = "Ordföranden är på sjukhus.";
        var now = Given.Now;

        Action act = verb switch
        {
            "facts" => () => At(Storning).ChangeFacts(Given.Facts with { Title = "Läcka" }, by, now),
            "sarskild" => () => At(Storning).Raise(Given.ToSarskild, by, now),
            "extraordinar" => () =>
                At(SarskildHandelse).Raise(Given.ToExtraordinar with { Forhinder = forhinder }, by, now),
            "propose" => () => At(SarskildHandelse).ProposeExtraordinar(Given.ToExtraordinar, by, now),
            "decline" => () => Proposed().DeclineExtraordinar(Given.No with { Forhinder = forhinder }, by, now),
            "lower-sarskild" => () => At(SarskildHandelse).Lower(Given.To(Storning), by, now),
            "lower-extraordinar" => () =>
                At(ExtraordinarHandelse).Lower(Given.To(SarskildHandelse) with { Forhinder = forhinder }, by, now),
            "support" => () => At(Storning).AskForCentralSupport("Vi behöver en stab.", by, now),
            "danger" => () => At(Storning).FlagLifeDanger(isDanger: true, by, now),
            "danger-over" => () => InDanger().FlagLifeDanger(isDanger: false, by, now),
            "close" => () => At(Storning).Close("Vattnet är tillbaka.", by, now),
            "reopen" => () => At(Storning, isClosed: true).Reopen("Det läcker igen.", by, now),
            _ => () => At(Storning).MergeInto(Given.Incident(), "Samma läcka.", by, now),
        };
        act();

        Incident Proposed() => After(
            At(SarskildHandelse), it => it.ProposeExtraordinar(Given.ToExtraordinar, Actors.Stabschef, now));

        Incident InDanger() => After(
            At(Storning), it => it.FlagLifeDanger(isDanger: true, Actors.Stabschef, now));

        static Incident After(Incident incident, Action<Incident> verb)
        {
            verb(incident);
            return incident;
        }
    }
}
