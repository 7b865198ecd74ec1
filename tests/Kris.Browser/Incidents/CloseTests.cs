using Kris.Browser.Running;

namespace Kris.Browser.Incidents;

public sealed class CloseTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task An_incident_is_closed_written_in_afterwards_and_opened_again()
    {
        var incident = await OpenAsync();
        var chief = await AsAsync("stabschef");
        await chief.GoAsync(incident);

        await chief.ChooseAsync("Avsluta …");
        await chief.Field("Kort sammanfattning").FillAsync("Läckan är lagad och vattnet är provtaget.");
        await chief.Button("Avsluta").ClickAsync();
        await Expect(chief.Page.Locator(".incident-head")).ToContainTextAsync("Avslutad");
        await Expect(chief.Text("Händelsen är avslutad – raden märks efter avslut")).ToBeVisibleAsync();
        await chief.WriteAsync("Provsvaret kom i dag");
        await Expect(chief.Line("Provsvaret kom i dag")).ToContainTextAsync("efter avslut");
        await (await ApiAsync("loggforare1")).PutLineAsync(incident.Id, new
        {
            kind = "anteckning",
            text = "Namnet på provtagaren",
            lagrum = "osl-26-1",
            markingReason = "En enskild.",
            circle = "stabsledningen",
        });
        await chief.Page.Locator("ol.log [data-show]").ClickAsync();
        await Expect(chief.Line("Namnet på provtagaren")).ToContainTextAsync("efter avslut");

        await chief.ChooseAsync("Öppna igen …");
        await chief.Field("Varför öppnas den igen?").FillAsync("Det läcker på nytt.");
        await chief.Button("Öppna igen").ClickAsync();

        await Expect(chief.Page.Locator(".incident-head")).ToContainTextAsync("Pågår sedan");
    }

    [Fact]
    public async Task A_close_tells_what_is_left_to_do_and_is_refused_without_a_summary()
    {
        var incident = await OpenAsync();
        var chief = await AsAsync("stabschef");
        await chief.GoAsync(incident);
        await chief.WriteAsync("/uppgift Töm tankarna");
        await Expect(chief.Line("Töm tankarna")).ToBeVisibleAsync();
        await chief.ChooseAsync("Avsluta …");
        await Expect(chief.Dialog).ToContainTextAsync("1 uppgift är öppen i händelsen.");

        await chief.Button("Avsluta").ClickAsync();

        await Expect(chief.Dialog.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(chief.Page.Locator(".incident-head")).ToContainTextAsync("Pågår sedan");
    }

    [Fact]
    public async Task An_incident_that_was_opened_twice_is_merged_into_the_other()
    {
        var twin = await OpenAsync();
        var kept = await OpenAsync();
        var chief = await AsAsync("stabschef");
        await chief.GoAsync(twin);

        await chief.ChooseAsync("Sammanför med en annan …");
        await chief.Field("Händelsen som ska fortsätta").FillAsync(kept.Title);
        // What stands there before the search goes when it is answered.
        await Expect(chief.Dialog.Locator("input[name^=picked-]")).ToHaveCountAsync(1);
        await chief.Page.GetByRole(AriaRole.Radio, new() { Name = kept.Title }).CheckAsync();
        await chief.Field("Varför är de samma händelse?").FillAsync("Samma läcka.");
        await chief.Button("Sammanför").ClickAsync();

        await Expect(chief.Page.Locator(".incident-head")).ToContainTextAsync("Avslutad");
        await chief.Link("Till händelsen som gäller").ClickAsync();
        await Expect(chief.Page.GetByRole(AriaRole.Heading, new() { Name = kept.Title, Level = 1 })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Danger_to_life_shows_in_the_head_and_on_the_first_page()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);

        await officer.ChooseAsync("Flagga fara för liv");

        await Expect(officer.Page.Locator(".incident-head .life")).ToHaveTextAsync("Fara för liv");
        await officer.Link("Läge").ClickAsync();
        var card = officer.Page.GetByRole(AriaRole.Region, new() { Name = incident.Title });
        await Expect(card).ToContainTextAsync("Fara för liv");
    }
}
