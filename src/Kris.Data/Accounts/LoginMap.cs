using Kris.Domain.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Kris.Data.Accounts;

internal sealed class LoginMap : IEntityTypeConfiguration<Login>
{
    public void Configure(EntityTypeBuilder<Login> login)
    {
        login.ToTable("Login");
        login.HasOne<Account>().WithOne().HasForeignKey<Login>(l => l.Id).OnDelete(DeleteBehavior.Restrict);
    }
}
