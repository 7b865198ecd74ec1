using Kris.Domain.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kris.Data.Accounts;

internal sealed class AccountMap : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.ToTable("Account");
        account.Property(a => a.Id).ValueGeneratedNever();
        account.Property(a => a.Version).IsRowVersion();
        account.Ignore(a => a.Recorded);
        account.Property(a => a.UserName).HasMaxLength(Account.UserNameMaxLength);
        account.Property(a => a.Name).HasMaxLength(Account.NameMaxLength);
        account.Property(a => a.Phone).HasMaxLength(Account.PhoneMaxLength);
        account.Property(a => a.DisabledBy).HasMaxLength(Account.NameMaxLength);
        account.HasIndex(a => a.UserName).IsUnique();
        account.OwnsMany(a => a.Duties, duty =>
        {
            duty.ToTable("DutyPeriod");
            duty.WithOwner().HasForeignKey("AccountId");
            duty.HasKey(d => d.Id);
            duty.Property(d => d.Id).ValueGeneratedNever();
            duty.Property(d => d.WithdrawnBy).HasMaxLength(Account.NameMaxLength);
            duty.HasOne<Domain.Organisation.Unit>().WithMany().HasForeignKey(d => d.Unit)
                .OnDelete(DeleteBehavior.Restrict);
        });
        account.Navigation(a => a.Duties).HasField("duties");
    }
}
