using System.Net;
using System.Text.RegularExpressions;
using Kris.Domain.Accounts;
using Kris.Tests.Server;
using Kris.Tests.Web;
using Kris.Web.Accounts;

namespace Kris.Tests.Accounts;

[Collection(TestServerCollection.Name)]
public sealed class WebLoginTests(TestServer postgres)
{
    [Fact]
    public async Task Whoever_logs_in_comes_back_to_the_page_that_was_asked_for()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var tib = await WebVisitor.PersonAsync(kris, Duty.Tib);
        using var visitor = new WebVisitor(kris);

        var sent = await visitor.LookAsync("/handelser?visa=oppna");
        var answer = await visitor.LogInAsync(tib.UserName, page: sent.Place!);

        Assert.Equal("/handelser?visa=oppna", answer.Place);
        Assert.Equal(HttpStatusCode.OK, (await visitor.LookAsync("/handelser")).Status);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_the_name_stays_in_its_field()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var tib = await WebVisitor.PersonAsync(kris, Duty.Tib);
        using var visitor = new WebVisitor(kris);

        var answer = await visitor.LogInAsync(tib.UserName, "fel lösenord här");

        Assert.Contains("Fel användarnamn eller lösenord.", answer.Body, StringComparison.Ordinal);
        Assert.Contains($"value=\"{tib.UserName}\"", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("fel lösenord här", answer.Body, StringComparison.Ordinal);
        Assert.Null(visitor.Cookie("kris"));
    }

    [Fact]
    public async Task The_user_name_is_found_however_it_is_typed()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var tib = await WebVisitor.PersonAsync(kris, Duty.Tib);
        using var visitor = new WebVisitor(kris);

        var answer = await visitor.LogInAsync($" {tib.UserName.ToUpperInvariant()} ");

        Assert.Equal("/", answer.Place);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_waits_and_is_told_as_one_that_does()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var known = (await WebVisitor.PersonAsync(kris, Duty.Tib)).UserName;
        var credentials = kris.Service<Credentials>();

        var answers = new List<(LoginAnswer Known, LoginAnswer Unknown)>();
        for (var tries = 0; tries <= BackOff.Free + 1; tries++)
            answers.Add((await credentials.TryAsync(known, "fel"), await credentials.TryAsync("finns-inte", "fel")));

        Assert.All(answers, pair => Assert.Equal(Words(pair.Known), Words(pair.Unknown)));
        Assert.Equal("Fel användarnamn eller lösenord.", answers[0].Known.Sentence);
        Assert.StartsWith("För många försök. Vänta ", answers[^1].Known.Sentence, StringComparison.Ordinal);
    }

    // The clock goes on between the two: how many seconds are left is not the same.
    private static string Words(LoginAnswer answer) => Regex.Replace(
        answer.Sentence!, "[0-9]+ sekund(er)?", "…", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

    [Fact]
    public async Task After_many_tries_the_right_password_waits_too_and_then_opens()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var tib = await WebVisitor.PersonAsync(kris, Duty.Tib);
        var credentials = kris.Service<Credentials>();
        for (var tries = 0; tries <= BackOff.Free; tries++)
            await credentials.TryAsync(tib.UserName, "fel");
        using var visitor = new WebVisitor(kris);

        var early = await visitor.LogInAsync(tib.UserName);
        await Task.Delay(TimeSpan.FromSeconds(2.2));
        var later = await visitor.LogInAsync(tib.UserName);

        Assert.Equal(HttpStatusCode.TooManyRequests, early.Status);
        Assert.InRange(early.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 2);
        Assert.Equal("/", later.Place);
    }

    [Fact]
    public async Task Tries_at_the_same_moment_are_counted_one_by_one()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var tib = await WebVisitor.PersonAsync(kris, Duty.Tib);
        var credentials = kris.Service<Credentials>();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => credentials.TryAsync(tib.UserName, "fel")));

        Assert.Equal(BackOff.Free, answers.Count(answer => answer.Wait == TimeSpan.Zero));
    }

    [Fact]
    public async Task A_closed_account_is_told_so_only_to_its_owner()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var tib = await WebVisitor.PersonAsync(kris, Duty.Tib);
        await kris.Desk.ActAsync(tib, account => account.Disable(othersAdminister: true, Actor.Machine, kris.Now));
        using var visitor = new WebVisitor(kris);

        var wrong = await visitor.LogInAsync(tib.UserName, "fel lösenord här");
        var right = await visitor.LogInAsync(tib.UserName);

        Assert.Contains("Fel användarnamn eller lösenord.", wrong.Body, StringComparison.Ordinal);
        Assert.Contains("Kontot är avstängt.", right.Body, StringComparison.Ordinal);
        Assert.Null(visitor.Cookie("kris"));
    }

    [Fact]
    public async Task A_login_form_from_another_site_or_without_its_token_is_not_taken()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var tib = await WebVisitor.PersonAsync(kris, Duty.Tib);
        using var visitor = new WebVisitor(kris);
        (string, string)[] fields =
            [("_handler", "logga-in"), ("anvandarnamn", tib.UserName), ("losenord", WebVisitor.Password)];

        var foreign = await visitor.SendAsync("/logga-in", fields, origin: "https://annan.example");
        var bare = await visitor.SendAsync("/logga-in", fields);

        Assert.Equal(HttpStatusCode.Forbidden, foreign.Status);
        Assert.Equal("/logga-in?igen=1", bare.Place);
        Assert.Null(visitor.Cookie("kris"));
    }

    [Theory]
    [InlineData("https://annan.example/")]
    [InlineData("//annan.example/")]
    [InlineData("/\\annan.example/")]
    [InlineData("/\t/annan.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("handelser")]
    [InlineData("/logga-ut")]
    [InlineData("")]
    [InlineData(null)]
    public void Nobody_is_sent_to_another_site(string? address) => Assert.Equal("/", LocalReturn.Clean(address));

    [Theory]
    [InlineData("/handelser?q=vatten&sida=2")]
    [InlineData("/handelser/1/logg#rad-4")]
    public void A_page_of_our_own_is_come_back_to(string address) => Assert.Equal(address, LocalReturn.Clean(address));

    [Fact]
    public async Task The_cookie_is_closed_to_scripts_and_to_other_sites()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var tib = await WebVisitor.PersonAsync(kris, Duty.Tib);
        using var visitor = new WebVisitor(kris);

        var answer = await visitor.LogInAsync(tib.UserName);

        var cookie = answer.Headers.GetValues("Set-Cookie")
            .Single(set => set.StartsWith("kris=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
    }
}
