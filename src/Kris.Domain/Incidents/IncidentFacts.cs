using System.Globalization;
using Kris.Domain.Journal;

namespace Kris.Domain.Incidents;

/// <summary>What is known of an incident and can be filled in as it becomes known. Replaced as a whole.</summary>
public sealed record IncidentFacts
{
    public const int TitleMaxLength = 120;
    public const int ShortMaxLength = 200;
    public const int LongMaxLength = 2_000;
    public const int MaxUnits = 50;

    public required string Title { get; init; }

    /// <summary>The code of an <see cref="EventType"/>.</summary>
    public string? Type { get; init; }

    public string? Address { get; init; }

    /// <summary>WGS 84, degrees.</summary>
    public double? Latitude { get; init; }

    public double? Longitude { get; init; }

    public required DateTimeOffset Began { get; init; }

    public IReadOnlyList<Guid> Units { get; init; } = [];

    /// <summary>The groups of people that are affected, in words.</summary>
    public string? AffectedGroups { get; init; }

    public string? LedBy { get; init; }

    public IncidentPhase Phase { get; init; } = IncidentPhase.Under;

    public bool IsExercise { get; init; }

    public IReadOnlyList<Guid> Linked { get; init; } = [];

    public string? Diarienummer { get; init; }

    public string? Inriktning { get; init; }

    public string? Priorities { get; init; }

    /// <summary>The facts as they can be kept.</summary>
    /// <exception cref="RefusedException">
    /// No title, too long, a place that is not on earth, or a time to come.
    /// </exception>
    public IncidentFacts Checked(DateTimeOffset now)
    {
        Refuse.If(Latitude is null != Longitude is null, "Ange både latitud och longitud, eller ingen av dem.");
        Refuse.If(Latitude is { } lat && !(Math.Abs(lat) <= 90), "Latituden ska ligga mellan -90 och 90 grader.");
        Refuse.If(Longitude is { } lon && !(Math.Abs(lon) <= 180), "Longituden ska ligga mellan -180 och 180 grader.");
        Refuse.If(
            Units.Count > MaxUnits || Linked.Count > MaxUnits, $"Högst {MaxUnits} enheter eller händelser kan anges.");
        return this with
        {
            Title = Refuse.UnlessText(Title, TitleMaxLength, "Händelsen behöver en rubrik."),
            Type = Refuse.UnlessStorable(Type, EventType.CodeMaxLength),
            Address = Refuse.UnlessStorable(Address, ShortMaxLength),
            Began = EventTime.UnlessImplausible(Began, now)!.Value,
            Units = [.. Units.Distinct()],
            AffectedGroups = Refuse.UnlessStorable(AffectedGroups, LongMaxLength),
            LedBy = Refuse.UnlessStorable(LedBy, ShortMaxLength),
            Linked = [.. Linked.Distinct()],
            Diarienummer = Refuse.UnlessStorable(Diarienummer, ShortMaxLength),
            Inriktning = Refuse.UnlessStorable(Inriktning, LongMaxLength),
            Priorities = Refuse.UnlessStorable(Priorities, LongMaxLength),
        };
    }

    /// <summary>What differs from the facts before, in the words of the log.</summary>
    public IReadOnlyList<string> ChangesSince(IncidentFacts old)
    {
        var changes = new List<string>();
        Compare(changes, "rubrik", old.Title, Title);
        Compare(changes, "typ", old.Type, Type);
        Compare(changes, "plats", old.Address, Address);
        Compare(changes, "koordinater", old.Position, Position);
        Compare(changes, "började", IsoTime.Format(old.Began), IsoTime.Format(Began));
        Compare(changes, "berörda enheter", Count(old.Units), Count(Units), Differ(old.Units, Units));
        Compare(changes, "berörda grupper", old.AffectedGroups, AffectedGroups);
        Compare(changes, "leds av", old.LedBy, LedBy);
        Compare(changes, "fas", old.Phase.Swedish(), Phase.Swedish());
        Compare(changes, "skarp eller övning", Earnest(old.IsExercise), Earnest(IsExercise));
        Compare(changes, "länkade händelser", Count(old.Linked), Count(Linked), Differ(old.Linked, Linked));
        Compare(changes, "diarienummer", old.Diarienummer, Diarienummer);
        Compare(changes, "inriktning", old.Inriktning, Inriktning);
        Compare(changes, "prioriteringar", old.Priorities, Priorities);
        return changes;
    }

    public string? Position =>
        Latitude is { } lat && Longitude is { } lon
            ? string.Create(CultureInfo.InvariantCulture, $"{lat:0.#####}, {lon:0.#####}")
            : null;

    private static void Compare(List<string> changes, string what, string? old, string? now, bool? differs = null)
    {
        if (differs ?? (old != now))
            changes.Add($"{what}: {old ?? "inget"} → {now ?? "inget"}");
    }

    private static bool Differ(IReadOnlyList<Guid> old, IReadOnlyList<Guid> now) =>
        !old.Order().SequenceEqual(now.Order());

    private static string Count(IReadOnlyList<Guid> list) => list.Count.ToString(CultureInfo.InvariantCulture);

    private static string Earnest(bool isExercise) => isExercise ? "övning" : "skarp";
}
