using System.Net;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.Server;
using Kris.Tests.Web;
using Microsoft.EntityFrameworkCore;

namespace Kris.Tests.Accounts;

[Collection(TestServerCollection.Name)]
public sealed class WebWallTests(TestServer postgres)
{
    [Fact]
    public async Task A_link_opens_the_wall_display_and_nothing_else()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var (_, secret) = await kris.TokenAsync(Duty.Lasare, use: TokenUse.Tavla);
        using var wall = new WebVisitor(kris);

        var answer = await wall.LookAsync($"/tavla/oppna?lank={secret.Text}");

        Assert.Equal("/tavla", answer.Place);
        Assert.NotNull(wall.Cookie("kris-tavla"));
        foreach (var page in new[] { "/", "/handelser", "/konto", "/administration" })
            Assert.StartsWith("/logga-in", (await wall.LookAsync(page)).Place, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await wall.LookAsync("/api/v1/incidents")).Status);
    }

    [Theory]
    [InlineData(TokenUse.Api, 0)]
    [InlineData(TokenUse.Tavla, ApiToken.MaxDays + 1)]
    public async Task A_key_for_the_api_and_an_old_link_open_no_wall(TokenUse use, int daysOld)
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var (_, secret) = await kris.TokenAsync(Duty.Lasare, use: use, at: kris.Now.AddDays(-daysOld));
        using var wall = new WebVisitor(kris);

        var answer = await wall.LookAsync($"/tavla/oppna?lank={secret.Text}");

        Assert.Equal("/tavla/stangd", answer.Place);
        Assert.Null(wall.Cookie("kris-tavla"));
    }

    [Fact]
    public async Task A_wall_whose_link_is_revoked_goes_dark_within_seconds()
    {
        await using var kris = await KrisServer.StartAsync(postgres);
        var (token, secret) = await kris.TokenAsync(Duty.Lasare, use: TokenUse.Tavla);
        using var wall = new WebVisitor(kris);
        await wall.LookAsync($"/tavla/oppna?lank={secret.Text}");

        await kris.Desk.ActAsync(token, t => t.Revoke(Actor.Machine, kris.Now));
        await Task.Delay(TimeSpan.FromSeconds(5));
        await wall.LookAsync("/tavla/nagonstans");

        Assert.Null(wall.Cookie("kris-tavla"));
    }

    [Fact]
    public async Task A_token_is_kept_as_a_hash_and_its_making_is_recorded()
    {
        await using var kris = await KrisServer.StartAsync(postgres);

        var (token, secret) = await kris.TokenAsync(Duty.Tib);

        await using var db = await kris.DbAsync();
        var kept = await db.ApiTokens.SingleAsync(t => t.Id == token.Id);
        Assert.Equal(secret.Hash, kept.SecretHash);
        var line = Assert.Single(await kris.Journal.LinesAsync(token.Id, after: 0, limit: 10));
        Assert.Equal("token-created", line.Field(LineFields.Act));
        Assert.DoesNotContain(line.Fields!.Values, value => value.Contains(secret.Text, StringComparison.Ordinal));
    }
}
