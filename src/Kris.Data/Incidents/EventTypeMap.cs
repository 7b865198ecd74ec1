using Kris.Domain.Incidents;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kris.Data.Incidents;

internal sealed class EventTypeMap : IEntityTypeConfiguration<EventType>
{
    public void Configure(EntityTypeBuilder<EventType> type)
    {
        type.ToTable("EventType");
        type.Property(t => t.Id).ValueGeneratedNever();
        type.Property(t => t.Version).IsRowVersion();
        type.Ignore(t => t.Recorded);
        type.Property(t => t.Code).HasMaxLength(EventType.CodeMaxLength);
        type.Property(t => t.Name).HasMaxLength(EventType.NameMaxLength);
        type.HasIndex(t => t.Code).IsUnique();
    }
}
