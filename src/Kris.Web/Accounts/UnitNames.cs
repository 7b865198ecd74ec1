using Kris.Data;
using Kris.Domain.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Accounts;

/// <summary>The names of the units that duties are held for.</summary>
public sealed class UnitNames
{
    private readonly Dictionary<Guid, string> names;

    /// <summary>While they are being read.</summary>
    public static UnitNames None { get; } = new([]);

    private UnitNames(Dictionary<Guid, string> names) => this.names = names;

    public static async Task<UnitNames> OfAsync(IDbContextFactory<KrisDb> factory, IEnumerable<Guid?> asked)
    {
        var ids = asked.OfType<Guid>().Distinct().ToArray();
        if (ids.Length == 0)
            return None;

        await using var db = await factory.CreateDbContextAsync();
        return new UnitNames(await db.Units.AsNoTracking()
            .Where(unit => ids.Contains(unit.Id))
            .ToDictionaryAsync(unit => unit.Id, unit => unit.Name));
    }

    /// <summary>The duty as words, with its unit where it is held for one.</summary>
    public string Words(Duty duty, Guid? unit) =>
        unit is { } id && names.TryGetValue(id, out var name) ? $"{duty.Swedish()}, {name}" : duty.Swedish();
}
