using System.Diagnostics;
using Kris.Domain.Accounts;
using Kris.Tests.Server;
using Kris.Tests.Web;
using Kris.Web.Accounts;

namespace Kris.Tests.Api;

[Collection(TestServerCollection.Name)]
public sealed class DoorTests(TestServer postgres) : ApiTests(postgres)
{
    private const string Incidents = "/api/v1/incidents";

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer x")]
    [InlineData("Bearer !?%==")]
    [InlineData("Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Basic dGliOnRpYg==")]
    public async Task Without_a_token_that_is_known_nobody_comes_in_and_nobody_is_redirected(string authorization)
    {
        var nobody = Kris.Nobody();
        nobody.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", authorization);

        var answer = await nobody.LookAsync(Incidents);

        Assert.Equal(401, answer.Code);
        Assert.Equal("application/problem+json", answer.Message.Content.Headers.ContentType!.MediaType);
        Assert.NotEmpty(answer.Message.Headers.WwwAuthenticate);
        Assert.NotEqual("", answer.Detail);
    }

    [Fact]
    public async Task A_token_is_shown_once_and_kept_as_a_hash()
    {
        var (token, secret) = await Kris.TokenAsync(Duty.Tib);

        Assert.Equal(43, secret.Text.Length);
        Assert.Equal(TokenSecret.HashOf(secret.Text), token.SecretHash);
        Assert.DoesNotContain(secret.Text, Convert.ToBase64String(token.SecretHash), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_has_expired_says_so()
    {
        var (_, secret) = await Kris.TokenAsync(Duty.Tib, at: Kris.Now.AddDays(-ApiToken.MaxDays));

        var answer = await Kris.Bearing(secret.Text).LookAsync(Incidents);

        Assert.Equal(401, answer.Code);
        Assert.Contains("gått ut", answer.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_made_for_the_wall_does_not_open_the_api()
    {
        var (_, secret) = await Kris.TokenAsync(Duty.Lasare, use: TokenUse.Tavla);

        Assert.Equal(401, (await Kris.Bearing(secret.Text).LookAsync(Incidents)).Code);
    }

    [Fact]
    public async Task A_token_that_is_revoked_stops_within_five_seconds()
    {
        var (token, secret) = await Kris.TokenAsync(Duty.Tib);
        var program = Kris.Bearing(secret.Text);
        Assert.Equal(200, (await program.LookAsync(Incidents)).Code);

        await Kris.Desk.ActAsync(token, t => t.Revoke(Actor.Machine, Kris.Now));
        var begun = Stopwatch.GetTimestamp();
        Answer answer;
        do
        {
            await Task.Delay(50);
            answer = await program.LookAsync(Incidents);
        }
        while (answer.Code == 200 && Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(10));

        Assert.Equal(401, answer.Code);
        Assert.Contains("återkallad", answer.Detail, StringComparison.Ordinal);
        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalSeconds, 0, 5);
    }

    [Fact]
    public async Task A_token_acts_in_its_own_duty_and_no_other()
    {
        var incident = await Tib.OpenAsync();

        var own = await AsAsync("tib");
        var other = await AsAsync("stabschef");

        Assert.Equal((201, 403), (own.Code, other.Code));
        Assert.Equal("Nyckeln gäller uppgiften TiB och ingen annan.", other.Detail);
        Assert.Equal(403, (await Tib.LookAsync($"{Incidents}?duty=stabschef")).Code);

        Task<Answer> AsAsync(string duty) => Tib.PutAsync(
            Calls.Line(incident.Id, Guid.NewGuid()), new { kind = "anteckning", text = "Text", duty });
    }

    [Fact]
    public async Task A_person_acts_in_the_duty_that_the_call_names_if_it_is_held()
    {
        var person = await Kris.PersonAsync(Duty.Lasare, Duty.Stabschef);
        var incident = await Tib.OpenAsync();

        var named = await AsAsync("stabschef");
        var chosen = await AsAsync(null);
        var notHeld = await AsAsync("kommundirektor");
        var export = await person.LookAsync(Calls.Incident(incident.Id, "/export?duty=stabschef"));

        Assert.Equal((201, 403, 403, 200), (named.Code, chosen.Code, notHeld.Code, export.Code));
        Assert.Equal("Du har inte uppgiften kommundirektör.", notHeld.Detail);
        Assert.Equal(403, (await person.LookAsync(Calls.Incident(incident.Id, "/export"))).Code);
        Assert.Equal(400, (await person.LookAsync($"{Incidents}?duty=kejsare")).Code);
        // That the log was exported stands there too.
        var line = (await Tib.LinesAsync(incident.Id, after: 1))[0];
        Assert.Equal("stabschef", line.GetProperty("duty").GetString());
        Assert.Equal("Prov 1", line.GetProperty("by").GetString());

        Task<Answer> AsAsync(string? duty) => person.PutAsync(
            Calls.Line(incident.Id, Guid.NewGuid()), new { kind = "anteckning", text = "Text", duty });
    }

    [Fact]
    public async Task Whoever_heads_two_units_says_for_which()
    {
        var (care, school) = (await Kris.UnitAsync("Vård"), await Kris.UnitAsync("Skola"));
        var account = await Kris.HoldingAsync(
            new(Duty.Lasare, null), new(Duty.Forvaltningschef, care.Id), new(Duty.Forvaltningschef, school.Id));
        var person = await Kris.BrowserAsync(account);

        var neither = await OpenAsync(null);
        var one = await OpenAsync(school.Id);
        var none = await OpenAsync(Guid.NewGuid());

        Assert.Equal((403, 201, 403), (neither.Code, one.Code, none.Code));
        var facts = (await Tib.LookAsync(Calls.Incident(one.Id))).Body.GetProperty("facts");
        Assert.Equal([school.Id], facts.GetProperty("units").EnumerateArray().Select(unit => unit.GetGuid()));

        Task<Answer> OpenAsync(Guid? unit) => person.PostAsync(
            Incidents, new { key = Guid.NewGuid(), title = "Brand", duty = "forvaltningschef", unit });
    }

    [Fact]
    public async Task A_duty_that_was_withdrawn_is_refused_at_the_next_act()
    {
        var account = await Kris.AccountAsync(Duty.Tib);
        var person = await Kris.BrowserAsync(account);
        Assert.Equal(201, (await person.OpenAsync()).Code);

        var period = account.Duties[0].Id;
        await Kris.Desk.ActAsync(account, a => a.Withdraw(period, othersAdminister: true, Actor.Machine, Kris.Now));
        Kris.Service<Standing>().Forget(account.Id);

        Assert.InRange((await person.OpenAsync()).Code, 401, 403);
    }

    [Theory]
    [InlineData(false, "own", 403)]
    [InlineData(true, null, 403)]
    [InlineData(true, "https://annan.example", 403)]
    [InlineData(true, "null", 403)]
    [InlineData(true, "own", 201)]
    public async Task A_write_with_a_cookie_must_come_from_our_own_page(bool header, string? origin, int expected)
    {
        var person = await Kris.PersonAsync(Duty.Tib);
        person.DefaultRequestHeaders.Remove("Origin");
        if (!header)
            person.DefaultRequestHeaders.Remove("X-Kris");
        if (origin is not null)
            person.DefaultRequestHeaders.TryAddWithoutValidation("Origin", origin == "own" ? Kris.Origin : origin);

        var answer = await person.OpenAsync();

        Assert.Equal(expected, answer.Code);
        Assert.Equal(200, (await person.LookAsync(Incidents)).Code);
    }
}
