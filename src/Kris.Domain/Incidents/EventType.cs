using Kris.Domain.Accounts;

namespace Kris.Domain.Incidents;

/// <summary>A kind of event that incidents are sorted under: seeded, and then the municipality's own list.</summary>
public sealed class EventType : Aggregate
{
    public const int CodeMaxLength = 40;
    public const int NameMaxLength = 80;

    private EventType()
    {
    }

    /// <summary>Stable, lower-case ASCII; what the API and an incident carry.</summary>
    public string Code { get; private set; } = "";

    public string Name { get; private set; } = "";

    public int Order { get; private set; }

    public DateTimeOffset? RetiredAt { get; private set; }

    public static EventType Create(string code, string name, int order, Actor by, DateTimeOffset at)
    {
        UnlessAllowed(by);
        var clean = Refuse.UnlessText(code, CodeMaxLength, "Händelsetypen behöver en kod.");
        Refuse.If(
            clean.Any(letter => letter is not ('-' or (>= 'a' and <= 'z') or (>= '0' and <= '9'))),
            "Koden får bara innehålla små bokstäver a–z, siffror och bindestreck.");
        var type = new EventType
        {
            Id = Guid.CreateVersion7(at),
            Code = clean,
            Name = Refuse.UnlessText(name, NameMaxLength, "Händelsetypen behöver ett namn."),
            Order = order,
        };
        type.Record("event-type-created", $"Händelsetypen {type.Name} lades upp.", by, null, ("code", type.Code));
        return type;
    }

    public void Rename(string name, Actor by)
    {
        UnlessAllowed(by);
        var renamed = Refuse.UnlessText(name, NameMaxLength, "Händelsetypen behöver ett namn.");
        Refuse.If(renamed == Name, "Händelsetypen heter redan så.");

        var old = Name;
        Name = renamed;
        Record("event-type-renamed", $"Händelsetypen {old} heter nu {Name}.", by);
    }

    public void Retire(Actor by, DateTimeOffset at)
    {
        UnlessAllowed(by);
        Refuse.If(RetiredAt is not null, "Händelsetypen är redan borttagen ur listan.");

        RetiredAt = at;
        Record("event-type-retired", $"Händelsetypen {Name} togs ur listan.", by);
    }

    private static void UnlessAllowed(Actor by) => Refuse.UnlessDuty(
        by.May(Act.EditRegisters), $"Händelsetyper ändras av {DutyTable.WhoMay(Act.EditRegisters)}.");
}
