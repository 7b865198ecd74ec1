using System.Net;
using Kris.Browser.Running;

namespace Kris.Browser.Incidents;

public sealed class LevelTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task An_incident_is_escalated_through_the_levels_by_those_who_may()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);
        await officer.Button("Eskalera …").ClickAsync();
        await officer.Field("Vad behöver samordnas?").FillAsync("Vatten till två förvaltningar.");
        await officer.Button("Eskalera").ClickAsync();
        await Expect(officer.Page.Locator(".incident-head")).ToContainTextAsync("Särskild händelse");

        var director = await AsAsync("kommundirektor");
        await director.GoAsync(incident);
        await director.Button("Eskalera …").ClickAsync();
        await FillGroundsAsync(director);
        await director.Field("Motivering").FillAsync("Jag beslutar att händelsen är extraordinär.");
        await director.Button("Eskalera").ClickAsync();

        await Expect(director.Page.Locator(".incident-head")).ToContainTextAsync("Extraordinär händelse");
        await Expect(officer.Page.Locator(".incident-head")).ToContainTextAsync("Extraordinär händelse");
        await director.Link("Nivå").ClickAsync();
        await Expect(director.Text("Sjukhem och skolor saknar vatten.")).ToBeVisibleAsync();
        Assert.Equal("extraordinar-handelse", await incident.LevelAsync());
    }

    [Fact]
    public async Task Extraordinar_is_refused_until_each_criterion_is_motivated_and_what_was_typed_stays()
    {
        var incident = await OpenAsync("sarskild-handelse");
        var director = await AsAsync("kommundirektor");
        await director.GoAsync(incident);
        await director.Button("Eskalera …").ClickAsync();
        await director.Field("Motivering").FillAsync("Jag beslutar att händelsen är extraordinär.");
        await director.Field("1. Avviker från det normala").FillAsync("Vattnet är borta.");

        await director.Button("Eskalera").ClickAsync();

        await Expect(director.Dialog.GetByRole(AriaRole.Alert)).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(director.Field("2. Allvarlig störning eller överhängande risk för det")).ToBeFocusedAsync();
        await Expect(director.Field("1. Avviker från det normala")).ToHaveValueAsync("Vattnet är borta.");
        Assert.Equal("sarskild-handelse", await incident.LevelAsync());
        await FillGroundsAsync(director);
        await director.Button("Eskalera").ClickAsync();
        await Expect(director.Dialog).ToBeHiddenAsync();
        Assert.Equal("extraordinar-handelse", await incident.LevelAsync());
    }

    [Fact]
    public async Task Whoever_may_not_escalate_has_no_button_and_is_refused_by_address_and_api()
    {
        var incident = await OpenAsync();
        var logger = await AsAsync("loggforare1");
        await logger.GoAsync($"{incident.Address}?gor=eskalera");

        await Expect(logger.Heading(incident.Title)).ToBeVisibleAsync();
        await Expect(logger.Button("Eskalera …")).ToHaveCountAsync(0);
        await Expect(logger.Dialog).ToHaveCountAsync(0);
        var api = await ApiAsync("loggforare1");
        var answer = await api.RefusedAsync(
            $"/incidents/{incident.Id}/level",
            new
            {
                key = Guid.CreateVersion7(),
                seen = await incident.SeenAsync(),
                to = "sarskild-handelse",
                reason = "Vatten till två förvaltningar.",
            });
        Assert.Equal(HttpStatusCode.Forbidden, answer);
    }

    [Fact]
    public async Task Of_two_who_act_on_the_same_picture_the_second_is_told_and_keeps_what_was_typed()
    {
        var incident = await OpenAsync();
        var second = await AsAsync("stabschef");
        await second.GoAsync(incident);
        await second.Button("Eskalera …").ClickAsync();
        await second.Field("Vad behöver samordnas?").FillAsync("Information till invånarna.");

        await incident.RaiseAsync("sarskild-handelse");
        await second.Button("Eskalera").ClickAsync();

        await Expect(second.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Någon annan hann före.");
        await Expect(second.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("särskild händelse");
        await Expect(second.Field("Vad behöver samordnas?")).ToHaveValueAsync("Information till invånarna.");
    }

    [Fact]
    public async Task A_proposal_waits_for_those_who_decide()
    {
        var incident = await OpenAsync("sarskild-handelse");
        var chief = await AsAsync("stabschef");
        await chief.GoAsync(incident);
        await chief.Button("Föreslå extraordinär …").ClickAsync();
        await chief.Field("Varför föreslår du det?").FillAsync("Kommunens vanliga organisation räcker inte.");
        await FillGroundsAsync(chief);
        await chief.Button("Föreslå").ClickAsync();
        await Expect(chief.Text("Föreslås bli extraordinär händelse.")).ToBeVisibleAsync();

        var director = await AsAsync("kommundirektor");
        await director.GoAsync("/");

        var waits = director.Page.GetByRole(AriaRole.Region, new() { Name = "Väntar på dig" });
        await Expect(waits.GetByRole(AriaRole.Listitem).Filter(new() { HasText = incident.Title })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_level_is_lowered_with_a_reason()
    {
        var incident = await OpenAsync("sarskild-handelse");
        var chief = await AsAsync("stabschef");
        await chief.GoAsync(incident);

        await chief.ChooseAsync("Sänk nivån …");
        await chief.Field("Varför sänks nivån?").FillAsync("Bara en förvaltning berörs nu.");
        await chief.Button("Sänk").ClickAsync();

        await Expect(chief.Page.Locator(".incident-head")).ToContainTextAsync("Störning");
        Assert.Equal("storning", await incident.LevelAsync());
    }

    internal static async Task FillGroundsAsync(Person person)
    {
        await person.Field("1. Avviker från det normala").FillAsync("Vattnet är borta i hela tätorten.");
        await person.Field("2. Allvarlig störning eller överhängande risk för det")
            .FillAsync("Sjukhem och skolor saknar vatten.");
        await person.Field("3. Kräver skyndsamma insatser av kommunen").FillAsync("Nödvatten måste ut inom timmar.");
    }
}
