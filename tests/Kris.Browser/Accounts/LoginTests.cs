using Kris.Browser.Running;

namespace Kris.Browser.Accounts;

public sealed class LoginTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_wrong_password_keeps_the_user_name()
    {
        var person = await NobodyAsync();
        await person.Page.GotoAsync("/logga-in");

        await Site.FillLoginAsync(person.Page, "lasare", "fel lösenord");

        await Expect(person.Text("Fel användarnamn eller lösenord.")).ToBeVisibleAsync();
        await Expect(person.Field("Användarnamn")).ToHaveValueAsync("lasare");
        await Expect(person.Field("Lösenord")).ToHaveValueAsync("");
        await Expect(person.Field("Lösenord")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Whoever_logs_in_comes_to_the_page_that_was_asked_for()
    {
        var person = await NobodyAsync();
        await person.Page.GotoAsync("/handelser?visa=oppna");
        await Expect(person.Heading("Logga in i Kris")).ToBeVisibleAsync();

        await Site.FillLoginAsync(person.Page, "stabschef");

        await Expect(person.Page).ToHaveURLAsync($"{Site.Program.Address}/handelser?visa=oppna");
        await Expect(person.Field("Visa")).ToHaveValueAsync("oppna");
    }

    [Fact]
    public async Task Whoever_administers_and_nothing_else_begins_at_the_administration()
    {
        var person = await LoggedInAsync("administrator");

        await Expect(person.Heading("Administration")).ToBeVisibleAsync();
        await Expect(person.Link("Läge")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_page_of_another_duty_answers_403_and_says_whose_it_is()
    {
        var person = await AsAsync("lasare");
        person.Expects("status of 403");

        var answer = await person.Page.GotoAsync("/handelser/ny");

        Assert.Equal(403, answer!.Status);
        await Expect(person.Heading("Sidan är inte öppen för den uppgift du agerar i")).ToBeVisibleAsync();
        await Expect(person.Text("Den är öppen för")).ToContainTextAsync("stabschef");
    }

    [Theory]
    [InlineData("/handelser/00000000-0000-7000-8000-000000000000", "Händelsen finns inte")]
    [InlineData("/handelser/00000000-0000-7000-8000-000000000000/fakta", "Händelsen finns inte")]
    [InlineData("/nagot-helt-annat", "Sidan finns inte")]
    public async Task An_address_that_leads_nowhere_gives_a_calm_page(string address, string heading)
    {
        var person = await AsAsync("tib");
        person.Expects("status of 404");

        await person.Page.GotoAsync(address);

        await Expect(person.Heading(heading)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_part_of_an_incident_that_is_not_there_gives_a_calm_page()
    {
        var person = await AsAsync("tib");
        person.Expects("status of 404");
        var incident = await OpenAsync();

        await person.Page.GotoAsync($"{incident.Address}/okand");

        await Expect(person.Heading("Sidan finns inte")).ToBeVisibleAsync();
    }
}
