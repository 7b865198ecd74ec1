using Kris.Browser.Running;

namespace Kris.Browser.Secrecy;

/// <summary>What must never have been written goes, by two persons' decision.</summary>
[Collection(ShownSiteCollection.Name)]
public sealed class ErasureTests(Site site) : BrowserTest(site)
{
    private const string Word = "Personnumret";

    [Fact]
    public async Task One_person_proposes_and_another_decides_and_the_line_is_empty_for_everybody()
    {
        var incident = await OpenAsync();
        await incident.Director.WriteAsync(incident.Id, $"{Word} är känt");
        var reader = await AsAsync("lasare");
        await reader.GoAsync(incident);
        await Expect(reader.Line(Word)).ToBeVisibleAsync();
        var chief = await AsAsync("stabschef");
        await chief.GoAsync(incident);

        await chief.Line(Word).GetByRole(AriaRole.Button).ClickAsync();
        await chief.Link("Radera innehållet …").ClickAsync();
        await chief.Button("Föreslå radering …").ClickAsync();
        await chief.Page.GetByRole(AriaRole.Radio, new() { Name = "En enskilds personuppgifter" }).CheckAsync();
        await chief.Dialog.GetByLabel("Varför?").FillAsync("Fel sak på fel plats.");
        await chief.Button("Föreslå").ClickAsync();
        await Expect(chief.Text("Du föreslog raderingen. Någon annan ska besluta")).ToBeVisibleAsync();
        await Expect(reader.Page.Locator("#rad-3")).ToContainTextAsync("Sekretessmarkerad rad.");

        var director = await AsAsync("kommundirektor");
        await director.GoAsync("/");
        await director.Link($"Rad 3 i {incident.Title}").ClickAsync();
        await director.Button("Besluta radering …").ClickAsync();
        await director.Button("Radera för gott").ClickAsync();
        await Expect(director.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Läs raden först");
        await director.Field("Jag har läst raden, och den får inte stå kvar").CheckAsync();
        await director.Button("Radera för gott").ClickAsync();

        await Expect(director.Text("Innehållet är raderat genom beslut i rad 5")).ToBeVisibleAsync();
        await Expect(reader.Page.Locator("#rad-3")).ToContainTextAsync("raderat genom beslut i rad 5");
        await Expect(reader.Line(Word)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_proposal_that_is_declined_leaves_the_line_as_it_was()
    {
        var incident = await OpenAsync();
        await incident.Director.WriteAsync(incident.Id, $"{Word} är påhittat");
        var chief = await ApiAsync("stabschef");
        await chief.PostAsync(
            $"/incidents/{incident.Id}/lines/3/erasure/propose",
            new { key = Guid.CreateVersion7(), spill = "annat", reason = "Kan vara fel." });
        var director = await AsAsync("kommundirektor");
        await director.GoAsync($"/handelser/{incident.Id}/radering/3");

        await director.Button("Avslå").ClickAsync();
        await director.Button("Ja, raden ska stå kvar").ClickAsync();

        await Expect(director.Button("Föreslå radering …")).ToBeVisibleAsync();
        await director.GoAsync(incident);
        await Expect(director.Line(Word)).ToBeVisibleAsync();
    }
}
