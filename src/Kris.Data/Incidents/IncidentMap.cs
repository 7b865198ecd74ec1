using Kris.Domain.Incidents;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kris.Data.Incidents;

internal sealed class IncidentMap : IEntityTypeConfiguration<Incident>
{
    public void Configure(EntityTypeBuilder<Incident> incident)
    {
        incident.ToTable("Incident");
        incident.Property(i => i.Id).ValueGeneratedNever();
        incident.Property(i => i.Version).IsRowVersion();
        incident.HasIndex(i => i.Number).IsUnique();
        incident.HasIndex(i => new { i.ClosedAt, i.Level });
        incident.Property(i => i.OpenedByName).HasMaxLength(Domain.Accounts.Account.NameMaxLength);
        incident.Property(i => i.LifeDangerBy).HasMaxLength(Domain.Accounts.Account.NameMaxLength);
        incident.Property(i => i.CentralSupportAskedBy).HasMaxLength(Domain.Accounts.Account.NameMaxLength);
        incident.Property(i => i.ClosedBy).HasMaxLength(Domain.Accounts.Account.NameMaxLength);
        incident.HasOne<Incident>().WithMany().HasForeignKey(i => i.MergedInto).OnDelete(DeleteBehavior.Restrict);
        incident.Ignore(i => i.Recorded);
        incident.ComplexProperty(i => i.Facts, MapFacts);
        incident.OwnsMany(i => i.LevelHistory, MapChange);
        incident.Navigation(i => i.LevelHistory).HasField("levelHistory");
    }

    private static void MapFacts(ComplexPropertyBuilder<IncidentFacts> facts)
    {
        facts.Property(f => f.Title).HasMaxLength(IncidentFacts.TitleMaxLength).HasColumnName("Title");
        facts.Property(f => f.Type).HasMaxLength(EventType.CodeMaxLength).HasColumnName("Type");
        facts.Property(f => f.Address).HasMaxLength(IncidentFacts.ShortMaxLength).HasColumnName("Address");
        facts.Property(f => f.Latitude).HasColumnName("Latitude");
        facts.Property(f => f.Longitude).HasColumnName("Longitude");
        facts.Property(f => f.Began).HasColumnName("Began");
        facts.PrimitiveCollection(f => f.Units).HasColumnName("Units");
        facts.Property(f => f.AffectedGroups).HasMaxLength(IncidentFacts.LongMaxLength).HasColumnName("AffectedGroups");
        facts.Property(f => f.LedBy).HasMaxLength(IncidentFacts.ShortMaxLength).HasColumnName("LedBy");
        facts.Property(f => f.Phase).HasColumnName("Phase");
        facts.Property(f => f.IsExercise).HasColumnName("IsExercise");
        facts.PrimitiveCollection(f => f.Linked).HasColumnName("Linked");
        facts.Property(f => f.Diarienummer).HasMaxLength(IncidentFacts.ShortMaxLength).HasColumnName("Diarienummer");
        facts.Property(f => f.Inriktning).HasMaxLength(IncidentFacts.LongMaxLength).HasColumnName("Inriktning");
        facts.Property(f => f.Priorities).HasMaxLength(IncidentFacts.LongMaxLength).HasColumnName("Priorities");
    }

    private static void MapChange(OwnedNavigationBuilder<Incident, LevelChange> change)
    {
        change.ToTable("LevelChange");
        change.WithOwner().HasForeignKey("IncidentId");
        change.HasKey(c => c.Id);
        change.Property(c => c.Id).ValueGeneratedNever();
        change.Property(c => c.ByName).HasMaxLength(Domain.Accounts.Account.NameMaxLength);
        foreach (var text in new[] { "Reason", "Deviates", "SeriousDisturbance", "Urgent", "Forhinder" })
            change.Property<string>(text).HasMaxLength(LevelChange.ReasonMaxLength);
    }
}
