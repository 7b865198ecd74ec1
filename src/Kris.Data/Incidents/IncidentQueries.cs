using System.Globalization;
using Kris.Domain.Incidents;
using Microsoft.EntityFrameworkCore;

namespace Kris.Data.Incidents;

/// <summary>The questions that are asked of incidents, each with its bound at the asking.</summary>
public static class IncidentQueries
{
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

        var number = int.TryParse(text.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed : -1;
        var pattern = $"%{Escaped(text)}%";
        return incidents.Where(i => i.Number == number || EF.Functions.ILike(i.Facts.Title, pattern, "\\"));
    }

    /// <summary>The next number in the municipality; two who take it at once are told apart by its index.</summary>
    public static async Task<int> NextNumberAsync(this IQueryable<Incident> incidents) =>
        (await incidents.MaxAsync(i => (int?)i.Number) ?? 0) + 1;

    private static string Escaped(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal);
}
