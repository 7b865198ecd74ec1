using Kris.Domain.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kris.Data.Organisation;

internal sealed class UnitMap : IEntityTypeConfiguration<Unit>
{
    public void Configure(EntityTypeBuilder<Unit> unit)
    {
        unit.ToTable("Unit");
        unit.Property(u => u.Id).ValueGeneratedNever();
        unit.Property(u => u.Version).IsRowVersion();
        unit.Ignore(u => u.Recorded);
        unit.Property(u => u.Name).HasMaxLength(Unit.NameMaxLength);
        unit.HasIndex(u => u.Name).IsUnique().HasFilter("retired_at IS NULL");
    }
}
