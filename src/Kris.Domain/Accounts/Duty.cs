namespace Kris.Domain.Accounts;

/// <summary>Acting is always in one duty, held for a period and, for some, for a unit.</summary>
public enum Duty
{
    Tib,
    Stabschef,
    Stabsmedlem,
    Loggforare,
    Kommundirektor,
    Beredskapssamordnare,
    Forvaltningschef,
    Kommunikator,
    KlnOrdforande,
    KlnVice,
    KlnLedamot,
    Registrator,
    Administrator,
    Lasare,
}

public static class Duties
{
    private static readonly (string Code, string Swedish)[] Names =
    [
        ("tib", "TiB"),
        ("stabschef", "stabschef"),
        ("stabsmedlem", "stabsmedlem"),
        ("loggforare", "loggförare"),
        ("kommundirektor", "kommundirektör"),
        ("beredskapssamordnare", "beredskapssamordnare"),
        ("forvaltningschef", "förvaltningschef"),
        ("kommunikator", "kommunikatör"),
        ("kln-ordforande", "krisledningsnämndens ordförande"),
        ("kln-vice", "krisledningsnämndens vice ordförande"),
        ("kln-ledamot", "ledamot i krisledningsnämnden"),
        ("registrator", "registrator"),
        ("administrator", "administratör"),
        ("lasare", "läsare"),
    ];

    public static IReadOnlyList<Duty> All { get; } = Enum.GetValues<Duty>();

    public static string Code(this Duty duty) => Names[(int)duty].Code;

    public static string Swedish(this Duty duty) => Names[(int)duty].Swedish;

    public static Duty? Parse(string? code)
    {
        var index = Array.FindIndex(Names, name => name.Code == code);
        return index < 0 ? null : (Duty)index;
    }
}
