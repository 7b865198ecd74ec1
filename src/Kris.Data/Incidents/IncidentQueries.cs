using System.Globalization;
using Kris.Domain.Incidents;
using Microsoft.EntityFrameworkCore;

namespace Kris.Data.Incidents;

/// <summary>What a list of incidents is narrowed to. What is left out narrows nothing.</summary>
public sealed record IncidentFilter(
    bool? IsOpen = null, IncidentLevel? Level = null, bool? IsExercise = null, string? Search = null);

/// <summary>The questions that are asked of incidents, each with its bound at the asking.</summary>
public static class IncidentQueries
{
    /// <summary>How many incidents a list of the API gives at most.</summary>
    public const int MaxLimit = 200;

    /// <summary>Fara för liv first, then the gravest, then what moved last.</summary>
    public static IQueryable<Incident> GravestFirst(this IQueryable<Incident> incidents) => incidents
        .OrderByDescending(i => i.LifeDangerAt != null)
        .ThenByDescending(i => i.Level)
        .ThenByDescending(i => i.ChangedAt);

    public static IQueryable<Incident> Open(this IQueryable<Incident> incidents) =>
        incidents.Where(i => i.ClosedAt == null);

    /// <summary>By words of the title, or by number.</summary>
    public static IQueryable<Incident> Matching(this IQueryable<Incident> incidents, string? search)
    {
        var text = search?.Trim();
        if (string.IsNullOrEmpty(text))
            return incidents;

        var isNumber = int.TryParse(
            text.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed);
        var number = isNumber ? parsed : -1;
        var pattern = LikePattern.Containing(text);
        return incidents.Where(i => i.Number == number || EF.Functions.ILike(i.Facts.Title, pattern, "\\"));
    }

    public static IQueryable<Incident> Filtered(this IQueryable<Incident> incidents, IncidentFilter filter)
    {
        if (filter.IsOpen is { } open)
            incidents = incidents.Where(i => i.ClosedAt == null == open);
        if (filter.Level is { } level)
            incidents = incidents.Where(i => i.Level == level);
        if (filter.IsExercise is { } exercise)
            incidents = incidents.Where(i => i.Facts.IsExercise == exercise);
        return incidents.Matching(filter.Search);
    }

    /// <summary>The list from its newest, or on from where a page of it ended.</summary>
    /// <param name="after">The number of the last incident of the page before.</param>
    public static IQueryable<Incident> NewestFirst(
        this IQueryable<Incident> incidents, int? after, int limit) => incidents
        .Where(i => after == null || i.Number < after)
        .OrderByDescending(i => i.Number)
        .Take(Math.Clamp(limit, 1, MaxLimit));

    /// <summary>Number and title of each, as where they are told apart by name.</summary>
    public static async Task<IReadOnlyDictionary<Guid, string>> TitlesAsync(
        this IQueryable<Incident> incidents, IReadOnlyCollection<Guid> ids) =>
        await incidents.AsNoTracking().Where(i => ids.Contains(i.Id)).Take(MaxLimit)
            .ToDictionaryAsync(
                i => i.Id, i => $"{(i.Facts.IsExercise ? "Övning: nr" : "Nr")} {i.Number} {i.Facts.Title}");

    /// <summary>The next number in the municipality; two who take it at once are told apart by its index.</summary>
    public static async Task<int> NextNumberAsync(this IQueryable<Incident> incidents) =>
        (await incidents.MaxAsync(i => (int?)i.Number) ?? 0) + 1;
}
