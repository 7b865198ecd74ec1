using Kris.Browser.Look;
using Kris.Browser.Running;

namespace Kris.Browser.Accounts;

/// <summary>A staff-room computer: logins end while somebody types, and the next person sits down.</summary>
public sealed class SharedComputerTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_line_that_is_written_after_the_login_ended_waits_and_is_sent_after_the_next()
    {
        var incident = await OpenAsync();
        var person = await LoggedInAsync("stabschef2");
        person.Expects("status of 401");
        await person.GoAsync(incident);
        await person.Composer.FillAsync("Halvskriven rad");

        await EndLoginAsync(person);
        await person.Composer.PressAsync("End");
        await person.Composer.PressSequentiallyAsync(" som blev klar");
        await person.Composer.PressAsync("Enter");
        await Expect(person.LineState).ToHaveTextAsync("utloggad – 1 rad ligger kvar");
        await person.Outbox.GetByRole(AriaRole.Link, new() { Name = "logga in igen" }).ClickAsync();
        await Site.FillLoginAsync(person.Page, "stabschef2");

        await Expect(person.Line("Halvskriven rad som blev klar")).ToHaveCountAsync(1);
        Assert.Single(await incident.LinesAsync(), line => line.Text == "Halvskriven rad som blev klar");
    }

    [Fact]
    public async Task Signing_out_in_one_tab_ends_the_other_and_what_was_typed_there_is_kept()
    {
        var incident = await OpenAsync();
        var typing = await LoggedInAsync("stabschef2");
        typing.Expects("status of 401");
        await typing.GoAsync(incident);
        await typing.Composer.FillAsync("Skrivet i den andra fliken");
        var other = await TabAsync(typing);
        await other.GoAsync("/konto");

        await other.Page.GetByRole(AriaRole.Main)
            .GetByRole(AriaRole.Button, new() { Name = "Logga ut", Exact = true })
            .ClickAsync();
        await Expect(other.Heading("Logga in i Kris")).ToBeVisibleAsync();

        await Expect(typing.Heading("Logga in i Kris")).ToBeVisibleAsync(new() { Timeout = 3 * Person.Patience });
        await Site.FillLoginAsync(typing.Page, "stabschef2");
        await Expect(typing.Heading(incident.Title)).ToBeVisibleAsync();
        await Expect(typing.Composer).ToHaveValueAsync("Skrivet i den andra fliken");
    }

    [Fact]
    public async Task The_draft_of_one_person_is_not_shown_to_the_next_on_the_same_computer()
    {
        var incident = await OpenAsync();
        var first = await LoggedInAsync("loggforare1");
        first.Expects("status of 401");
        await first.GoAsync(incident);
        await first.Composer.FillAsync("Utkast av den första");
        await EndLoginAsync(first);

        await SwitchAsync(first, incident, "loggforare2");
        await Expect(first.Composer).ToHaveValueAsync("");
        await first.Composer.FillAsync("Utkast av den andra");
        await EndLoginAsync(first);

        await SwitchAsync(first, incident, "loggforare1");
        await Expect(first.Composer).ToHaveValueAsync("Utkast av den första");
    }

    [Fact]
    public async Task Changing_person_keeps_the_place_and_is_one_press_on_a_phone_too()
    {
        var incident = await OpenAsync();
        var person = await LoggedInAsync("loggforare1", options: Screens.DarkAndNarrow());
        await person.GoAsync(incident);
        await Pictures.TakeAsync(person, "byt-person");

        await person.Button("Byt person").ClickAsync();
        await Site.FillLoginAsync(person.Page, "stabsmedlem");

        await Expect(person.Heading(incident.Title)).ToBeVisibleAsync();
        await Expect(person.Page.Locator("details.me > summary")).ToContainTextAsync("Stabsmedlem 1");
    }

    [Fact]
    public async Task Two_tabs_of_one_person_share_the_draft_and_save_it_once()
    {
        var incident = await OpenAsync();
        var one = await AsAsync("tib");
        await one.GoAsync(incident);
        await one.Composer.FillAsync("Skrivet i den ena fliken");

        var other = await TabAsync(one);
        await other.GoAsync(incident);
        await Expect(other.Composer).ToHaveValueAsync("Skrivet i den ena fliken");
        await other.Composer.PressAsync("Enter");

        await Expect(one.Line("Skrivet i den ena fliken")).ToHaveCountAsync(1);
        await Expect(other.Line("Skrivet i den ena fliken")).ToHaveCountAsync(1);
        Assert.Single(await incident.LinesAsync(), line => line.Text == "Skrivet i den ena fliken");
    }

    private async Task SwitchAsync(Person person, TestIncident incident, string user)
    {
        await person.Page.GotoAsync($"/logga-in?returnUrl={Uri.EscapeDataString(incident.Address)}");
        await Site.FillLoginAsync(person.Page, user);
        await Kris.Browser.Running.Site.LeftLoginAsync(person.Page);
        await person.GoAsync(incident);
    }

    private static Task EndLoginAsync(Person person) => person.Context.ClearCookiesAsync();
}
