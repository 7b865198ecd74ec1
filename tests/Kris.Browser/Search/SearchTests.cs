using Kris.Browser.Running;

namespace Kris.Browser.Search;

[Collection(ShownSiteCollection.Name)]
public sealed class SearchTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_line_that_a_filter_found_has_one_menu_and_escape_gives_the_focus_back()
    {
        var incident = await OpenAsync();
        var chief = await AsAsync("stabschef");
        await chief.GoAsync($"{incident.Address}?typ=anteckning");
        var more = chief.Page.Locator("#traff-2").GetByRole(AriaRole.Button, new() { Name = "Mer om rad 2" });
        await more.FocusAsync();
        await chief.PressAsync("Enter");
        await Expect(chief.Page.Locator("dialog.line-menu")).ToHaveCountAsync(1);

        await chief.PressAsync("Escape");

        await Expect(chief.Page.Locator("dialog.line-menu")).ToHaveCountAsync(0);
        await Expect(more).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_slash_leads_to_the_search_and_a_hit_to_the_line_among_its_neighbours()
    {
        var incident = await OpenAsync();
        var word = $"kajplats{Guid.NewGuid().ToString("N")[..8]}";
        await incident.Director.WriteAsync(incident.Id, "Raden före.");
        await incident.Director.WriteAsync(incident.Id, $"Bogserbåten ligger vid {word} <i>nu</i>.");
        await FoundAsync(incident.Director, word);
        var officer = await AsAsync("tib");
        await officer.GoAsync("/handelser/ny");
        await officer.Page.EvaluateAsync("document.activeElement.blur()");

        await officer.PressAsync("/");
        await Expect(officer.Field("Sök efter")).ToBeFocusedAsync();
        await officer.Page.Keyboard.TypeAsync(word);
        await officer.PressAsync("Enter");
        await officer.AliveAsync();

        var hit = officer.Page.Locator("ol.found-lines > li");
        await Expect(hit).ToHaveCountAsync(1);
        await Expect(officer.Heading("1 träff")).ToBeFocusedAsync();
        await Expect(hit.Locator("mark")).ToHaveTextAsync(word);
        await Expect(hit).ToContainTextAsync("<i>nu</i>");
        await hit.GetByRole(AriaRole.Link).ClickAsync();
        await officer.AliveAsync();
        await Expect(officer.Page.Locator("ol.log > li.sought")).ToContainTextAsync(word);
        await Expect(officer.Page.Locator("ol.log > li.sought")).ToBeInViewportAsync();
        await Expect(officer.Line("Raden före.").First).ToBeVisibleAsync();
        await Expect(officer.Composer).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_filter_of_a_log_is_in_its_address_and_its_lines_can_be_acted_on()
    {
        var incident = await OpenAsync();
        await incident.Director.WriteAsync(incident.Id, "Något annat.");
        var chief = await AsAsync("stabschef");
        await chief.GoAsync(incident);

        await chief.Page.Locator("form.log-filter summary").ClickAsync();
        await chief.Field("Person").FillAsync("kommundirektör");
        var filter = chief.Page.Locator("form.log-filter");
        await filter.GetByLabel("Typ").SelectOptionAsync("anteckning");
        await filter.GetByRole(AriaRole.Button, new() { Name = "Sök" }).ClickAsync();
        await chief.AliveAsync();

        Assert.Contains("typ=anteckning", chief.Page.Url, StringComparison.Ordinal);
        await Expect(chief.Heading("2 träffar")).ToBeFocusedAsync();
        await Expect(filter.GetByLabel("Typ")).ToHaveValueAsync("anteckning");
        await chief.Link("Visa hela loggen").ClickAsync();
        await Expect(chief.Heading(incident.Title)).ToBeFocusedAsync();
        await Expect(chief.Line("Något annat.").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Nothing_found_and_nothing_to_find_are_said_in_words()
    {
        var officer = await AsAsync("tib");

        await officer.GoAsync("/sok?q=finnsverkligeninte");
        await Expect(officer.Heading("Inga träffar")).ToBeFocusedAsync();
        await officer.GoAsync("/sok?q=och");
        await Expect(officer.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("så vanliga");
        await officer.GoAsync("/sok?q=-vatten");
        await Expect(officer.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("minst ett ord");
    }

    // The words follow the line a moment later.
    private static async Task FoundAsync(Api api, string word)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            if ((await api.GetAsync($"/search?q={word}")).GetProperty("hits").GetArrayLength() > 0)
                return;
            await Task.Delay(200);
        }

        Assert.Fail($"{word} was not found within twenty seconds.");
    }
}
