using Kris.Browser.Look;
using Kris.Browser.Running;

namespace Kris.Browser.Offline;

/// <summary>One person, two devices.</summary>
[Collection(KeepingSiteCollection.Name)]
public sealed class DraftTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_draft_is_taken_over_on_another_device_and_sent_once()
    {
        var incident = await OpenAsync();
        var laptop = await AsAsync("tib");
        await laptop.GoAsync(incident);
        await laptop.Composer.PressSequentiallyAsync("Pumpen är på väg");
        await SavedAsync(incident, "Pumpen är på väg");

        var phone = await AsAsync("tib", options: Screens.DarkAndNarrow());
        await phone.GoAsync(incident);
        var offer = phone.Page.GetByText("Utkast från en annan enhet");
        await Expect(offer).ToContainTextAsync("”Pumpen är på väg”");
        await Expect(phone.Composer).ToHaveValueAsync("");
        Assert.Empty(await Accessibility.ViolationsAsync(phone.Page));
        await Pictures.TakeAsync(phone, "offer");
        await phone.Button("Ta över").ClickAsync();
        await Expect(phone.Composer).ToHaveValueAsync("Pumpen är på väg");
        await phone.Composer.PressAsync("End");
        await phone.Composer.PressSequentiallyAsync(" och framme");
        await phone.Composer.PressAsync("Enter");

        await Expect(phone.Line("Pumpen är på väg och framme")).ToHaveCountAsync(1);
        Assert.Single(await incident.LinesAsync(), line => line.Text == "Pumpen är på väg och framme");
        await SavedAsync(incident, null);
    }

    [Fact]
    public async Task What_is_being_typed_is_never_replaced_and_both_can_be_kept()
    {
        var incident = await OpenAsync();
        var laptop = await AsAsync("tib");
        await laptop.GoAsync(incident);
        var phone = await AsAsync("tib");
        await phone.GoAsync(incident);
        await phone.Composer.PressSequentiallyAsync("Från telefonen");
        await SavedAsync(incident, "Från telefonen");

        await laptop.Page.EvaluateAsync("() => window.dispatchEvent(new Event('focus'))");
        await Expect(laptop.Button("Ta över")).ToBeVisibleAsync();
        await laptop.Composer.PressSequentiallyAsync("Från datorn");
        await laptop.Page.EvaluateAsync("() => window.dispatchEvent(new Event('focus'))");

        await Expect(laptop.Composer).ToHaveValueAsync("Från datorn");
        // What is typed here is kept there meanwhile, beside the other.
        await SavedAsync(incident, "Från datorn");
        await laptop.Button("Lägg till").Or(laptop.Button("Ta över")).ClickAsync();
        await Expect(laptop.Composer).ToHaveValueAsync("Från datorn\nFrån telefonen");
        await SavedAsync(incident, "Från datorn\nFrån telefonen");
    }

    [Fact]
    public async Task A_draft_that_is_left_alone_hides_no_other_and_one_that_had_no_room_is_kept_again()
    {
        var incident = await OpenAsync();
        var api = await ApiAsync("tib");
        await api.KeepDraftAsync(incident.Id, new { text = "Från plattan" });
        await api.KeepDraftAsync(incident.Id, new { text = "Från telefonen" });
        var desk = await AsAsync("tib");
        await desk.GoAsync(incident);
        await Expect(desk.Text("”Från telefonen”")).ToBeVisibleAsync();

        await desk.Button("Låt vara").ClickAsync();
        await Expect(desk.Text("”Från plattan”")).ToBeVisibleAsync();
        await desk.Button("Låt vara").ClickAsync();
        await Expect(desk.Button("Låt vara")).ToHaveCountAsync(0);

        await desk.Composer.FillAsync("Från skrivbordet");
        await SavedAsync(incident, "Från skrivbordet");
        await api.DropDraftsAsync(incident.Id);
        await LookAsync(desk);
        await SavedAsync(incident, "Från skrivbordet");
        await Expect(desk.Text("togs över")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_is_added_keeps_its_marking_its_fields_and_what_is_attached_here()
    {
        var incident = await OpenAsync();
        var laptop = await AsAsync("tib");
        await laptop.GoAsync(incident);
        await laptop.Page.Locator("[data-attach=file]").SetInputFilesAsync(Report);
        var attached = laptop.Page.GetByRole(AriaRole.List, new() { Name = "Bilagor till raden" });
        await Expect(attached).ToContainTextAsync("klar");
        await (await ApiAsync("tib")).KeepDraftAsync(incident.Id, Secret("osl-18-13"));

        await LookAsync(laptop);
        await laptop.Button("Lägg till").ClickAsync();

        await Expect(laptop.Composer).ToHaveValueAsync("Reservvattnet står i Åsen");
        await Expect(attached).ToContainTextAsync("karta.pdf");
        await Expect(laptop.Page.Locator("#composer-kind")).ToHaveValueAsync("inkommet");
        await Expect(laptop.Field("Från")).ToHaveValueAsync("VA-jouren");
        await Expect(laptop.Field("Lagrum")).ToHaveValueAsync("osl-18-13");
        await laptop.Composer.PressAsync("Enter");
        await Expect(laptop.LineState).ToHaveTextAsync("sparad (nr 3)");
        var page = await incident.Director.GetAsync($"/incidents/{incident.Id}/lines?after=2");
        var line = page.GetProperty("lines")[0];
        Assert.True(line.TryGetProperty("marking", out _) || line.TryGetProperty("hidden", out _));
        await SavedAsync(incident, null);
    }

    [Fact]
    public async Task Two_drafts_that_are_marked_differently_are_kept_apart()
    {
        var incident = await OpenAsync();
        var laptop = await AsAsync("tib");
        await laptop.GoAsync(incident);
        await laptop.Composer.FillAsync("Om en enskild");
        await laptop.Button("Sekretess …").ClickAsync();
        await laptop.Field("Lagrum").SelectOptionAsync("osl-26-1");
        await SavedAsync(incident, "Om en enskild");
        await (await ApiAsync("tib")).KeepDraftAsync(incident.Id, Secret("osl-18-13"));

        await LookAsync(laptop);
        await laptop.Button("Lägg till").ClickAsync();

        await Expect(laptop.Page.Locator("#composer-problem")).ToContainTextAsync("sekretessmarkerade på olika sätt");
        await Expect(laptop.Composer).ToHaveValueAsync("Om en enskild");
        await Expect(laptop.Field("Lagrum")).ToHaveValueAsync("osl-26-1");
        await Expect(laptop.Text("Utkast från en annan enhet")).ToBeVisibleAsync();
        await SavedAsync(incident, "Reservvattnet står i Åsen");
    }

    [Fact]
    public async Task What_another_device_took_over_and_sent_is_not_sent_from_here_unseen()
    {
        var incident = await OpenAsync();
        var laptop = await AsAsync("tib");
        await laptop.GoAsync(incident);
        await laptop.Composer.PressSequentiallyAsync("Pumpen är framme");
        await SavedAsync(incident, "Pumpen är framme");
        var phone = await AsAsync("tib", options: Screens.DarkAndNarrow());
        await phone.GoAsync(incident);
        await phone.Button("Ta över").ClickAsync();
        await Expect(phone.Composer).ToHaveValueAsync("Pumpen är framme");
        await phone.Composer.PressAsync("Enter");
        await Expect(phone.Line("Pumpen är framme")).ToHaveCountAsync(1);
        await SavedAsync(incident, null);

        await LookAsync(laptop);
        await Expect(laptop.Text("Utkastet togs över på en annan enhet.")).ToBeVisibleAsync();
        await laptop.Page.ReloadAsync();
        await laptop.AliveAsync();
        await Expect(laptop.Text("Utkastet togs över på en annan enhet.")).ToBeVisibleAsync();
        await laptop.Button("Töm").ClickAsync();

        await Expect(laptop.Composer).ToHaveValueAsync("");
        Assert.Single(await incident.LinesAsync(), line => line.Text == "Pumpen är framme");
    }

    [Fact]
    public async Task A_line_that_waits_on_one_device_and_is_taken_over_on_another_becomes_one()
    {
        var incident = await OpenAsync();
        await using var wire = new Wire(Site.Program.Port);
        var phone = await TypingAsync(incident, wire, "Vägen är av vid bron");
        wire.Cut();
        await phone.Composer.PressAsync("Enter");
        await Expect(phone.LineState).ToHaveTextAsync("väntar på nät (1 rad)");

        var desk = await AsAsync("tib");
        await desk.GoAsync(incident);
        await desk.Button("Ta över").ClickAsync();
        await Expect(desk.Composer).Not.ToHaveValueAsync("");
        await desk.Composer.PressAsync("Enter");
        await Expect(desk.LineState).ToHaveTextAsync("sparad (nr 3)");
        wire.Restore();

        await Expect(phone.LineState).ToHaveTextAsync("sparad (nr 3)", new() { Timeout = 2 * Person.Patience });
        Assert.Single(await incident.LinesAsync(), line => line.Text == "Vägen är av vid bron");
    }

    [Fact]
    public async Task Other_words_of_a_line_that_another_device_took_over_and_sent_are_told_where_it_stands_and_stay()
    {
        var incident = await OpenAsync();
        await using var wire = new Wire(Site.Program.Port);
        var phone = await TypingAsync(incident, wire, "Vägen är av");
        wire.Cut();
        var desk = await AsAsync("tib");
        await desk.GoAsync(incident);
        await desk.Button("Ta över").ClickAsync();
        await Expect(desk.Composer).Not.ToHaveValueAsync("");
        await desk.Composer.PressAsync("Enter");
        await Expect(desk.LineState).ToHaveTextAsync("sparad (nr 3)");

        await phone.Composer.PressSequentiallyAsync(" vid bron");
        await phone.Composer.PressAsync("Enter");
        wire.Restore();

        var refused = phone.Outbox.GetByRole(AriaRole.Listitem);
        await Expect(refused).ToContainTextAsync(
            "redan sparad som rad 3 med en annan lydelse", new() { Timeout = 2 * Person.Patience });
        Assert.Equal(["Vägen är av"], (await incident.LinesAsync()).Skip(1).Select(line => line.Text));
        // To change it is to write a line of its own.
        await phone.Button("Ändra").ClickAsync();
        await Expect(phone.Composer).ToHaveValueAsync("Vägen är av vid bron");
        await phone.Composer.PressAsync("Enter");
        await Expect(phone.LineState).ToHaveTextAsync("sparad (nr 4)");
    }

    [Fact]
    public async Task A_draft_that_the_server_was_too_busy_for_is_sent_again_without_a_keystroke()
    {
        var incident = await OpenAsync();
        var laptop = await AsAsync("tib");
        laptop.Expects("status of 503");
        await laptop.GoAsync(incident);
        await laptop.Page.RouteAsync("**/draft*", route => route.FulfillAsync(new() { Status = 503 }));
        var refused = laptop.Page.WaitForResponseAsync(answer => answer.Status == 503);
        await laptop.Composer.FillAsync("Skrevs när det var trångt");
        await refused;
        await laptop.Page.UnrouteAllAsync();

        await LookAsync(laptop);

        await SavedAsync(incident, "Skrevs när det var trångt");
    }

    [Fact]
    public async Task A_draft_that_was_typed_as_a_login_had_ended_is_at_the_server_after_the_next_without_a_keystroke()
    {
        var incident = await OpenAsync();
        var laptop = await AsAsync("tib");
        laptop.Expects("status of 401");
        await laptop.GoAsync(incident);
        await laptop.Page.RouteAsync("**/draft*", route => route.FulfillAsync(new() { Status = 401 }));
        var refused = laptop.Page.WaitForResponseAsync(answer => answer.Status == 401);
        await laptop.Composer.FillAsync("Skrevs när inloggningen var slut");
        await refused;
        await laptop.Page.UnrouteAllAsync();

        await LookAsync(laptop);

        await SavedAsync(incident, "Skrevs när inloggningen var slut");
    }

    [Fact]
    public async Task A_draft_that_is_emptied_is_gone_from_the_server_too()
    {
        var incident = await OpenAsync();
        var laptop = await AsAsync("tib");
        await laptop.GoAsync(incident);
        await laptop.Composer.PressSequentiallyAsync("Ångrar mig");
        await SavedAsync(incident, "Ångrar mig");

        await laptop.Composer.FillAsync("");

        await SavedAsync(incident, null);
    }

    private async Task<Person> TypingAsync(TestIncident incident, Wire wire, string text)
    {
        var phone = await AsAsync("tib", wire);
        phone.ExpectsOutages();
        phone.Expects("status of 409");
        await phone.GoAsync(incident);
        await phone.Composer.PressSequentiallyAsync(text);
        await SavedAsync(incident, text);
        return phone;
    }

    private static FilePayload Report =>
        new() { Name = "karta.pdf", MimeType = "application/pdf", Buffer = "%PDF-1.7\n%%EOF\n"u8.ToArray() };

    private static object Secret(string lagrum) => new
    {
        text = "Reservvattnet står i Åsen",
        kind = "inkommet",
        from = "VA-jouren",
        channel = "rakel",
        marking = new { lagrum, circle = "staben", reason = "Visar förmåga.", readers = Array.Empty<object>() },
        attachments = Array.Empty<object>(),
    };

    private static async Task LookAsync(Person person) =>
        await person.Page.EvaluateAsync("() => window.dispatchEvent(new Event('focus'))");

    // What the server keeps for the officer in the incident; nothing when it keeps nothing.
    private async Task SavedAsync(TestIncident incident, string? text) =>
        await Kept.UntilServerHasAsync(await ApiAsync("tib"), incident, text);
}
