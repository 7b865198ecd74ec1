using System.Net;
using Kris.Data;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Tests.Server;
using Kris.Tests.Web;
using Kris.Web.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Kris.Tests.Accounts;

[Collection(TestServerCollection.Name)]
public sealed class WebFirstAdministratorTests(TestServer postgres) : IDisposable
{
    private readonly string file = Path.Combine(Path.GetTempPath(), $"kris-test-link-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(file);

    [Fact]
    public async Task The_link_makes_an_administrator_once_and_is_then_void()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var link = (await LinkAsync(kris)).PathAndQuery;
        using var visitor = new WebVisitor(kris);
        using var second = new WebVisitor(kris);
        var open = await second.HiddenAsync(link);

        var answer = await FillInAsync(visitor, link, "forst");
        var again = await second.SendAsync(link, [.. open, .. Typed("sedan", WebVisitor.Password)]);

        Assert.Equal("/administration", answer.Place);
        Assert.Equal(HttpStatusCode.OK, (await visitor.LookAsync("/administration/konton")).Status);
        Assert.Contains("Länken gäller inte", again.Body, StringComparison.Ordinal);
        Assert.Null(second.Cookie("kris"));
    }

    [Fact]
    public async Task Looking_at_the_link_does_not_use_it()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var link = (await LinkAsync(kris)).PathAndQuery;
        using var visitor = new WebVisitor(kris);

        await visitor.LookAsync(link);

        Assert.Equal("/administration", (await FillInAsync(visitor, link, "forst")).Place);
    }

    [Fact]
    public async Task Nodes_that_start_at_once_all_write_a_link_and_one_of_them_works()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var first = kris.Service<FirstAdministrator>();

        var links = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => first.WriteLinkAsync(kris.Address, file)));

        var good = await Task.WhenAll(links.Select(link => first.IsGoodAsync(Secret(link))));
        Assert.Single(good, isGood => isGood);
    }

    [Fact]
    public async Task Of_two_who_use_the_link_at_once_one_gets_in()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var secret = Secret(await LinkAsync(kris));
        var first = kris.Service<FirstAdministrator>();

        var tries = Enumerable.Range(0, 8).Select(n => Record.ExceptionAsync(
            () => first.AcceptAsync(secret, $"forst-{n}", "Administratör", WebVisitor.Password)));
        var outcomes = await Task.WhenAll(tries);

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.All(outcomes.OfType<Exception>(), outcome => Assert.IsType<RefusedException>(outcome));
        await using var db = await kris.DbAsync();
        Assert.Equal(1, await db.Accounts.CountAsync());
    }

    [Fact]
    public async Task The_link_is_good_for_an_hour()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var before = new FirstAdministrator(
            kris.Service<IDbContextFactory<KrisDb>>(),
            kris.Desk,
            kris.Service<Credentials>(),
            new FakeTimeProvider(kris.Now.AddMinutes(-61)));
        var link = await before.WriteLinkAsync(kris.Address, file);

        Assert.False(await kris.Service<FirstAdministrator>().IsGoodAsync(Secret(link)));
        await RefusedAsync(kris, Secret(link));
    }

    [Fact]
    public async Task A_new_link_replaces_the_old_one()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var old = Secret(await LinkAsync(kris));
        var fresh = Secret(await LinkAsync(kris));

        await RefusedAsync(kris, old);
        Assert.True(await kris.Service<FirstAdministrator>().IsGoodAsync(fresh));
    }

    [Fact]
    public async Task The_link_is_void_once_there_is_an_administrator()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var secret = Secret(await LinkAsync(kris));
        await WebVisitor.PersonAsync(kris, Duty.Administrator);

        await RefusedAsync(kris, secret);
        await Assert.ThrowsAsync<RefusedException>(() => LinkAsync(kris));
    }

    [Fact]
    public async Task Only_its_owner_reads_the_file_and_the_database_has_no_secret()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var link = await LinkAsync(kris);

        Assert.Equal(link.ToString(), (await File.ReadAllTextAsync(file)).Trim());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        await using var db = await kris.DbAsync();
        var kept = await db.AdministratorInvitations.SingleAsync();
        Assert.Equal(TokenSecret.HashOf(Secret(link)), kept.SecretHash);
    }

    [Fact]
    public async Task A_password_that_is_too_short_leaves_the_link_as_it_was()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var link = (await LinkAsync(kris)).PathAndQuery;
        using var visitor = new WebVisitor(kris);

        var refused = await FillInAsync(visitor, link, "forst", "för kort");

        Assert.Contains("Lösenordet behöver minst 12 tecken.", refused.Body, StringComparison.Ordinal);
        Assert.Contains("value=\"forst\"", refused.Body, StringComparison.Ordinal);
        Assert.Equal("/administration", (await FillInAsync(visitor, link, "forst")).Place);
    }

    private static string Secret(Uri link) => link.Query["?nyckel=".Length..];

    private static Task<WebAnswer> FillInAsync(
        WebVisitor visitor, string link, string userName, string password = WebVisitor.Password) =>
        visitor.FillInAsync(link, Typed(userName, password));

    private static (string, string)[] Typed(string userName, string password) =>
        [("anvandarnamn", userName), ("namn", "Administratör"), ("losenord", password)];

    private static Task<RefusedException> RefusedAsync(KrisServer kris, string secret) =>
        Assert.ThrowsAsync<RefusedException>(
        () => kris.Service<FirstAdministrator>().AcceptAsync(secret, "forst", "Administratör", WebVisitor.Password));

    private Task<Uri> LinkAsync(KrisServer kris) =>
        kris.Service<FirstAdministrator>().WriteLinkAsync(kris.Address, file);
}
