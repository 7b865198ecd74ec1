using Kris.Browser.Running;

namespace Kris.Browser.Offline;

/// <summary>What is typed in the moments in which a page has not read yet what an earlier one had kept.</summary>
public sealed class EarlyTests(Site site) : BrowserTest(site)
{
    // A computer with much to do opens what is sealed later.
    private const string Slow =
        """
        const decrypt = crypto.subtle.decrypt.bind(crypto.subtle);
        crypto.subtle.decrypt = async (...all) => {
            await new Promise(later => setTimeout(later, 2_500));
            return decrypt(...all);
        };
        """;

    [Fact]
    public async Task A_line_that_is_sent_before_the_draft_is_back_leaves_the_draft()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        await DraftAsync(person, incident, "Det som stod där.");
        await person.GoAsync(incident.Address);

        await TypeAsync(person, "Det som kom emellan.");
        await person.Composer.PressAsync("Enter");

        await Expect(person.Line("Det som kom emellan.")).ToBeVisibleAsync();
        await Expect(person.Composer).ToHaveValueAsync("Det som stod där.");
        await Expect(person.Line("Det som stod där.")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_was_typed_before_the_draft_was_back_is_there_when_the_page_has_died_and_once()
    {
        var incident = await OpenAsync();
        var person = await AsAsync("tib");
        await DraftAsync(person, incident, "Det som stod där.");
        await person.GoAsync(incident.Address);
        await TypeAsync(person, "Det som kom emellan.");

        await person.GoAsync("/konto");
        await person.GoAsync(incident);

        const string both = "Det som stod där.\nDet som kom emellan.";
        await Expect(person.Composer).ToHaveValueAsync(both);
        await person.GoAsync("/konto");
        await person.GoAsync(incident);
        await Expect(person.Composer).ToHaveValueAsync(both);
    }

    private static async Task DraftAsync(Person person, TestIncident incident, string text)
    {
        await person.GoAsync(incident);
        await person.Composer.FillAsync(text);
        await Expect(person.Page.Locator("[data-part=draft-state]")).ToContainTextAsync("utkast");
        await person.GoAsync("/konto");
        await person.Context.AddInitScriptAsync(Slow);
    }

    private static async Task TypeAsync(Person person, string text)
    {
        await Expect(person.Page.Locator("kris-composer form[aria-busy=true]")).ToBeVisibleAsync();
        await person.Composer.FillAsync(text);
        await Expect(person.Page.Locator("kris-composer form[aria-busy=true]")).ToBeVisibleAsync();
    }
}
