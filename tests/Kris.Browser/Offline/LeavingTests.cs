using Kris.Browser.Look;
using Kris.Browser.Running;

namespace Kris.Browser.Offline;

/// <summary>Logging out while something has been typed that no line holds yet.</summary>
[Collection(KeepingSiteCollection.Name)]
public sealed class LeavingTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_draft_that_the_server_has_is_left_without_a_question()
    {
        var person = await TypingAsync("Skrivs om ett ögonblick");

        await person.SignOutAsync();

        await Expect(person.Heading("Logga in i Kris")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_draft_that_is_only_here_is_asked_about_and_can_be_taken_along()
    {
        var person = await TypingAsync("Finns bara i den här webbläsaren", isKeptFromServer: true);
        await person.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await person.Button("Sekretess …").ClickAsync();
        await person.Field("Lagrum").SelectOptionAsync("osl-18-13");

        await person.SignOutAsync();
        await Expect(person.Heading("Ett utkast finns bara här")).ToBeVisibleAsync();
        Assert.Empty(await Accessibility.ViolationsAsync(person.Page));
        await person.Button("Kopiera raderna").ClickAsync();
        await Expect(person.Text("1 rad kopierades.")).ToBeVisibleAsync();
        var copied = await person.Page.EvaluateAsync<string>("() => navigator.clipboard.readText()");
        await person.Button("Stanna kvar").ClickAsync();

        Assert.Contains("Finns bara i den här webbläsaren", copied, StringComparison.Ordinal);
        Assert.Contains("SEKRETESS osl-18-13", copied, StringComparison.Ordinal);
        await Expect(person.Composer).ToHaveValueAsync("Finns bara i den här webbläsaren");
        await person.Button("Logga ut").ClickAsync();
        await person.Button("Logga ut ändå").ClickAsync();
        await Expect(person.Heading("Logga in i Kris")).ToBeVisibleAsync();
    }

    // A field beside the text is as much of a draft, and a server that is too busy has not said that it has it.
    [Fact]
    public async Task A_draft_in_the_fields_alone_is_asked_about_while_the_server_does_not_say_that_it_has_it()
    {
        var person = await LoggedInAsync("loggforare2");
        person.Expects("status of (401|503)");
        await person.Page.RouteAsync("**/api/v1/**/draft*", route => route.FulfillAsync(new() { Status = 503 }));
        await person.GoAsync(await OpenAsync());
        await person.Page.Locator("#composer-kind").SelectOptionAsync("inkommet");
        await person.Field("Från").FillAsync("Polisen");

        await person.SignOutAsync();

        await Expect(person.Heading("Ett utkast finns bara här")).ToBeVisibleAsync();
    }

    // The database of the browser answers nothing, and has maybe more than the page knows.
    [Fact]
    public async Task Whoever_leaves_while_the_browser_does_not_say_what_waits_is_asked()
    {
        var person = await LoggedInAsync("loggforare2");
        await person.GoAsync("/");
        await person.Page.EvaluateAsync("() => { IDBObjectStore.prototype.getAll = () => ({}); }");

        await person.SignOutAsync();

        await Expect(person.Heading("Det går inte att se vad som väntar")).ToBeVisibleAsync();
        await person.Button("Stanna kvar").ClickAsync();
        await Expect(person.Dialog).ToHaveCountAsync(0);
        await Expect(person.Page.Locator("details.me")).ToBeVisibleAsync();
    }

    private async Task<Person> TypingAsync(string text, bool isKeptFromServer = false)
    {
        var incident = await OpenAsync();
        var person = await LoggedInAsync("loggforare2");
        person.Expects("status of 401");
        if (isKeptFromServer)
        {
            person.Expects("net::ERR_FAILED");
            await person.Page.RouteAsync("**/api/v1/**/draft*", route => route.AbortAsync());
        }

        await person.GoAsync(incident);
        await person.Composer.FillAsync(text);
        return person;
    }
}
