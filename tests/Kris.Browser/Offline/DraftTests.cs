using Kris.Browser.Look;
using Kris.Browser.Running;

namespace Kris.Browser.Offline;

/// <summary>One person, two devices.</summary>
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
        await SavedAsync(incident, "Från telefonen");
        await laptop.Button("Lägg till").Or(laptop.Button("Ta över")).ClickAsync();
        await Expect(laptop.Composer).ToHaveValueAsync("Från datorn\nFrån telefonen");
        await SavedAsync(incident, "Från datorn\nFrån telefonen");
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

    // What the server keeps for the officer in the incident; nothing when it keeps nothing.
    private async Task SavedAsync(TestIncident incident, string? text)
    {
        var officer = await ApiAsync("tib");
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(2 * Person.Patience));
        while (await officer.DraftAsync(incident.Id) != text)
            await Task.Delay(100, limit.Token);
    }
}
