using Kris.Domain.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kris.Data.Accounts;

internal sealed class ApiTokenMap : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> token)
    {
        token.ToTable("ApiToken");
        token.Property(t => t.Id).ValueGeneratedNever();
        token.Property(t => t.Version).IsRowVersion();
        token.Ignore(t => t.Recorded);
        token.Property(t => t.Name).HasMaxLength(ApiToken.NameMaxLength);
        token.Property(t => t.CreatedBy).HasMaxLength(Account.NameMaxLength);
        token.Property(t => t.RevokedBy).HasMaxLength(Account.NameMaxLength);
        token.HasIndex(t => t.SecretHash).IsUnique();
        token.HasOne<Domain.Organisation.Unit>().WithMany().HasForeignKey(t => t.Unit)
            .OnDelete(DeleteBehavior.Restrict);
    }
}
