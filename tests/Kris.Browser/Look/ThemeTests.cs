using Kris.Browser.Running;

namespace Kris.Browser.Look;

[Collection(ShownSiteCollection.Name)]
public sealed class ThemeTests(Site site) : BrowserTest(site)
{
    private const string Lightness =
        "() => getComputedStyle(document.body).backgroundColor.match(/[0-9.]+/g).slice(0, 3)"
        + ".map(Number).reduce((a, b) => a + b)";

    [Fact]
    public async Task The_system_chooses_the_theme_until_a_person_does()
    {
        var light = await AsAsync("tib", options: Screens.LightAndWide());
        var dark = await AsAsync("tib", options: Screens.DarkAndNarrow());
        await light.GoAsync("/handelser");
        await dark.GoAsync("/handelser");

        Assert.True(await light.Page.EvaluateAsync<double>(Lightness) > 600);
        Assert.True(await dark.Page.EvaluateAsync<double>(Lightness) < 200);
    }

    [Fact]
    public async Task The_theme_is_switched_without_the_server_and_stays()
    {
        await using var wire = new Wire(Site.Program.Port);
        var person = await AsAsync("tib", wire);
        person.ExpectsOutages();
        await person.GoAsync("/handelser");
        var toggle = person.Button("Mörkt läge");
        await Expect(toggle).ToHaveAttributeAsync("aria-pressed", "false");
        wire.Cut();
        await Expect(person.Connection).ToHaveTextAsync("Återansluter …");

        await toggle.ClickAsync();

        await Expect(toggle).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.True(await person.Page.EvaluateAsync<double>(Lightness) < 200);
        wire.Restore();
        await person.GoAsync("/handelser");
        await Expect(toggle).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.True(await person.Page.EvaluateAsync<double>(Lightness) < 200);
    }

    [Fact]
    public async Task The_log_is_printed_without_what_belongs_to_the_screen()
    {
        var incident = await OpenAsync();
        var chief = await AsAsync("stabschef");
        await chief.GoAsync(incident);
        await Expect(chief.Line("Första raden")).ToBeVisibleAsync();

        await chief.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await chief.Page.EvaluateAsync("() => { dispatchEvent(new Event('beforeprint')); }");

        await Expect(chief.Line("Första raden")).ToBeVisibleAsync();
        await Expect(chief.Page.GetByRole(AriaRole.Heading, new() { Name = incident.Title, Level = 1 }))
            .ToBeVisibleAsync();
        await Expect(chief.Page.Locator(".print-only")).ToContainTextAsync("Hela loggen: Mer → Skriv ut loggen.");
        await Expect(chief.Page.Locator("[data-printed]")).Not.ToBeEmptyAsync();
        string[] frame =
        [
            "header.top", "nav.areas", "nav.tabs", "kris-composer", ".buttons", ".log-tools", ".never-here",
            "ol.log button",
        ];
        foreach (var chrome in frame)
            await Expect(chief.Page.Locator(chrome).First).ToBeHiddenAsync();
    }

    [Fact]
    public async Task What_a_filter_shows_is_printed_as_that_and_not_as_the_log()
    {
        var incident = await OpenAsync();
        for (var line = 1; line <= 25; line++)
            await incident.Director.WriteAsync(incident.Id, $"Rad {line} om vattnet.");
        var chief = await AsAsync("stabschef");
        await chief.GoAsync($"{incident.Address}?typ=anteckning&fran=2026-01-01T08:00");
        await Expect(chief.Heading("Träff 1–25 av fler")).ToBeVisibleAsync();

        await chief.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await chief.Page.EvaluateAsync("() => { dispatchEvent(new Event('beforeprint')); }");

        var paper = chief.Page.Locator(".print-only:visible");
        await Expect(paper).ToHaveCountAsync(1);
        await Expect(paper).ToContainTextAsync(
            "Ett urval ur loggen, inte hela: typ Anteckning, hände från 2026-01-01 08:00. Träff 1–25 av fler.");
        await Expect(paper).ToContainTextAsync("Fler rader passar än de som står här.");
        await Expect(paper).ToContainTextAsync(", stabschef.");
        await Expect(paper.Locator("[data-printed]")).Not.ToBeEmptyAsync();
        await Expect(chief.Page.Locator("ol.log > li:visible")).ToHaveCountAsync(25);
        await Expect(chief.Page.Locator(".found nav.pager")).ToBeHiddenAsync();
    }
}
