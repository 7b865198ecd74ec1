using Kris.Domain.Accounts;

namespace Kris.Domain.Organisation;

/// <summary>The municipality that this Kris serves. There is one.</summary>
public sealed class Municipality : Aggregate
{
    public const int NameMaxLength = 100;

    /// <summary>There is one row, and it is always this one.</summary>
    public static readonly Guid TheId = new("6b726973-0000-4000-8000-000000000001");

    private Municipality()
    {
    }

    public string Name { get; private set; } = "";

    /// <summary>Says for ever that a database holds invented people, whose passwords lie in a file.</summary>
    public const string DemoField = "demo";

    public static Municipality Found(string name, Actor by) => Found(name, isDemo: false, by);

    public static Municipality Found(string name, bool isDemo, Actor by)
    {
        Refuse.UnlessDuty(
            by.May(Act.EditRegisters), $"Kommunens namn ändras av {DutyTable.WhoMay(Act.EditRegisters)}.");
        var municipality = new Municipality
        {
            Id = TheId,
            Name = Refuse.UnlessText(name, NameMaxLength, "Kommunen behöver ett namn."),
        };
        var text = $"Kris togs i bruk för {municipality.Name}{(isDemo ? ", som är påhittad" : "")}.";
        municipality.Record("municipality-founded", text, by, null, (DemoField, isDemo ? "1" : null));
        return municipality;
    }

    public void Rename(string name, Actor by)
    {
        Refuse.UnlessDuty(
            by.May(Act.EditRegisters), $"Kommunens namn ändras av {DutyTable.WhoMay(Act.EditRegisters)}.");
        var renamed = Refuse.UnlessText(name, NameMaxLength, "Kommunen behöver ett namn.");
        Refuse.If(renamed == Name, "Kommunen heter redan så.");

        var old = Name;
        Name = renamed;
        Record("municipality-renamed", $"Kommunens namn ändrades från {old} till {Name}.", by);
    }
}
