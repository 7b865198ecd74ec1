using Kris.Domain.Accounts;

namespace Kris.Domain.Journal;

public enum LineKind
{
    Anteckning,
    Inkommet,
    Utgaende,
    Beslut,
    Atgard,
    Uppgift,
    Kontakt,
    Observation,
    Hanvisning,
    Rattelse,
    System,
}

public static class LineKinds
{
    private static readonly (LineKind Kind, string Code, string Swedish)[] Table =
    [
        (LineKind.Anteckning, "anteckning", "Anteckning"),
        (LineKind.Inkommet, "inkommet", "Inkommet"),
        (LineKind.Utgaende, "utgaende", "Utgående"),
        (LineKind.Beslut, "beslut", "Beslut"),
        (LineKind.Atgard, "atgard", "Åtgärd"),
        (LineKind.Uppgift, "uppgift", "Uppgift"),
        (LineKind.Kontakt, "kontakt", "Kontakt"),
        (LineKind.Observation, "observation", "Observation"),
        (LineKind.Hanvisning, "hanvisning", "Hänvisning"),
        (LineKind.Rattelse, "rattelse", "Rättelse"),
        (LineKind.System, "system", "System"),
    ];

    /// <summary>What a person can choose; a line of the system is written by verbs alone.</summary>
    public static IEnumerable<LineKind> Written => Table.Select(row => row.Kind).Where(kind => kind != LineKind.System);

    /// <summary>What somebody can choose in the duty that is theirs.</summary>
    public static IEnumerable<LineKind> OfferedTo(Actor by) =>
        Written.Where(kind => by.MayFully(Act.WriteLine) || kind is LineKind.Beslut or LineKind.Rattelse);

    public static string Code(this LineKind kind) => Table[(int)kind].Code;

    public static string Swedish(this LineKind kind) => Table[(int)kind].Swedish;

    public static LineKind? Parse(string? code)
    {
        foreach (var row in Table)
        {
            if (row.Code == code)
                return row.Kind;
        }

        return null;
    }
}
