using Kris.Domain.Organisation;
using Microsoft.EntityFrameworkCore;

namespace Kris.Data.Organisation;

/// <summary>The questions that are asked of units, each with its bound.</summary>
public static class UnitQueries
{
    private const int MaxUnits = 500;

    /// <summary>Every unit that has been, by id: what an old incident touched keeps its name.</summary>
    public static Task<Dictionary<Guid, string>> NamesAsync(this IQueryable<Unit> units) =>
        units.AsNoTracking().OrderBy(unit => unit.Name).Take(MaxUnits)
            .ToDictionaryAsync(unit => unit.Id, unit => unit.Name);

    /// <summary>The units that can be chosen.</summary>
    public static Task<List<Unit>> InUseAsync(this IQueryable<Unit> units) =>
        units.AsNoTracking().Where(unit => unit.RetiredAt == null).OrderBy(unit => unit.Name).Take(MaxUnits)
            .ToListAsync();
}
