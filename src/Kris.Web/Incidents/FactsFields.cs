using System.Globalization;
using Kris.Domain;
using Kris.Domain.Incidents;
using Kris.Web.Components;

namespace Kris.Web.Incidents;

/// <summary>The facts as they are typed: text where what is written may not be a number or a time.</summary>
public sealed class FactsFields
{
    public string? Title { get; set; }
    public string? Type { get; set; }
    public string? Address { get; set; }
    public string? Latitude { get; set; }
    public string? Longitude { get; set; }
    public string? Began { get; set; }
    public IReadOnlyList<Guid> Units { get; set; } = [];
    public string? AffectedGroups { get; set; }
    public string? LedBy { get; set; }
    public IncidentPhase Phase { get; set; }
    public bool IsExercise { get; set; }
    public IReadOnlyList<Guid> Linked { get; set; } = [];
    public string? Diarienummer { get; set; }
    public string? Inriktning { get; set; }
    public string? Priorities { get; set; }

    public static FactsFields Of(IncidentFacts facts) => new()
    {
        Title = facts.Title,
        Type = facts.Type,
        Address = facts.Address,
        Latitude = facts.Latitude?.ToString(CultureInfo.InvariantCulture),
        Longitude = facts.Longitude?.ToString(CultureInfo.InvariantCulture),
        Began = Swedish.DateAndClock(facts.Began),
        Units = facts.Units,
        AffectedGroups = facts.AffectedGroups,
        LedBy = facts.LedBy,
        Phase = facts.Phase,
        IsExercise = facts.IsExercise,
        Linked = facts.Linked,
        Diarienummer = facts.Diarienummer,
        Inriktning = facts.Inriktning,
        Priorities = facts.Priorities,
    };

    /// <summary>The facts that these fields say; a time that was not touched keeps its seconds.</summary>
    /// <exception cref="RefusedException">A time or a coordinate that cannot be read.</exception>
    public IncidentFacts Facts(IncidentFacts before, DateTimeOffset now) => new()
    {
        Title = Title ?? "",
        Type = string.IsNullOrEmpty(Type) ? null : Type,
        Address = Address,
        Latitude = Degrees(Latitude),
        Longitude = Degrees(Longitude),
        Began = Began?.Trim() == Swedish.DateAndClock(before.Began)
            ? before.Began
            : SwedishMoment.Read(Began, now) ?? now,
        Units = Units,
        AffectedGroups = AffectedGroups,
        LedBy = LedBy,
        Phase = Phase,
        IsExercise = IsExercise,
        Linked = Linked,
        Diarienummer = Diarienummer,
        Inriktning = Inriktning,
        Priorities = Priorities,
    };

    /// <summary>Takes over what somebody else changed, in the fields that were left alone here.</summary>
    public void Follow(FactsFields before, FactsFields now)
    {
        Title = Mine(Title, before.Title, now.Title);
        Type = Mine(Type, before.Type, now.Type);
        Address = Mine(Address, before.Address, now.Address);
        Latitude = Mine(Latitude, before.Latitude, now.Latitude);
        Longitude = Mine(Longitude, before.Longitude, now.Longitude);
        Began = Mine(Began, before.Began, now.Began);
        Units = Units.Order().SequenceEqual(before.Units.Order()) ? now.Units : Units;
        AffectedGroups = Mine(AffectedGroups, before.AffectedGroups, now.AffectedGroups);
        LedBy = Mine(LedBy, before.LedBy, now.LedBy);
        Phase = Phase == before.Phase ? now.Phase : Phase;
        IsExercise = IsExercise == before.IsExercise ? now.IsExercise : IsExercise;
        Linked = Linked.Order().SequenceEqual(before.Linked.Order()) ? now.Linked : Linked;
        Diarienummer = Mine(Diarienummer, before.Diarienummer, now.Diarienummer);
        Inriktning = Mine(Inriktning, before.Inriktning, now.Inriktning);
        Priorities = Mine(Priorities, before.Priorities, now.Priorities);
    }

    public void Set(Guid unit, bool isTouched) =>
        Units = isTouched ? [.. Units.Union([unit])] : [.. Units.Except([unit])];

    // An empty field and none at all are the same thing to whoever fills in a form.
    private static string? Mine(string? here, string? before, string? now) =>
        (here ?? "") == (before ?? "") ? now : here;

    private static double? Degrees(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;

        var isNumber = double.TryParse(
            text.Trim().Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees);
        Refuse.If(!isNumber, "Skriv koordinaterna i grader, till exempel 58,5877 och 16,1924.");
        return degrees;
    }
}
