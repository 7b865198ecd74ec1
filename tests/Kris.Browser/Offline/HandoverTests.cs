using Kris.Browser.Running;

namespace Kris.Browser.Offline;

/// <summary>
/// Whoever writes while the page becomes another under their hands: Blazor takes what the server made beforehand away
/// and makes it anew, or the page loads itself anew. Keys go where the focus is, as a person's do.
/// </summary>
[Collection(KeepingSiteCollection.Name)]
public sealed class HandoverTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_line_that_is_typed_as_the_page_comes_alive_stands_as_it_was_typed()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        await person.Page.AddInitScriptAsync(EarlyTests.Slow);
        var alive = await MadeBeforeAsync(person, incident.Address);
        await person.Composer.PressSequentiallyAsync("Bron avstängd");
        for (var letters = 0; letters < "avstängd".Length; letters++)
            await person.Composer.PressAsync("ArrowLeft");

        alive.SetResult();
        await TypeUntilAliveAsync(person, "är ");

        await Expect(person.Composer).ToHaveValueAsync("Bron är avstängd");
        await Expect(person.Composer).ToBeFocusedAsync();
        await person.Composer.PressAsync("Enter");
        await Expect(person.Line("Bron är avstängd")).ToBeVisibleAsync();
        await Expect(person.Composer).ToHaveValueAsync("");
    }

    [Fact]
    public async Task An_incident_that_is_described_as_the_page_comes_alive_is_opened_as_it_was_described()
    {
        var person = await AsAsync("tib");
        await person.Page.AddInitScriptAsync(EarlyTests.Slow);
        var alive = await MadeBeforeAsync(person, "/handelser/ny");
        var first = person.Field("Första raden (kan vänta)");
        await first.PressSequentiallyAsync("Ring från ");

        alive.SetResult();
        await TypeUntilAliveAsync(person, "driften");

        await Expect(first).ToHaveValueAsync("Ring från driften");
        await Expect(person.Field("Rubrik")).ToHaveValueAsync("");
        await Expect(first).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_menu_that_is_opened_before_the_page_comes_alive_is_open_when_it_has()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("stabschef");
        var alive = await MadeBeforeAsync(person, incident.Address);
        var menu = person.Page.Locator("details.menu");
        await menu.Locator("summary").PressAsync("Enter");

        alive.SetResult();
        await person.AliveAsync();

        await Expect(menu).ToHaveAttributeAsync("open", "");
        await Expect(menu.Locator("summary")).ToBeFocusedAsync();
        await person.Button("Sammanför med en annan …").ClickAsync();
        await Expect(person.Dialog).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_searched_for_as_the_page_comes_alive_is_what_was_typed()
    {
        var person = await AsAsync("tib");
        var alive = await MadeBeforeAsync(person, "/sok");
        await person.Field("Sök efter").PressSequentiallyAsync("vattenl");

        alive.SetResult();
        await TypeUntilAliveAsync(person, "äcka");

        await Expect(person.Field("Sök efter")).ToHaveValueAsync("vattenläcka");
        await Expect(person.Field("Sök efter")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Facts_that_are_typed_as_the_page_comes_alive_stand_as_they_were_typed()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("stabschef");
        await person.Page.AddInitScriptAsync(EarlyTests.Slow);
        var alive = await MadeBeforeAsync(person, $"{incident.Address}/fakta?andra=ja");
        await person.Field("Plats").PressSequentiallyAsync("Storgatan 1");
        await person.Field("Inriktning").PressSequentiallyAsync("Vatten till ");

        alive.SetResult();
        await TypeUntilAliveAsync(person, "alla");

        await Expect(person.Field("Inriktning")).ToHaveValueAsync("Vatten till alla");
        await Expect(person.Field("Inriktning")).ToBeFocusedAsync();
        await Expect(person.Field("Plats")).ToHaveValueAsync("Storgatan 1");
        await person.Button("Spara fakta").ClickAsync();
        await Expect(person.Page.GetByRole(AriaRole.Region, new() { Name = "Fakta om händelsen" }))
            .ToContainTextAsync("Vatten till alla");
    }

    [Fact]
    public async Task Whoever_writes_as_the_page_loads_itself_anew_goes_on_where_they_wrote()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        await person.GoAsync(incident);
        await person.Composer.PressSequentiallyAsync("Pumpen är ");
        await ReloadItselfAsync(person);

        await Expect(person.Composer).ToBeFocusedAsync();
        await Expect(person.Composer).ToHaveValueAsync("Pumpen är ");
        await person.Page.Keyboard.TypeAsync("framme");
        await Expect(person.Composer).ToHaveValueAsync("Pumpen är framme");
    }

    [Fact]
    public async Task Whoever_is_in_the_middle_of_another_field_goes_on_there()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("stabschef");
        await person.GoAsync(incident);
        await person.Page.Locator("#composer-kind").SelectOptionAsync("beslut");
        await person.Field("Skäl").PressSequentiallyAsync("Ont om vatten");
        for (var letters = 0; letters < "vatten".Length; letters++)
            await person.Page.Keyboard.PressAsync("ArrowLeft");
        await ReloadItselfAsync(person);

        await Expect(person.Field("Skäl")).ToBeFocusedAsync();
        await Expect(person.Field("Skäl")).ToHaveValueAsync("Ont om vatten");
        await person.Page.Keyboard.TypeAsync("rent ");
        await Expect(person.Field("Skäl")).ToHaveValueAsync("Ont om rent vatten");
        await Expect(person.Composer).ToHaveValueAsync("");
    }

    [Fact]
    public async Task A_word_that_is_put_together_is_neither_sent_by_the_key_that_ends_it_nor_ended_by_the_page()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        await person.GoAsync(incident);
        await person.Composer.FocusAsync();
        var browser = await person.Context.NewCDPSessionAsync(person.Page);
        await ComposeAsync(browser, "nihon");
        await browser.SendAsync("Input.insertText", new() { ["text"] = "日本" });
        // As Safari tells of the Enter that ended it.
        await browser.SendAsync("Input.dispatchKeyEvent", new()
        {
            ["type"] = "rawKeyDown",
            ["key"] = "Enter",
            ["code"] = "Enter",
            ["windowsVirtualKeyCode"] = 229,
        });
        await Expect(person.Composer).ToHaveValueAsync("日本");
        await ComposeAsync(browser, "go");

        await person.Page.EvaluateAsync(
            """
            () => {
                window.isFirst = true;
                document.getElementById('components-reconnect-modal').dispatchEvent(new CustomEvent(
                    'components-reconnect-state-changed', { detail: { state: 'failed' } }));
            }
            """);
        await person.Page.WaitForTimeoutAsync(1_000);
        Assert.True(await person.Page.EvaluateAsync<bool>("() => window.isFirst === true"));
        await browser.SendAsync("Input.insertText", new() { ["text"] = "語" });
        await person.Page.WaitForFunctionAsync("() => window.isFirst === undefined");

        await Expect(person.Composer).ToHaveValueAsync("日本語");
        Assert.DoesNotContain(await incident.LinesAsync(), line => line.Text.Contains('日', StringComparison.Ordinal));
    }

    private static async Task ComposeAsync(ICDPSession browser, string letters) =>
        await browser.SendAsync("Input.imeSetComposition", new()
        {
            ["text"] = letters,
            ["selectionStart"] = letters.Length,
            ["selectionEnd"] = letters.Length,
        });

    private static async Task ReloadItselfAsync(Person person)
    {
        await person.Page.EvaluateAsync(
            """
            async () => {
                const kept = [];
                const detail = { waitUntil: promise => kept.push(promise) };
                document.dispatchEvent(new CustomEvent('kris-flush', { detail }));
                await Promise.all(kept);
                location.reload();
            }
            """);
        await person.AliveAsync();
    }

    // The page as the server made it, whose circuit does not begin until that is set.
    private static async Task<TaskCompletionSource> MadeBeforeAsync(Person person, string address)
    {
        var alive = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await person.Page.RouteAsync("**/_blazor/negotiate*", async route =>
        {
            await alive.Task;
            await route.ContinueAsync();
        });
        await person.Page.GotoAsync(address);
        return alive;
    }

    // Types the words, and then something that is taken back again, until the page has come alive.
    private static async Task TypeUntilAliveAsync(Person person, string words)
    {
        await person.Page.Keyboard.TypeAsync(words, new() { Delay = 20 });
        var coming = person.AliveAsync();
        do
        {
            await person.Page.Keyboard.TypeAsync("xy", new() { Delay = 10 });
            await person.Page.Keyboard.PressAsync("Backspace");
            await person.Page.Keyboard.PressAsync("Backspace");
        }
        while (!coming.IsCompleted);
        await coming;
    }
}
