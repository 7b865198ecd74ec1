using Kris.Data.Accounts;
using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Organisation;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kris.Data;

/// <summary>
/// State and journal in one save: the lines that the aggregates recorded are appended in the same transaction, last,
/// and an aggregate that changed without a line is not saved.
/// </summary>
public sealed class KrisDb(DbContextOptions<KrisDb> options)
    : IdentityUserContext<Login, Guid>(options), IDataProtectionKeyContext
{
    public DbSet<Incident> Incidents => Set<Incident>();

    public DbSet<EventType> EventTypes => Set<EventType>();

    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<ApiToken> ApiTokens => Set<ApiToken>();

    public DbSet<Unit> Units => Set<Unit>();

    public DbSet<Municipality> Municipalities => Set<Municipality>();

    public DbSet<LoginSession> LoginSessions => Set<LoginSession>();

    public DbSet<AdministratorInvitation> AdministratorInvitations => Set<AdministratorInvitation>();

    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>In a query: what the database's clock shows, which is the same to every node.</summary>
    public static DateTimeOffset Clock() => throw new NotSupportedException("It is asked for in a query alone.");

    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        var aggregates = ChangeTracker.Entries<Aggregate>().Where(Concerns).ToList();
        UnlessRecorded(aggregates.Count);
        if (aggregates.Count == 0)
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);

        foreach (var entry in aggregates)
        {
            if (entry.Entity.Recorded.Count == 0)
                throw new InvalidOperationException($"{entry.Entity.GetType().Name} changed without recording a line.");
            // A change in what the aggregate owns moves its version too.
            if (entry.State is EntityState.Unchanged)
                entry.State = EntityState.Modified;
        }

        var lines = aggregates.SelectMany(entry => entry.Entity.Recorded).OrderBy(line => line.Stream).ToList();
        await using var transaction = await Database.BeginTransactionAsync(cancellationToken);
        var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess: false, cancellationToken);
        var connection = (NpgsqlConnection)Database.GetDbConnection();
        await JournalAppend.InTransactionAsync(connection, lines, begins: true, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        ChangeTracker.AcceptAllChanges();
        foreach (var entry in aggregates)
            entry.Entity.ForgetRecorded();
        return saved;
    }

    // Data protection stores its keys this way; an aggregate has only the other.
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        if (ChangeTracker.Entries<Aggregate>().Any(Concerns))
            throw new NotSupportedException("An aggregate is saved asynchronously, with its lines.");
        UnlessRecorded(aggregates: 0);
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(KrisDb).Assembly);
        builder.HasDbFunction(typeof(KrisDb).GetMethod(nameof(Clock))!).HasName("clock_timestamp").IsBuiltIn();
        SnakeCase.Apply(builder);
    }

    private static bool Concerns(Microsoft.EntityFrameworkCore.ChangeTracking.EntityEntry<Aggregate> entry) =>
        entry.State is not EntityState.Unchanged || entry.Entity.Recorded.Count > 0;

    // What an aggregate owns cannot be saved past it.
    private void UnlessRecorded(int aggregates)
    {
        if (aggregates > 0)
            return;
        var stray = ChangeTracker.Entries()
            .FirstOrDefault(entry => entry.Metadata.IsOwned() && entry.State is not EntityState.Unchanged);
        if (stray is not null)
            throw new InvalidOperationException($"{stray.Metadata.ClrType.Name} changed without recording a line.");
    }
}
