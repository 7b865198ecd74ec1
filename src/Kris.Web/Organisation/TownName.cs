using Kris.Data;
using Microsoft.EntityFrameworkCore;

namespace Kris.Web.Organisation;

/// <summary>The municipality's name, which stands on every page and changes once in a generation.</summary>
public sealed class TownName(IDbContextFactory<KrisDb> factory)
{
    private string? name;

    public async ValueTask<string> GetAsync()
    {
        if (name is not null)
            return name;

        await using var db = await factory.CreateDbContextAsync();
        return name = await db.Municipalities.AsNoTracking().Select(m => m.Name).SingleOrDefaultAsync() ?? "";
    }

    public void Forget() => name = null;
}
