using Kris.Data;
using Kris.Domain.Accounts;
using Kris.Tests.Server;
using Kris.Tests.Web;
using Kris.Web.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Kris.Tests.Accounts;

/// <summary>Who is let in, and for how long, on a node whose clock is wrong.</summary>
[Collection(TestServerCollection.Name)]
public sealed class SharedClockTests(TestServer postgres) : IAsyncLifetime
{
    private KrisServer kris = null!;

    private IDbContextFactory<KrisDb> Factory => kris.Service<IDbContextFactory<KrisDb>>();

    public async Task InitializeAsync() => kris = await KrisServer.StartAsync(postgres);

    public async Task DisposeAsync() => await kris.DisposeAsync();

    [Theory]
    [InlineData(2, 1, true)]
    [InlineData(-2, -1, false)]
    public async Task A_token_expires_by_the_clock_that_all_nodes_share(int wrong, int left, bool works)
    {
        var made = kris.Now.AddDays(-ApiToken.MaxDays).AddHours(left);
        var (_, secret) = await kris.TokenAsync(Duty.Tib, at: made);
        var node = new KnownTokens(Factory, Wrong(wrong));

        var known = await node.FindAsync(secret.Hash, TokenUse.Api);

        Assert.Equal(works, known!.Works);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public async Task A_login_lasts_as_long_wherever_it_began(int wrong)
    {
        var account = await kris.AccountAsync(Duty.Tib);
        var node = new Sessions(Factory, Wrong(wrong));
        var right = kris.Service<Sessions>();

        var begunHere = await node.StartAsync(account.Id, userAgent: null);
        var begunThere = await right.StartAsync(account.Id, userAgent: null);

        Assert.True(await right.IsOpenAsync(begunHere, account.Id, isUsed: true));
        Assert.True(await node.IsOpenAsync(begunThere, account.Id, isUsed: true));
        await using var db = await Factory.CreateDbContextAsync();
        var seen = await db.LoginSessions.Select(session => session.SeenAt).ToListAsync();
        Assert.All(seen, at => Assert.InRange(at, kris.Now.AddMinutes(-5), kris.Now.AddMinutes(5)));
    }

    [Fact]
    public async Task What_a_node_knows_is_no_longer_fresh_although_its_clock_was_set_back()
    {
        var (token, secret) = await kris.TokenAsync(Duty.Tib);
        var clock = new FakeTimeProvider(kris.Now);
        var node = new KnownTokens(Factory, new SetBack(clock));
        Assert.True((await node.FindAsync(secret.Hash, TokenUse.Api))!.Works);
        await kris.Desk.ActAsync(token, t => t.Revoke(Actor.Machine, kris.Now));

        clock.Advance(TimeSpan.FromSeconds(5));

        Assert.False((await node.FindAsync(secret.Hash, TokenUse.Api))!.Works);
    }

    private FakeTimeProvider Wrong(int hours) => new(kris.Now.AddHours(hours));

    // The time that passes is measured by what no setting of the clock touches.
    private sealed class SetBack(FakeTimeProvider passing) : TimeProvider
    {
        private readonly DateTimeOffset begun = passing.GetUtcNow();

        public override DateTimeOffset GetUtcNow() => begun - (passing.GetUtcNow() - begun);

        public override long GetTimestamp() => passing.GetTimestamp();

        public override long TimestampFrequency => passing.TimestampFrequency;
    }
}
