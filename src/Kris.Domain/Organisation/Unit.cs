using Kris.Domain.Accounts;

namespace Kris.Domain.Organisation;

public enum UnitKind
{
    Forvaltning,
    Bolag,
}

/// <summary>A förvaltning or a municipal company: what an incident touches and a förvaltningschef heads.</summary>
public sealed class Unit : Aggregate
{
    public const int NameMaxLength = 100;

    private Unit()
    {
    }

    public string Name { get; private set; } = "";

    public UnitKind Kind { get; private set; }

    public DateTimeOffset? RetiredAt { get; private set; }

    public static Unit Create(string name, UnitKind kind, Actor by, DateTimeOffset at)
    {
        Refuse.UnlessDuty(by.May(Act.EditRegisters), $"Enheter ändras av {DutyTable.WhoMay(Act.EditRegisters)}.");
        var unit = new Unit
        {
            Id = Guid.CreateVersion7(at),
            Name = Refuse.UnlessText(name, NameMaxLength, "Enheten behöver ett namn."),
            Kind = kind,
        };
        unit.Record("unit-created", $"Enheten {unit.Name} lades upp.", by);
        return unit;
    }

    public void Rename(string name, Actor by)
    {
        Refuse.UnlessDuty(by.May(Act.EditRegisters), $"Enheter ändras av {DutyTable.WhoMay(Act.EditRegisters)}.");
        var renamed = Refuse.UnlessText(name, NameMaxLength, "Enheten behöver ett namn.");
        Refuse.If(renamed == Name, "Enheten heter redan så.");

        var old = Name;
        Name = renamed;
        Record("unit-renamed", $"Enheten {old} heter nu {Name}.", by);
    }

    /// <summary>Keeps the unit in what has been, and out of what can be chosen.</summary>
    public void Retire(Actor by, DateTimeOffset at)
    {
        Refuse.UnlessDuty(by.May(Act.EditRegisters), $"Enheter ändras av {DutyTable.WhoMay(Act.EditRegisters)}.");
        Refuse.If(RetiredAt is not null, "Enheten är redan avslutad.");

        RetiredAt = at;
        Record("unit-retired", $"Enheten {Name} avslutades.", by);
    }
}
