using System.Reflection;
using Kris.Browser.Running;
using Kris.Web.Components;
using Microsoft.AspNetCore.Components;

namespace Kris.Browser.Look;

/// <summary>Every page, light on a wide screen and dark on a phone.</summary>
[Collection(ShownSiteCollection.Name)]
public sealed class PageTests(Site site) : BrowserTest(site)
{
    public static TheoryData<string> Users() =>
        [.. ShownPage.All.Select(page => page.User ?? "").Distinct()];

    [Fact]
    public void Every_route_of_the_program_is_in_the_table()
    {
        var routes = typeof(App).Assembly.GetTypes()
            .SelectMany(type => type.GetCustomAttributes<RouteAttribute>())
            .Select(route => route.Template);

        Assert.Equal(routes.Distinct().Order(), ShownPage.All.Select(page => page.Route).Distinct().Order());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/handelser")]
    [InlineData("/uppgifter")]
    public async Task A_page_never_says_that_there_is_nothing_before_it_has_looked(string address)
    {
        var incident = await OpenAsync();
        await incident.Director.PutLineAsync(incident.Id, new { kind = "uppgift", text = "Ring alla skolor" });
        var person = await AsAsync("stabschef");
        await person.Page.AddInitScriptAsync(
            """
            window.krisEmpty = [];
            new MutationObserver(() => {
              const said = document.querySelector('.empty h2')?.textContent;
              if (said) window.krisEmpty.push(said);
            }).observe(document, { subtree: true, childList: true });
            """);

        await person.GoAsync(address);

        var shown = person.Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = incident.Title });
        await Expect(shown.First).ToBeVisibleAsync();
        Assert.Empty(await person.Page.EvaluateAsync<string[]>("window.krisEmpty"));
    }

    [Theory]
    [MemberData(nameof(Users))]
    public async Task A_page_is_open_to_everybody_who_uses_help_to_read(string user)
    {
        var incident = await OpenAsync("sarskild-handelse");
        await incident.MakeBusyAsync();
        var person = user.Length == 0
            ? await NobodyAsync(options: Screens.LightAndWide())
            : await AsAsync(user, options: Screens.LightAndWide());
        person.Expects("status of 403");
        var account = await Site.AccountAsync("stabschef");
        var wrong = new List<string>();
        // What is wrong on one page does not hide what is wrong on the next.
        foreach (var page in ShownPage.All.Where(page => (page.User ?? "") == user))
        {
            await page.ShowAsync(person, incident, account);
            var found = await Accessibility.OnBothScreensAsync(person.Page);
            wrong.AddRange(found.Select(what => $"{page}: {what}"));
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
