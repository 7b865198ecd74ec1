using System.Security.Claims;
using Kris.Data.Journal;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace Kris.Web.Accounts;

/// <summary>
/// Who is on the other end of an open page, asked again all the time: at once when this process ended the session or
/// changed the account, and every few seconds for what another process did.
/// </summary>
public sealed class CircuitAuthentication : ServerAuthenticationStateProvider, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource closed = new();
    private readonly SemaphoreSlim checking = new(1, 1);
    private readonly Revalidation revalidation;
    private readonly Sessions sessions;
    private readonly JournalSignal signal;
    private readonly TimeProvider clock;
    private readonly ILogger<CircuitAuthentication> log;
    private ClaimsPrincipal? user;

    public CircuitAuthentication(
        Revalidation revalidation,
        Sessions sessions,
        JournalSignal signal,
        TimeProvider clock,
        ILogger<CircuitAuthentication> log)
    {
        this.revalidation = revalidation;
        this.sessions = sessions;
        this.signal = signal;
        this.clock = clock;
        this.log = log;
        AuthenticationStateChanged += Begin;
    }

    public void Dispose()
    {
        AuthenticationStateChanged -= Begin;
        sessions.Ended -= SessionEnded;
        signal.StreamGrew -= AccountChanged;
        closed.Cancel();
        closed.Dispose();
    }

    // The host says once who it is. A page that is sent and done has no circuit, and is not watched after that.
    private void Begin(Task<AuthenticationState> state)
    {
        AuthenticationStateChanged -= Begin;
        _ = WatchAsync(state);
    }

    private async Task WatchAsync(Task<AuthenticationState> state)
    {
        user = (await state).User;
        if (user.Identity is not { IsAuthenticated: true } || closed.IsCancellationRequested)
            return;

        sessions.Ended += SessionEnded;
        signal.StreamGrew += AccountChanged;
        try
        {
            using var timer = new PeriodicTimer(Interval, clock);
            while (await timer.WaitForNextTickAsync(closed.Token))
                await CheckAsync();
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException)
        {
            // The page is closed.
        }
    }

    private void SessionEnded(Guid session)
    {
        if (user?.SessionId() == session)
            _ = CheckAsync();
    }

    private void AccountChanged(Guid stream)
    {
        if (user?.AccountId() == stream)
            _ = CheckAsync();
    }

    private async Task CheckAsync()
    {
        if (user is not { Identity.IsAuthenticated: true } asked || closed.IsCancellationRequested)
            return;

        await checking.WaitAsync();
        try
        {
            // Nobody waits for this look: what it throws would end the program, and with it everybody's page.
            var now = await revalidation.CheckAsync(asked, isUsed: false);
            if (ReferenceEquals(now, asked))
                return;

            user = now ?? new ClaimsPrincipal(new ClaimsIdentity());
            SetAuthenticationState(Task.FromResult(new AuthenticationState(user)));
        }
        catch (Exception failed)
        {
            // Without the database nothing can be done in anybody's name; the next look settles it.
            log.LogWarning("A login could not be looked at anew: {Failure}", failed.GetType().Name);
        }
        finally
        {
            checking.Release();
        }
    }
}
