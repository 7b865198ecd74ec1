using System.Net;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.Server;
using Kris.Tests.Web;
using Kris.Web.Accounts;
using Kris.Web.Administration;
using Microsoft.EntityFrameworkCore;

namespace Kris.Tests.Accounts;

[Collection(TestServerCollection.Name)]
public sealed class WebPasswordTests(TestServer postgres)
{
    private const string Page = "/konto/losenord";
    private const string Fresh = "ett alldeles nytt lösenord";

    private static readonly Actor Administrator = new(Guid.NewGuid(), "Administratören", Duty.Administrator);

    [Fact]
    public async Task A_new_password_ends_every_other_login_and_keeps_this_one()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var tib = await WebVisitor.PersonAsync(kris, Duty.Tib);
        using var visitor = await WebVisitor.LoggedInAsync(kris, tib);
        using var other = await WebVisitor.LoggedInAsync(kris, tib);

        var answer = await ChangeAsync(visitor, WebVisitor.Password, Fresh);

        Assert.Equal("/konto?bytt=1", answer.Place);
        Assert.Equal(HttpStatusCode.OK, (await visitor.LookAsync("/konto")).Status);
        Assert.StartsWith("/logga-in?", (await other.LookAsync("/konto")).Place, StringComparison.Ordinal);
        Assert.Null((await kris.Service<Credentials>().TryAsync(tib.UserName, WebVisitor.Password)).Account);
        Assert.Equal(tib.Id, (await kris.Service<Credentials>().TryAsync(tib.UserName, Fresh)).Account);
    }

    [Theory]
    [InlineData("fel lösenord här", Fresh, Fresh, "Det nuvarande lösenordet stämmer inte.")]
    [InlineData(WebVisitor.Password, "kort", "kort", "Lösenordet behöver minst 12 tecken.")]
    [InlineData(WebVisitor.Password, Fresh, "något helt annat här", "De två nya lösenorden är inte lika.")]
    [InlineData(WebVisitor.Password, WebVisitor.Password, WebVisitor.Password, "samma som det gamla")]
    public async Task What_does_not_hold_changes_nothing(string old, string wanted, string repeated, string sentence)
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var tib = await WebVisitor.PersonAsync(kris, Duty.Tib);
        using var visitor = await WebVisitor.LoggedInAsync(kris, tib);

        var answer = await ChangeAsync(visitor, old, wanted, repeated);

        Assert.Contains(sentence, answer.Body, StringComparison.Ordinal);
        Assert.Equal(tib.Id, (await kris.Service<Credentials>().TryAsync(tib.UserName, WebVisitor.Password)).Account);
    }

    [Fact]
    public async Task A_password_that_was_handed_over_is_changed_before_anything_else()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var passwords = kris.Service<PasswordChange>();
        var (made, password) = await passwords.CreateAsync("ny.person", "Ny person", Administrator, kris.Now);
        await kris.Desk.ActAsync(made, account => account.Assign(
            Duty.Tib, unit: null, kris.Now, until: null, Administrator, kris.Now));
        using var visitor = new WebVisitor(kris);
        await visitor.LogInAsync("ny.person", password);

        var kept = await visitor.LookAsync("/handelser");
        var written = await visitor.SendAsync("/uppgift", [("uppgift", "tib")]);
        var changed = await ChangeAsync(visitor, password, Fresh, page: kept.Place!);

        Assert.StartsWith($"{Page}?returnUrl=", kept.Place, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, written.Status);
        Assert.Equal("/handelser", changed.Place);
        Assert.Equal(HttpStatusCode.OK, (await visitor.LookAsync("/handelser")).Status);
    }

    [Fact]
    public async Task An_administrator_hands_over_a_password_and_the_journal_tells_of_it_but_not_which()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var tib = await WebVisitor.PersonAsync(kris, Duty.Tib);
        using var visitor = await WebVisitor.LoggedInAsync(kris, tib);

        var password = await kris.Service<PasswordChange>().ResetAsync(tib, Administrator);

        Assert.StartsWith("/logga-in?", (await visitor.LookAsync("/konto")).Place, StringComparison.Ordinal);
        Assert.Equal(tib.Id, (await kris.Service<Credentials>().TryAsync(tib.UserName, password)).Account);
        var lines = await kris.Journal.LinesAsync(tib.Id, after: 0, limit: 50);
        Assert.Equal("password-reset", lines[^1].Field(LineFields.Act));
        Assert.DoesNotContain(
            lines.SelectMany(line => line.Fields!.Values),
            value => value.Contains(password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_user_name_is_one_persons()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var passwords = kris.Service<PasswordChange>();
        await passwords.CreateAsync("samma", "En", Administrator, kris.Now);

        var refused = await Assert.ThrowsAsync<RefusedException>(
            () => passwords.CreateAsync("Samma", "En annan", Administrator, kris.Now));

        Assert.Equal("Användarnamnet samma är upptaget. Välj ett annat.", refused.Message);
    }

    [Fact]
    public async Task Two_administrators_cannot_close_each_other_at_the_same_moment()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var one = await WebVisitor.PersonAsync(kris, Duty.Administrator);
        var other = await WebVisitor.PersonAsync(kris, Duty.Administrator);
        var administrators = kris.Service<Administrators>();

        var outcomes = await Task.WhenAll(
            Record.ExceptionAsync(() => administrators.DisableAsync(one, Of(other))),
            Record.ExceptionAsync(() => administrators.DisableAsync(other, Of(one))));

        Assert.Single(outcomes, outcome => outcome is RefusedException);
        await using var db = await kris.DbAsync();
        Assert.Equal(1, await db.Accounts.CountAsync(account => account.DisabledAt == null));
    }

    private static Actor Of(Account account) => new(account.Id, account.Name, Duty.Administrator);

    private static Task<WebAnswer> ChangeAsync(
        WebVisitor visitor, string old, string wanted, string? repeated = null, string page = Page) =>
        visitor.FillInAsync(page, ("nuvarande", old), ("nytt", wanted), ("upprepat", repeated ?? wanted));
}
