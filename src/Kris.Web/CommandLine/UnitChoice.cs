using Kris.Domain;
using Kris.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.CommandLine;

/// <summary>A unit as a person names it: by its id, or by its name or a part of it that is enough.</summary>
internal static class UnitChoice
{
    public static async Task<Guid> FindAsync(Database database, string wanted, CancellationToken stop)
    {
        await using var db = await database.Contexts.CreateDbContextAsync(stop);
        var units = await db.Units.AsNoTracking().Where(unit => unit.RetiredAt == null).OrderBy(unit => unit.Name)
            .Select(unit => new { unit.Id, unit.Name }).Take(500).ToListAsync(stop);
        var found = units.Where(unit => unit.Id.ToString() == wanted || Same(unit.Name, wanted)).ToList();
        if (found.Count == 0)
            found = units.Where(unit => unit.Name.Contains(wanted, StringComparison.OrdinalIgnoreCase)).ToList();

        Refuse.If(
            found.Count != 1,
            $"Enheten ”{wanted}” {(found.Count == 0 ? "finns inte" : "kan vara flera")}. Välj bland "
            + $"{string.Join(", ", (found.Count == 0 ? units : found).Select(unit => unit.Name))}.");
        return found[0].Id;
    }

    private static bool Same(string name, string wanted) =>
        name.Equals(wanted, StringComparison.OrdinalIgnoreCase);
}
