using Kris.Browser.Running;

namespace Kris.Browser.Tavla;

[Collection(ShownSiteCollection.Name)]
public sealed class TavlaTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task The_wall_shows_what_is_going_on_and_follows_by_itself()
    {
        var incident = await OpenAsync("extraordinar-handelse");
        var wall = await AsAsync("stabschef");
        await wall.Page.GotoAsync("/tavla");
        var shown = wall.Page.Locator("[data-tavla-live]");
        await Expect(shown).ToContainTextAsync(incident.Title);

        var next = await OpenAsync("extraordinar-handelse");
        await next.Director.WriteAsync(next.Id, "Nödvatten körs ut till tre platser");

        await Expect(shown).ToContainTextAsync(next.Title);
        await Expect(shown).ToContainTextAsync("Nödvatten körs ut till tre platser");
        await incident.CloseAsync();
        await next.CloseAsync();
        await Expect(shown).Not.ToContainTextAsync(next.Title);
    }

    [Fact]
    public async Task The_wall_says_since_when_it_has_no_contact_and_comes_back_by_itself()
    {
        await using var wire = new Wire(Site.Program.Port);
        var wall = await AsAsync("stabschef", wire);
        wall.ExpectsOutages();
        await wall.Page.GotoAsync("/tavla");
        var connection = wall.Page.Locator("[data-tavla-connection]");

        wire.Cut();
        await Expect(connection).ToContainTextAsync("Ingen kontakt sedan");
        wire.Restore();

        await Expect(connection).ToHaveTextAsync("Ansluten");
    }

    [Fact]
    public async Task A_link_opens_the_wall_and_nothing_else_until_it_is_revoked()
    {
        var administrator = await AsAsync("administrator");
        var name = $"Skärmen {Guid.NewGuid().ToString("N")[..6]}";
        var link = await GiveOutAsync(administrator, name);

        var wall = await NobodyAsync();
        wall.Expects("status of 40[13]");
        await wall.Page.GotoAsync(link);
        await Expect(wall.Page.Locator("[data-tavla]")).ToBeVisibleAsync();
        var elsewhere = await TabAsync(wall);
        elsewhere.Expects("status of 40[13]");
        await elsewhere.Page.GotoAsync("/handelser");
        await Expect(elsewhere.Heading("Händelser")).ToBeHiddenAsync();

        await administrator.Button($"Återkalla {name}").ClickAsync();
        await administrator.Button("Ja, återkalla nyckeln").ClickAsync();

        await Expect(administrator.Text($"Nyckeln {name} är återkallad.")).ToBeVisibleAsync();
        await Expect(wall.Page.Locator("[data-tavla-connection]")).ToContainTextAsync("Tavlan är utloggad sedan");
        await elsewhere.Page.GotoAsync(link);
        await Expect(elsewhere.Heading("Länken till tavlan gäller inte")).ToBeVisibleAsync();
    }

    private static async Task<string> GiveOutAsync(Person administrator, string name)
    {
        await administrator.GoAsync("/administration/nycklar");
        await administrator.Field("Tavlan på en skärm (läser, och bara tavlan)").CheckAsync();
        await administrator.Field("Namn").FillAsync(name);
        await administrator.Field("Dagar").FillAsync("7");
        await administrator.Button("Ge ut nyckeln").ClickAsync();
        return await administrator.Field("Hemligheten").InputValueAsync();
    }
}
