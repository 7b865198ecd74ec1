using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kris.Data.Accounts;

internal sealed class AdministratorInvitationMap : IEntityTypeConfiguration<AdministratorInvitation>
{
    public void Configure(EntityTypeBuilder<AdministratorInvitation> invitation)
    {
        invitation.ToTable("AdministratorInvitation");
        invitation.Property(i => i.Id).ValueGeneratedNever();
        // Of two who use the same link at once, the second finds it gone.
        invitation.Property(i => i.SecretHash).IsConcurrencyToken();
    }
}
