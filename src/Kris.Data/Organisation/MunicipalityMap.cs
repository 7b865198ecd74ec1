using Kris.Domain.Organisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kris.Data.Organisation;

internal sealed class MunicipalityMap : IEntityTypeConfiguration<Municipality>
{
    public void Configure(EntityTypeBuilder<Municipality> municipality)
    {
        municipality.ToTable("Municipality");
        municipality.Property(m => m.Id).ValueGeneratedNever();
        municipality.Property(m => m.Version).IsRowVersion();
        municipality.Ignore(m => m.Recorded);
        municipality.Property(m => m.Name).HasMaxLength(Municipality.NameMaxLength);
    }
}
