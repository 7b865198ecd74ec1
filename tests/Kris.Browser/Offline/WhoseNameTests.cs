using Kris.Browser.Look;
using Kris.Browser.Running;

namespace Kris.Browser.Offline;

/// <summary>Somebody else sits down where a person was logged in, and there is no server to ask.</summary>
[Collection(KeepingSiteCollection.Name)]
public sealed class WhoseNameTests(Site site) : BrowserTest(site)
{
    protected override bool HasWorker => true;

    [Fact]
    public async Task The_page_says_in_whose_name_one_writes_and_whoever_is_somebody_else_gets_out_of_it()
    {
        var (incident, person, wire) = await ThereAsync();
        await using var cable = wire;
        wire.Cut();
        await person.Page.ReloadAsync();
        await Expect(person.Text("Du skriver som Loggförare 2, ")).ToBeVisibleAsync();
        await person.Composer.FillAsync("Den förras utkast");

        await person.Button("Jag är någon annan").ClickAsync();

        await Expect(person.Text("Ingen är inloggad i den här webbläsaren")).ToBeVisibleAsync();
        await Expect(person.Text(incident.Title)).ToHaveCountAsync(0);
        await Expect(person.Composer).ToHaveCountAsync(0);
        wire.Restore();
        await Expect(person.Heading("Logga in i Kris")).ToBeVisibleAsync(new() { Timeout = 2 * Person.Patience });
        await Site.FillLoginAsync(person.Page, "loggforare2");
        await Kris.Browser.Running.Site.LeftLoginAsync(person.Page);
        await person.GoAsync(incident);
        await Expect(person.Composer).ToHaveValueAsync("Den förras utkast");
    }

    [Fact]
    public async Task When_the_login_has_run_out_it_asks_and_what_is_written_is_sent_when_its_author_has_said_yes()
    {
        var (incident, person, wire) = await ThereAsync();
        await using var cable = wire;
        wire.Cut();
        await person.Page.EvaluateAsync(
            """
            () => {
                const who = JSON.parse(localStorage.getItem('kris.who'));
                localStorage.setItem('kris.who', JSON.stringify({ ...who, at: who.at - 13 * 60 * 60 * 1000 }));
            }
            """);
        await person.Page.ReloadAsync();
        await Expect(person.Heading("Är du Loggförare 2?")).ToBeVisibleAsync();
        await Expect(person.Composer).ToHaveCountAsync(0);
        Assert.Empty(await Accessibility.ViolationsAsync(person.Page));
        await Pictures.TakeAsync(person, "offline-whose");
        await person.Button("Ja, jag är Loggförare 2").ClickAsync();
        await person.WriteAsync("Skrevs när ingen kunde fråga");
        await Expect(person.LineState).ToHaveTextAsync("1 rad väntar på inloggning");
        wire.Restore();

        var question = person.Heading("1 rad skrevs här i ditt namn. Är den din?");
        await Expect(question).ToBeVisibleAsync(new() { Timeout = 2 * Person.Patience });
        Assert.Empty(await Accessibility.ViolationsAsync(person.Page));
        Assert.DoesNotContain(await incident.LinesAsync(), line => line.Text == "Skrevs när ingen kunde fråga");
        await person.Button("Skicka").ClickAsync();

        await Expect(person.Line("Skrevs när ingen kunde fråga")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_line_that_its_author_lays_aside_is_kept_under_the_form_and_not_sent()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("loggforare1");
        await person.GoAsync(incident);
        await person.Page.EvaluateAsync(
            """
            async incident => {
                const { writeLine } = await import('/js/storage.js');
                const { uuid7 } = await import('/js/uuid7.js');
                const account = document.querySelector('meta[name=kris-account]').content;
                const body = { kind: 'anteckning', text: 'Någon annans ord' };
                await writeLine({ key: uuid7(), account, incident, body, draft: {}, writtenAt: Date.now(),
                    keptAt: Date.now(), isUnsure: true });
            }
            """,
            incident.Id.ToString());
        await person.Page.ReloadAsync();
        await person.AliveAsync();

        await person.Button("Lägg undan").ClickAsync();

        await Expect(person.Outbox.GetByRole(AriaRole.Listitem)).ToContainTextAsync("Undanlagd");
        await person.WriteAsync("Egna ord");
        await Expect(person.Line("Egna ord")).ToHaveCountAsync(1);
        Assert.DoesNotContain(await incident.LinesAsync(), line => line.Text == "Någon annans ord");
    }

    [Fact]
    public async Task Who_signs_out_while_the_server_is_away_is_gone_at_once_and_logged_out_when_it_is_back()
    {
        var (incident, person, wire) = await ThereAsync();
        await using var cable = wire;
        wire.Cut();
        await Expect(person.Connection).Not.ToHaveTextAsync("Ansluten");

        await person.SignOutAsync();

        await Expect(person.Text("Ingen är inloggad i den här webbläsaren")).ToBeVisibleAsync();
        await Expect(person.Text(incident.Title)).ToHaveCountAsync(0);
        wire.Restore();
        await Expect(person.Heading("Logga in i Kris")).ToBeVisibleAsync(new() { Timeout = 2 * Person.Patience });
    }

    private async Task<(TestIncident Incident, Person Person, Wire Wire)> ThereAsync()
    {
        var wire = new Wire(Site.Program.Port);
        var incident = await OpenAsync();
        var person = await LoggedInAsync("loggforare2", wire);
        person.ExpectsOutages();
        person.Expects("status of 401");
        await person.GoAsync(incident);
        await Kept.UntilReadyAsync(person, incident);
        return (incident, person, wire);
    }
}
