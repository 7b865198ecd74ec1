using Kris.Domain.Accounts;

namespace Kris.Domain.Journal;

/// <summary>
/// What each kind of line asks for besides its text. A field belongs to its kinds: a deadline on a note would be one
/// that nobody follows.
/// </summary>
public sealed record ShortForm
{
    public const int LongMaxLength = 2_000;
    public const int PhoneMaxLength = 60;

    private static readonly TimeSpan FarAhead = TimeSpan.FromDays(3_660);

    private static readonly LineKind[] Told = [.. LineKinds.Written.Where(kind => kind is not LineKind.Hanvisning)];

    private static readonly Dictionary<string, (string Swedish, LineKind[] Kinds)> Homes = new(StringComparer.Ordinal)
    {
        [LineFields.DecidedBy] = ("Vem som beslutade", [LineKind.Beslut, LineKind.Rattelse]),
        [LineFields.Basis] = ("Underlag", [LineKind.Beslut, LineKind.Rattelse]),
        [LineFields.Reasons] = ("Skäl", [LineKind.Beslut, LineKind.Rattelse]),
        [LineFields.Alternatives] = ("Alternativ", [LineKind.Beslut, LineKind.Rattelse]),
        [LineFields.Assignee] = ("Den som ska göra det", [LineKind.Uppgift, LineKind.Atgard]),
        [LineFields.Due] = ("Klart senast", [LineKind.Uppgift, LineKind.Atgard]),
        [LineFields.Horizon] = ("Horisont", [LineKind.Uppgift]),
        [LineFields.LifeDanger] = ("Fara för liv", [LineKind.Uppgift]),
        [LineFields.Contact] = ("Vem som kontaktades", [LineKind.Kontakt, LineKind.Rattelse]),
        [LineFields.Phone] = ("Telefon", [LineKind.Kontakt, LineKind.Rattelse]),
        [LineFields.CorrectionReason] = ("Skälet till rättelsen", [LineKind.Rattelse]),
        // How sure somebody is belongs to what was told or seen; a decision is no rumour.
        [LineFields.Reliability] =
            ("Tillförlitlighet", [LineKind.Inkommet, LineKind.Observation, LineKind.Rattelse]),
        // Whatever is done or decided can come or go by telephone, and a log sheet has the columns on every row. Only a
        // reference has no room for them.
        [LineFields.From] = ("Från", Told),
        [LineFields.To] = ("Till", Told),
        [LineFields.Channel] = ("Kanal", Told),
    };

    public static ShortForm Empty { get; } = new();

    public string? OnBehalfOf { get; init; }

    public string? DecidedBy { get; init; }

    public string? Basis { get; init; }

    public string? Reasons { get; init; }

    public string? Alternatives { get; init; }

    public string? Assignee { get; init; }

    public DateTimeOffset? Due { get; init; }

    public string? Horizon { get; init; }

    public bool IsLifeDanger { get; init; }

    public string? Contact { get; init; }

    public string? Phone { get; init; }

    public string? CorrectionReason { get; init; }

    /// <exception cref="RefusedException">
    /// A field of another kind, a code that there is not, a deadline beyond reason, or for another without the right.
    /// </exception>
    public void AddTo(Dictionary<string, string> fields, LineKind kind, Actor by, DateTimeOffset now)
    {
        UnlessHorizon(Horizon);
        UnlessFarAhead(Due, now);
        foreach (var (name, value) in Stated())
        {
            if (value is null)
                continue;
            Refuse.UnlessDuty(
                name is not LineFields.OnBehalfOf || by.May(Act.WriteOnBehalf),
                $"Som {by.Duty.Swedish()} skriver du bara för egen del.");
            UnlessAtHome(name, kind);
            fields[name] = value;
        }
    }

    /// <exception cref="RefusedException">The field belongs to other kinds.</exception>
    internal static void UnlessAtHome(string name, LineKind kind)
    {
        if (!Homes.TryGetValue(name, out var home) || home.Kinds.Contains(kind))
            return;
        var words = home.Kinds == Told
            ? $"inte anges för {kind.Swedish().ToLowerInvariant()}"
            : $"bara anges för {string.Join(" och ", home.Kinds.Select(other => other.Swedish().ToLowerInvariant()))}";
        Refuse.If(true, $"{home.Swedish} kan {words}.");
    }

    internal static void UnlessHorizon(string? horizon) => Refuse.If(
        horizon is not null && !LineCodes.Horizons.ContainsKey(horizon),
        $"Horisonten finns inte. Välj bland {string.Join(", ", LineCodes.Horizons.Keys)}.");

    /// <exception cref="RefusedException">More than ten years away, in either direction.</exception>
    internal static string? Deadline(DateTimeOffset? due, DateTimeOffset now)
    {
        UnlessFarAhead(due, now);
        return Deadline(due);
    }

    /// <summary>What is stated for the kind, as the line keeps it.</summary>
    internal IEnumerable<(string Name, string? Value)> Stated() =>
    [
        (LineFields.OnBehalfOf, Refuse.UnlessStorable(OnBehalfOf, LineDraft.PartyMaxLength)),
        (LineFields.DecidedBy, Refuse.UnlessStorable(DecidedBy, LineDraft.PartyMaxLength)),
        (LineFields.Basis, Refuse.UnlessStorable(Basis, LongMaxLength)),
        (LineFields.Reasons, Refuse.UnlessStorable(Reasons, LongMaxLength)),
        (LineFields.Alternatives, Refuse.UnlessStorable(Alternatives, LongMaxLength)),
        (LineFields.Assignee, Refuse.UnlessStorable(Assignee, LineDraft.PartyMaxLength)),
        (LineFields.Due, Deadline(Due)),
        (LineFields.Horizon, Horizon),
        (LineFields.LifeDanger, IsLifeDanger ? "true" : null),
        (LineFields.Contact, Refuse.UnlessStorable(Contact, LineDraft.PartyMaxLength)),
        (LineFields.Phone, Refuse.UnlessStorable(Phone, PhoneMaxLength)),
        (LineFields.CorrectionReason, Refuse.UnlessStorable(CorrectionReason, LongMaxLength)),
    ];

    private static string? Deadline(DateTimeOffset? due) =>
        due is { } at ? IsoTime.Format(IsoTime.ToMicroseconds(at)) : null;

    private static void UnlessFarAhead(DateTimeOffset? due, DateTimeOffset now) => Refuse.If(
        due is { } at && (at - now).Duration() > FarAhead,
        "Klart senast ligger mer än tio år bort. Kontrollera årtalet.");
}
