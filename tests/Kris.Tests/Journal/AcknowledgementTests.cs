using Kris.Data;
using Kris.Data.Journal;
using Kris.Domain.Incidents;
using Kris.Tests.Server;
using Npgsql;

namespace Kris.Tests.Journal;

/// <summary>
/// PostgreSQL sends what a line became before it commits, and that it is committed after. Nobody is told that a line
/// stands because of the first.
/// </summary>
[Collection(LogServerCollection.Name)]
public sealed class AcknowledgementTests(TestServer server) : IAsyncLifetime
{
    private TestKris kris = null!;
    private Incident incident = null!;
    private AnswersWithoutEnd wire = null!;
    private NpgsqlDataSource source = null!;

    public async Task InitializeAsync()
    {
        kris = await TestKris.NewAsync(server);
        incident = await kris.OpenAsync();
        wire = new AnswersWithoutEnd(kris.App);
        source = KrisDataSource.Create(wire.Connection, longestAnswer: 1);
    }

    public async Task DisposeAsync()
    {
        await source.DisposeAsync();
        await wire.DisposeAsync();
        await kris.DisposeAsync();
    }

    [Fact]
    public async Task A_line_whose_commit_nobody_heard_of_is_not_acknowledged_and_is_the_same_when_asked_for_again()
    {
        var journal = new JournalStore(source, kris.Signal);
        await journal.AppendAsync(TestKris.Line(incident.Id, "Vattnet är borta."));
        var line = TestKris.Line(incident.Id, "Nödvatten står vid torget.");

        wire.KeepEnds();
        await UnheardAsync(() => journal.AppendAsync(line));

        var again = await kris.Journal.AppendAsync(line);
        Assert.Equal((3, false), (again.Number, again.IsNew));
    }

    [Fact]
    public async Task A_draft_is_not_said_to_be_saved_before_its_commit()
    {
        var drafts = new DraftStore(source);
        var (account, device) = (Guid.NewGuid(), Guid.NewGuid());
        await drafts.FindAsync(account, incident.Id);

        wire.KeepEnds();

        await UnheardAsync(() => drafts.SaveAsync(account, incident.Id, """{"text":"Nödvatten"}""", device));
    }

    private static async Task UnheardAsync(Func<Task> write)
    {
        var late = await Assert.ThrowsAnyAsync<NpgsqlException>(write);
        Assert.IsType<TimeoutException>(late.InnerException);
    }
}
