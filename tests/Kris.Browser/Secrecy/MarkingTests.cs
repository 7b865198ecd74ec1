using System.Text;
using Kris.Browser.Incidents;
using Kris.Browser.Look;
using Kris.Browser.Running;

namespace Kris.Browser.Secrecy;

/// <summary>What is marked as secret, as those inside the circle and outside it see it.</summary>
[Collection(ShownSiteCollection.Name)]
public sealed class MarkingTests(Site site) : BrowserTest(site)
{
    private const string Word = "Reservvattnet";

    [Fact]
    public async Task A_line_is_marked_as_it_is_written_and_opened_by_those_who_may()
    {
        var incident = await OpenAsync();
        var reader = await AsAsync("lasare");
        await reader.GoAsync(incident);
        var keeper = await AsAsync("loggforare1");
        await keeper.GoAsync(incident);

        await keeper.Button("Sekretess …").ClickAsync();
        await keeper.WriteAsync($"{Word} står i Åsen");
        await Expect(keeper.Text("Välj vilket lagrum sekretessen vilar på.").First).ToBeVisibleAsync();
        await keeper.Field("Lagrum").SelectOptionAsync("osl-18-13");
        await keeper.Field("Varför?").FillAsync("Visar var det finns.");
        await keeper.Composer.PressAsync("Enter");

        await Expect(keeper.Page.Locator("#rad-3")).ToContainTextAsync("sekretess OSL 18:13 · stabsledningen");
        await Expect(keeper.Page.Locator("ol.log")).Not.ToContainTextAsync(Word);
        await keeper.Button("Visa rad 3, läsningen noteras").ClickAsync();
        await Expect(keeper.Page.Locator("#rad-3")).ToContainTextAsync($"{Word} står i Åsen");
        await Expect(keeper.Page.Locator("#rad-3")).ToContainTextAsync("Din läsning är noterad.");
        await keeper.Button("Dölj").ClickAsync();
        await Expect(keeper.Page.Locator("ol.log")).Not.ToContainTextAsync(Word);

        await Expect(reader.Page.Locator("#rad-3")).ToContainTextAsync("Sekretessmarkerad rad.");
        await Expect(reader.Page.Locator("#rad-3").GetByRole(AriaRole.Button)).ToHaveCountAsync(0);
        var chief = await AsAsync("stabschef");
        await chief.GoAsync($"/handelser/{incident.Id}/lasningar/3");
        await Expect(chief.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(chief.Page.Locator("tbody tr")).ToContainTextAsync("öppnade raden");
    }

    [Fact]
    public async Task Whoever_marks_or_proposes_to_erase_is_told_that_more_may_say_the_same_than_are_shown()
    {
        const string told = "fler kan säga samma sak";
        var incident = await OpenAsync();
        for (var corrects = 2; corrects <= 32; corrects++)
        {
            var text = $"{Word} {corrects}.";
            await incident.Director.PutLineAsync(
                incident.Id, new { kind = "rattelse", text, corrects, correctionReason = "Felskrivning." });
        }

        var chief = await AsAsync("stabschef");
        await chief.GoAsync(incident);
        await LineActsTests.ActOnAsync(chief, $"{Word} 32.", "Sekretessmarkera …");
        await Expect(chief.Dialog.GetByText(told)).ToBeVisibleAsync();
        await Expect(chief.Dialog.GetByRole(AriaRole.Checkbox)).ToHaveCountAsync(30);
        await chief.GoAsync($"/handelser/{incident.Id}/radering/2");
        await chief.Button("Föreslå radering …").ClickAsync();
        await Expect(chief.Dialog.GetByText(told)).ToBeVisibleAsync();
    }

    // At rest the composer of a phone is no more than a line, and grows when it has the focus: whatever was there to
    // press would move away from the finger.
    [Fact]
    public async Task On_a_phone_the_button_that_marks_is_there_when_somebody_writes_and_stays_under_the_finger()
    {
        var incident = await OpenAsync();
        var keeper = await AsAsync("loggforare1", options: Screens.DarkAndNarrow());
        await keeper.GoAsync(incident);
        await Expect(keeper.Button("Sekretess …")).ToBeHiddenAsync();

        await keeper.Composer.ClickAsync();
        await keeper.Button("Sekretess …").ClickAsync();

        await Expect(keeper.Field("Lagrum")).ToBeVisibleAsync();
        await Expect(keeper.Field("Lagrum")).ToBeFocusedAsync();
        await keeper.Button("Ta bort markeringen").ClickAsync();
        await Expect(keeper.Field("Lagrum")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_line_that_is_marked_afterwards_goes_from_the_page_of_whoever_may_not_read_it()
    {
        var incident = await OpenAsync();
        await incident.Director.WriteAsync(incident.Id, $"{Word} står i Åsen");
        var reader = await AsAsync("lasare");
        await reader.GoAsync(incident);
        await Expect(reader.Line(Word)).ToBeVisibleAsync();
        var chief = await AsAsync("stabschef");
        await chief.GoAsync(incident);

        await LineActsTests.ActOnAsync(chief, Word, "Sekretessmarkera …");
        await chief.Dialog.GetByLabel("Lagrum").SelectOptionAsync("osl-15-2");
        await chief.Dialog.GetByLabel("Varför?").FillAsync("Visar förmåga.");
        await chief.Button("Markera").ClickAsync();

        await Expect(chief.Dialog).ToBeHiddenAsync();
        await Expect(reader.Page.Locator("#rad-3")).ToContainTextAsync("Sekretessmarkerad rad.");
        await Expect(reader.Line(Word)).ToHaveCountAsync(0);
        await chief.Page.Locator("#rad-3").GetByRole(AriaRole.Button, new() { Name = "Mer om rad 3" }).ClickAsync();
        await chief.Button("Häv markeringen …").ClickAsync();
        await chief.Field("Varför hävs markeringen?").FillAsync("Det är känt.");
        await chief.Button("Häv markeringen").ClickAsync();
        await Expect(reader.Line(Word)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_correction_that_comes_while_a_marking_is_typed_is_named_and_marked_too()
    {
        var incident = await OpenAsync();
        await incident.Director.WriteAsync(incident.Id, $"{Word} står i Åsen");
        var chief = await AsAsync("stabschef");
        await chief.GoAsync(incident);
        await LineActsTests.ActOnAsync(chief, Word, "Sekretessmarkera …");
        await chief.Dialog.GetByLabel("Lagrum").SelectOptionAsync("osl-15-2");
        await chief.Dialog.GetByLabel("Varför?").FillAsync("Visar förmåga.");

        await incident.Director.PutLineAsync(incident.Id, new
        {
            kind = "rattelse",
            text = $"{Word} står i Eken",
            corrects = 3,
            correctionReason = "Fel ort.",
        });
        await chief.Button("Markera").ClickAsync();

        await Expect(chief.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("Rad 4 har kommit till");
        await Expect(chief.Dialog.GetByLabel("Varför?")).ToHaveValueAsync("Visar förmåga.");
        await Expect(chief.Dialog.GetByLabel("Rad 4")).ToBeCheckedAsync();
        await chief.Button("Markera").ClickAsync();
        await Expect(chief.Dialog).ToBeHiddenAsync();
        await Expect(chief.Page.Locator("#rad-4")).ToContainTextAsync("sekretess OSL 15:2");
    }

    [Fact]
    public async Task A_person_who_is_named_reads_and_the_draft_of_a_marking_survives_a_reload()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);
        await officer.Button("Sekretess …").ClickAsync();
        await officer.Field("Lagrum").SelectOptionAsync("osl-26-1");
        await officer.Field("Får läsas av").SelectOptionAsync("namngivna");
        await officer.Field("Varför?").FillAsync("En enskild.");
        await officer.Field("Sök person").FillAsync("a");
        await officer.Page.GetByRole(AriaRole.List, new() { Name = "Personer att välja" })
            .GetByRole(AriaRole.Button).First.ClickAsync();
        await officer.Composer.FillAsync($"{Word} är hos grannen");

        await officer.GoAsync(incident);

        await Expect(officer.Composer).ToHaveValueAsync($"{Word} är hos grannen");
        await Expect(officer.Field("Lagrum")).ToHaveValueAsync("osl-26-1");
        var chosen = officer.Page.GetByRole(AriaRole.List, new() { Name = "Får läsa raden" });
        await Expect(chosen.GetByRole(AriaRole.Listitem)).ToHaveCountAsync(1);
        await officer.Composer.PressAsync("Enter");
        await Expect(officer.Page.Locator("#rad-3")).ToContainTextAsync("namngivna personer");
        await Expect(officer.Button("Sekretess …")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Nothing_of_a_marked_line_is_sent_to_the_browser_of_whoever_may_not_read_it()
    {
        var incident = await OpenAsync();
        var keeper = await ApiAsync("loggforare1");
        await keeper.WriteAsync(incident.Id, $"{Word} före");
        await MarkAsync(keeper, incident, 3);
        var outsider = await AsAsync("lasare");
        var heard = new StringBuilder();
        outsider.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) =>
            heard.AppendLine(frame.Text ?? Encoding.UTF8.GetString(frame.Binary ?? []));
        outsider.Page.Response += async (_, answer) =>
        {
            if (answer.Request.ResourceType is "document" or "fetch")
                heard.AppendLine(await answer.TextAsync());
        };
        await outsider.GoAsync(incident);

        await keeper.WriteAsync(incident.Id, "Kvittot ligger framme");
        await Expect(outsider.Line("Kvittot ligger framme")).ToBeVisibleAsync();
        await keeper.PutLineAsync(incident.Id, new
        {
            kind = "anteckning",
            text = $"{Word} efter",
            lagrum = "osl-18-13",
            markingReason = "Visar förmåga.",
            circle = "stabsledningen",
        });
        await Expect(outsider.Page.Locator("#rad-6")).ToContainTextAsync("Sekretessmarkerad rad.");
        await outsider.GoAsync("/");
        await outsider.GoAsync("/handelser");

        Assert.Contains("Kvittot ligger framme", heard.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Word, heard.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Word, await outsider.Page.TitleAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_says_what_never_belongs_in_it_and_takes_a_reference_instead()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);
        await Expect(officer.Text("Säkerhetsskyddsklassificerade uppgifter hör aldrig hemma i Kris."))
            .ToBeVisibleAsync();

        await officer.Composer.FocusAsync();
        await Expect(officer.Page.Locator(".attaching")).ToBeVisibleAsync();
        await officer.Page.Locator("#composer-kind").SelectOptionAsync("hanvisning");
        await Expect(officer.Page.Locator(".attaching")).ToBeHiddenAsync();
        await officer.WriteAsync("Hotbild mot vattenverket");
        await Expect(officer.Text("Skriv var ärendet finns").First).ToBeVisibleAsync();
        await officer.Field("Finns hos").FillAsync("Säkerhetsskåp 2, KS 2026/14");
        await officer.Field("Vänd dig till").FillAsync("Säkerhetsskyddschefen");
        await officer.Composer.PressAsync("Enter");

        await Expect(officer.Line("Hotbild mot vattenverket")).ToContainTextAsync("finns: Säkerhetsskåp 2, KS 2026/14");
        await Expect(officer.Line("Hotbild mot vattenverket"))
            .ToContainTextAsync("vänd dig till: Säkerhetsskyddschefen");
    }

    internal static Task MarkAsync(Api who, TestIncident incident, long number) => who.PostAsync(
        $"/incidents/{incident.Id}/lines/{number}/mark",
        new
        {
            key = Guid.CreateVersion7(),
            lagrum = "osl-18-13",
            markingReason = "Visar förmåga.",
            circle = "stabsledningen",
        });
}
