using Kris.Browser.Look;
using Kris.Browser.Running;

namespace Kris.Browser.Accounts;

/// <summary>A duty is withdrawn, or an account closed, while somebody types: the page goes, the words stay.</summary>
public sealed class LostDutyTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task When_the_last_duty_is_withdrawn_what_was_typed_is_shown_and_can_be_taken_along()
    {
        var incident = await OpenAsync();
        var person = await LoggedInAsync("kommunikator");
        person.Expects("status of 403");
        await person.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await person.GoAsync(incident);
        await person.Composer.FillAsync("Halvskrivet när uppgiften försvann");
        var desk = await AtAccountAsync("Kommunikatör 1");
        try
        {
            await desk.Page.GetByRole(AriaRole.Button, new() { Name = "Ta bort kommunikatör" }).ClickAsync();
            await desk.Button("Ja, ta bort uppgiften").ClickAsync();

            await Expect(person.Heading("Sidan är inte öppen för den uppgift du agerar i")).ToBeVisibleAsync();
            await Expect(person.Heading("Det du har skrivit ligger kvar")).ToBeVisibleAsync();
            await Expect(person.Page.Locator("kris-left li")).ToContainTextAsync("Halvskrivet när uppgiften försvann");
            Assert.Empty(await Accessibility.ViolationsAsync(person.Page));
            await Pictures.TakeAsync(person, "utan-uppgift");
            await person.Button("Kopiera raderna").ClickAsync();
            await Expect(person.Text("1 rad kopierades.")).ToBeVisibleAsync();
            var copied = await person.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
            Assert.Contains("Halvskrivet när uppgiften försvann", copied, StringComparison.Ordinal);
        }
        finally
        {
            await desk.Field("Uppgift").SelectOptionAsync("Kommunikator");
            await desk.Button("Tilldela").ClickAsync();
            await Expect(desk.Text("Uppgiften kommunikatör är tilldelad.")).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task Whoever_has_no_account_any_more_is_told_so_at_the_login_and_keeps_the_draft()
    {
        var incident = await OpenAsync();
        var person = await LoggedInAsync("vd-energi");
        person.Expects("status of 401");
        await person.GoAsync(incident);
        await person.Composer.FillAsync("Skrivs när kontot stängs");
        var desk = await AtAccountAsync("VD Norrvåga Energi");
        try
        {
            await desk.Button("Stäng av").ClickAsync();
            await desk.Button("Ja, stäng av kontot").ClickAsync();

            await Expect(person.Heading("Logga in i Kris")).ToBeVisibleAsync();
            await Expect(person.Text("Du loggades ut: kontot är avstängt.")).ToContainTextAsync("ligger kvar");
        }
        finally
        {
            await desk.Button("Öppna kontot").ClickAsync();
            await Expect(desk.Text("Kontot är öppet igen.")).ToBeVisibleAsync();
        }

        await Site.FillLoginAsync(person.Page, "vd-energi");
        await Expect(person.Composer).ToHaveValueAsync("Skrivs när kontot stängs");
    }

    private async Task<Person> AtAccountAsync(string name)
    {
        var desk = await AsAsync("administrator");
        await desk.GoAsync("/administration/konton");
        await desk.Link(name).ClickAsync();
        await Expect(desk.Heading(name)).ToBeVisibleAsync();
        return desk;
    }
}
