using Kris.Domain.Accounts;

namespace Kris.Tests.Accounts;

public sealed class DutyTableTests
{
    // Written out a second time on purpose: whoever changes who may do what changes it in two places, knowingly.
    private const string Columns =
        "tib stabschef stabsmedlem loggforare kommundirektor beredskapssamordnare forvaltningschef kommunikator "
        + "kln-ordforande kln-vice kln-ledamot registrator administrator lasare";

    private const string Decided =
        """
        SeeIncidents          Y Y Y Y Y Y Y Y D D D Y - Y
        OpenIncident          Y Y Y Y Y Y U - - - - - - -
        WriteLine             Y Y Y Y Y Y Y Y B B - - - -
        CorrectLine           O Y O Y O O O O O O - - - -
        FlagIncident          Y Y Y Y Y Y Y - - - - - - -
        RaiseToSarskild       Y Y - - Y Y - - - - - - - -
        AskForCentralSupport  - - - - - - Y - - - - - - -
        ProposeExtraordinar   Y Y - - Y Y - - - - - - - -
        RaiseToExtraordinar   - - - - Y - - - Y F - - - -
        LowerFromSarskild     - Y - - Y - - - - - - - - -
        LowerFromExtraordinar - - - - Y - - - Y F - - - -
        CloseIncident         O Y - - Y Y U - - - - - - -
        WriteOnBehalf         - Y Y Y - - - - - - - - - -
        AcceptPending         - Y - - - - - - - - - - - -
        MarkSecret            Y Y Y Y Y Y Y Y - - - Y - -
        LiftMarking           - Y - - - - - - - - - Y - -
        ReadMarked            C Y C Y Y C C C - - - Y - -
        EraseSpill            - Y - - Y - - - - - - Y - -
        ExportStream          - Y - - Y Y - - - - - Y - -
        EditRegisters         - - - - - Y - - - - - - Y -
        AdministerAccounts    - - - - - - - - - - - - Y -
        """;

    private static readonly Dictionary<string, Grant> Words = new()
    {
        ["-"] = Grant.No,
        ["Y"] = Grant.Yes,
        ["O"] = Grant.Own,
        ["U"] = Grant.OwnUnit,
        ["F"] = Grant.WithForhinder,
        ["D"] = Grant.Dashboard,
        ["B"] = Grant.OwnDecisions,
        ["C"] = Grant.InCircle,
    };

    public static TheoryData<Act, Duty, Grant> EveryCell()
    {
        var duties = Columns.Split(' ');
        var cells = new TheoryData<Act, Duty, Grant>();
        foreach (var row in Decided.Split('\n').Select(row => row.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            foreach (var (duty, word) in duties.Zip(row.Skip(1)))
                cells.Add(Enum.Parse<Act>(row[0]), Duties.Parse(duty)!.Value, Words[word]);
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(EveryCell))]
    public void A_duty_may_what_was_decided_and_nothing_else(Act act, Duty duty, Grant decided)
    {
        Assert.Equal(decided, DutyTable.For(duty, act));
        Assert.Equal(decided is not Grant.No, Actors.In(duty).May(act));
        Assert.Equal(decided is Grant.Yes, Actors.In(duty).MayFully(act));
        Assert.Equal(decided is not Grant.No, NamesAmong(DutyTable.WhoMay(act), duty.Swedish()));
    }

    [Fact]
    public void The_decided_table_has_every_duty_and_every_act()
    {
        var cells = EveryCell().Select(cell => ((Act)cell[0], (Duty)cell[1])).ToHashSet();

        Assert.Equal(Enum.GetValues<Act>().Length * Duties.All.Count, cells.Count);
    }

    [Theory]
    [MemberData(nameof(EveryCell))]
    public void A_token_may_as_its_duty_but_never_raise_to_extraordinar(Act act, Duty duty, Grant decided)
    {
        var expected = act is Act.RaiseToExtraordinar ? Grant.No : decided;

        Assert.Equal(expected, Actors.TokenIn(duty).GrantFor(act));
    }

    [Fact]
    public void Only_a_full_sight_of_incidents_is_reading()
    {
        Assert.True(Actors.In(Duty.Lasare).Reads);
        Assert.False(Actors.In(Duty.KlnOrdforande).Reads);
        Assert.False(Actors.In(Duty.Administrator).Reads);
    }

    [Fact]
    public void What_Kris_does_by_itself_is_administration_and_no_handling_of_incidents()
    {
        var may = Enum.GetValues<Act>().Where(Actor.Machine.May);

        Assert.Equal([Act.EditRegisters, Act.AdministerAccounts], may);
    }

    [Fact]
    public void The_codes_of_duties_are_stable_ascii_and_read_back()
    {
        Assert.Equal(Columns, string.Join(' ', Duties.All.Select(duty => duty.Code())));
        Assert.All(Duties.All, duty => Assert.Equal(duty, Duties.Parse(duty.Code())));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("TIB")]
    [InlineData("läsare")]
    [InlineData("Tib ")]
    public void What_is_no_code_is_no_duty(string? code) => Assert.Null(Duties.Parse(code));

    private static bool NamesAmong(string names, string name) => names.Split(", ").Contains(name);
}
