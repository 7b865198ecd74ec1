using System.Net;
using Kris.Data;
using Kris.Data.Journal;
using Kris.Domain.Accounts;
using Kris.Tests.Server;
using Kris.Tests.Web;
using Kris.Web.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Kris.Tests.Accounts;

[Collection(TestServerCollection.Name)]
public sealed class WebSessionTests(TestServer postgres)
{
    [Fact]
    public async Task A_copy_of_the_cookie_is_worth_nothing_after_signing_out()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        using var visitor = await WebVisitor.LoggedInAsync(kris, await WebVisitor.PersonAsync(kris, Duty.Tib));
        using var thief = new WebVisitor(kris);
        thief.Cookies.Add(kris.Address, new Cookie("kris", visitor.Cookie("kris")));
        Assert.Equal(HttpStatusCode.OK, (await thief.LookAsync("/konto")).Status);

        var answer = await visitor.SendAsync("/logga-ut", []);

        Assert.Equal("/logga-in", answer.Place);
        Assert.Null(visitor.Cookie("kris"));
        Assert.StartsWith("/logga-in?", (await thief.LookAsync("/konto")).Place, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_person_at_the_same_computer_begins_where_the_last_one_was()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        using var visitor = await WebVisitor.LoggedInAsync(kris, await WebVisitor.PersonAsync(kris, Duty.Tib));
        var next = await WebVisitor.PersonAsync(kris, Duty.Stabschef);

        var signedOut = await visitor.SendAsync("/logga-ut", [("returnUrl", "/handelser?visa=oppna")]);
        var answer = await visitor.LogInAsync(next.UserName, page: signedOut.Place!);

        Assert.Equal("/handelser?visa=oppna", answer.Place);
    }

    [Theory]
    [InlineData("https://annan.example", HttpStatusCode.Forbidden)]
    [InlineData("", HttpStatusCode.BadRequest)]
    public async Task Nobody_is_signed_out_or_moved_by_another_site(string origin, HttpStatusCode status)
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        using var visitor = await WebVisitor.LoggedInAsync(kris, await WebVisitor.PersonAsync(kris, Duty.Tib));

        var signOut = await visitor.SendAsync("/logga-ut", [], origin);
        var choose = await visitor.SendAsync("/uppgift", [("uppgift", "tib")], origin);

        Assert.Equal((status, status), (signOut.Status, choose.Status));
        Assert.Equal(HttpStatusCode.OK, (await visitor.LookAsync("/konto")).Status);
    }

    [Fact]
    public async Task Signing_out_ends_the_pages_that_are_open()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var tib = await WebVisitor.PersonAsync(kris, Duty.Tib);
        var session = await kris.Service<Sessions>().StartAsync(tib.Id, userAgent: null);
        var stands = (await kris.Service<Standing>().OfAsync(tib.Id))!;
        await using var circuit = kris.App.Services.CreateAsyncScope();
        var page = (CircuitAuthentication)circuit.ServiceProvider.GetRequiredService<AuthenticationStateProvider>();
        var user = Revalidation.Principal(tib.Id, stands, session, stands.Begin);
        page.SetAuthenticationState(Task.FromResult(new AuthenticationState(user)));
        var over = new TaskCompletionSource<AuthenticationState>();
        page.AuthenticationStateChanged += async state => over.TrySetResult(await state);

        await kris.Service<Sessions>().EndAsync(tib.Id, session);

        var now = await over.Task.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.False(now.User.Identity?.IsAuthenticated);
    }

    [Fact]
    public async Task A_duty_that_another_node_withdrew_is_gone_within_seconds_and_the_login_stays()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var tib = await WebVisitor.PersonAsync(kris, Duty.Tib);
        using var visitor = await WebVisitor.LoggedInAsync(kris, tib);
        Assert.Equal(HttpStatusCode.OK, (await visitor.LookAsync("/handelser")).Status);

        await Elsewhere(kris).ActAsync(
            tib, account => account.Withdraw(tib.Duties[0].Id, othersAdminister: true, Actor.Machine, kris.Now));
        await Task.Delay(TimeSpan.FromSeconds(5.2));

        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.LookAsync("/handelser")).Status);
        Assert.Equal(HttpStatusCode.OK, (await visitor.LookAsync("/konto")).Status);
    }

    [Fact]
    public async Task An_account_that_is_closed_is_out_at_once()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var tib = await WebVisitor.PersonAsync(kris, Duty.Tib);
        using var visitor = await WebVisitor.LoggedInAsync(kris, tib);

        await kris.Desk.ActAsync(tib, account => account.Disable(othersAdminister: true, Actor.Machine, kris.Now));

        Assert.StartsWith("/logga-in?", (await visitor.LookAsync("/konto")).Place, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, false, HttpStatusCode.OK)]
    [InlineData(7, true, HttpStatusCode.OK)]
    [InlineData(13, false, HttpStatusCode.Redirect)]
    public async Task A_login_lasts_twelve_hours_from_when_it_was_used(int hours, bool isRenewed, HttpStatusCode status)
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        using var visitor = await WebVisitor.LoggedInAsync(kris, await WebVisitor.PersonAsync(kris, Duty.Tib));
        var old = Aged(kris, visitor.Cookie("kris")!, TimeSpan.FromHours(hours));
        using var later = new WebVisitor(kris);
        later.Cookies.Add(kris.Address, new Cookie("kris", old));

        var answer = await later.LookAsync("/konto");

        Assert.Equal(status, answer.Status);
        Assert.Equal(isRenewed, later.Cookie("kris") is { } now && now != old);
    }

    [Fact]
    public async Task The_duty_that_was_chosen_last_is_the_one_that_the_next_login_begins_in()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var person = await WebVisitor.PersonAsync(kris, Duty.Tib, Duty.Stabschef);
        using var first = await WebVisitor.LoggedInAsync(kris, person);
        Assert.Contains("agerar som TiB", (await first.LookAsync("/konto")).Body, StringComparison.Ordinal);

        var chosen = await first.SendAsync("/uppgift", [("uppgift", "stabschef"), ("returnUrl", "/konto")]);
        using var next = await WebVisitor.LoggedInAsync(kris, person);

        Assert.Equal("/konto", chosen.Place);
        Assert.Contains("agerar som stabschef", (await first.LookAsync("/konto")).Body, StringComparison.Ordinal);
        Assert.Contains("agerar som stabschef", (await next.LookAsync("/konto")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_takes_a_duty_that_is_not_theirs()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        using var visitor = await WebVisitor.LoggedInAsync(kris, await WebVisitor.PersonAsync(kris, Duty.Tib));

        await visitor.SendAsync("/uppgift", [("uppgift", "administrator"), ("returnUrl", "/konto")]);

        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.LookAsync("/administration/konton")).Status);
        Assert.Contains("agerar som TiB", (await visitor.LookAsync("/konto")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_has_no_duty_is_told_so()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        using var visitor = await WebVisitor.LoggedInAsync(kris, await WebVisitor.PersonAsync(kris));

        var answer = await visitor.LookAsync("/");

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("Du har ingen uppgift just nu.", answer.Body, StringComparison.Ordinal);
    }

    // Another node: the same database, and none of this one's signals.
    private static Desk Elsewhere(KrisServer kris) =>
        new(kris.Service<IDbContextFactory<KrisDb>>(), kris.Journal, new JournalSignal());

    private static string Aged(KrisServer kris, string cookie, TimeSpan by)
    {
        var format = kris.Service<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(IdentityConstants.ApplicationScheme).TicketDataFormat;
        var ticket = format.Unprotect(cookie)!;
        ticket.Properties.IssuedUtc -= by;
        ticket.Properties.ExpiresUtc -= by;
        return format.Protect(ticket);
    }
}
