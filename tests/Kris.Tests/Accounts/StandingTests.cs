using Kris.Data;
using Kris.Data.Journal;
using Kris.Domain.Accounts;
using Kris.Tests.Server;
using Kris.Tests.Web;
using Kris.Web.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Kris.Tests.Accounts;

/// <summary>Which duties are held, on a node whose clock is wrong.</summary>
[Collection(TestServerCollection.Name)]
public sealed class StandingTests(TestServer postgres) : IAsyncLifetime
{
    private KrisServer kris = null!;

    public async Task InitializeAsync() => kris = await KrisServer.StartAsync(postgres);

    public async Task DisposeAsync() => await kris.DisposeAsync();

    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    public async Task A_duty_begins_and_ends_by_the_clock_that_all_nodes_share(int hours)
    {
        var account = await kris.AccountAsync(Duty.Tib);
        await kris.Desk.ActAsync(account, a =>
        {
            var now = kris.Now;
            a.Assign(Duty.Stabschef, unit: null, from: now, until: now.AddHours(1), Actor.Machine, now);
            var withdrawn = a.Duties.Single(held => held.Duty == Duty.Tib);
            a.Withdraw(withdrawn.Id, othersAdminister: true, Actor.Machine, now);
        });
        var wrong = new FakeTimeProvider(kris.Now.AddHours(hours));
        var node = new Standing(kris.Service<IDbContextFactory<KrisDb>>(), wrong, new JournalSignal());

        var standing = await node.OfAsync(account.Id);

        Assert.Equal([Duty.Stabschef], standing!.Duties.Select(held => held.Duty));
    }
}
