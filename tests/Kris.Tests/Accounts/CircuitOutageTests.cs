using System.Net;
using System.Net.Sockets;
using Kris.Data;
using Kris.Data.Journal;
using Kris.Domain.Accounts;
using Kris.Web.Accounts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Kris.Tests.Accounts;

/// <summary>An open page looks at its login again and again, and outlives a database that does not answer.</summary>
public sealed class CircuitOutageTests
{
    [Fact]
    public async Task A_page_looks_again_after_a_look_that_failed()
    {
        using var dead = new DeadDatabase();
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 3, 15, 0, TimeSpan.Zero));
        using var page = Page(dead.Port, clock);
        page.SetAuthenticationState(Task.FromResult(new AuthenticationState(Somebody())));

        await UntilAskedAsync(clock, dead, times: 1);
        await UntilAskedAsync(clock, dead, times: 2);

        Assert.True((await page.GetAuthenticationStateAsync()).User.Identity?.IsAuthenticated);
    }

    private static CircuitAuthentication Page(int port, TimeProvider clock)
    {
        var nowhere = $"Host=127.0.0.1;Port={port};Username=kris;Database=kris;Pooling=false;Timeout=5";
        var factory = new PooledDbContextFactory<KrisDb>(
            new DbContextOptionsBuilder<KrisDb>().UseNpgsql(nowhere).Options);
        var signal = new JournalSignal();
        var sessions = new Sessions(factory, clock);
        var standing = new Standing(factory, clock, signal);
        var revalidation = new Revalidation(standing, sessions, new KnownTokens(factory, clock));
        return new(revalidation, sessions, signal, clock, NullLogger<CircuitAuthentication>.Instance);
    }

    private static System.Security.Claims.ClaimsPrincipal Somebody()
    {
        var duty = new HeldDuty(Duty.Tib, Unit: null);
        var stands = new AccountStanding("TiB", IsOpen: true, "stämpel", MustChangePassword: false, null, [duty]);
        return Revalidation.Principal(Guid.NewGuid(), stands, Guid.NewGuid(), duty);
    }

    // The look runs beside the clock: it is moved on until the look is seen.
    private static async Task UntilAskedAsync(FakeTimeProvider clock, DeadDatabase dead, int times)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (dead.Asked < times)
        {
            clock.Advance(TimeSpan.FromSeconds(20));
            await Task.Delay(50, limit.Token);
        }
    }

    /// <summary>What answers as a server that is being killed: it lets one in, and is gone.</summary>
    private sealed class DeadDatabase : IDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private int asked;

        public DeadDatabase()
        {
            listener.Start();
            _ = HangUpAsync();
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public int Asked => Volatile.Read(ref asked);

        public void Dispose() => listener.Dispose();

        private async Task HangUpAsync()
        {
            try
            {
                while (true)
                {
                    using var caller = await listener.AcceptTcpClientAsync();
                    Interlocked.Increment(ref asked);
                }
            }
            catch (Exception over) when (over is SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }
    }
}
