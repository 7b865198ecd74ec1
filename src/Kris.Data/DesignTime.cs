using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Kris.Data;

/// <summary>Lets `dotnet ef migrations add` build the model without a program or a server.</summary>
internal sealed class DesignTime : IDesignTimeDbContextFactory<KrisDb>
{
    public KrisDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<KrisDb>().UseNpgsql("Host=localhost;Database=kris").Options);
}
