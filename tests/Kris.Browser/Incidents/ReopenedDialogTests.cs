using System.Text.RegularExpressions;
using Kris.Browser.Running;

namespace Kris.Browser.Incidents;

/// <summary>What stands in a dialog or a field when the page goes away is there when the page is.</summary>
public sealed class ReopenedDialogTests(Site site) : BrowserTest(site)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_dialog_about_a_line_comes_back_with_all_that_was_chosen_and_typed()
    {
        var incident = await OpenAsync();
        var chief = await AsAsync("stabschef");
        await chief.GoAsync(incident);
        await LineActsTests.ActOnAsync(chief, "Första raden", "Sekretessmarkera …");
        await chief.Dialog.GetByLabel("Lagrum").SelectOptionAsync("osl-18-13");
        await chief.Dialog.GetByLabel("Varför?").FillAsync("Visar var det finns.");
        await chief.Dialog.GetByRole(AriaRole.Radio, new() { Name = "Namngivna personer" }).CheckAsync();
        await chief.Dialog.GetByLabel("Sök person").FillAsync("Loggförare 2");
        await chief.Button("Välj Loggförare 2").ClickAsync();
        await Expect(chief.Button("Ta bort Loggförare 2")).ToBeVisibleAsync();

        await chief.Page.ReloadAsync();

        await Expect(chief.Dialog).ToContainTextAsync("Sekretessmarkera rad 2");
        await Expect(chief.Dialog).ToContainTextAsync("och inte sparade står kvar här.");
        await Expect(chief.Button("Ta bort Loggförare 2")).ToBeVisibleAsync();
        await Expect(chief.Dialog.GetByLabel("Varför?")).ToHaveValueAsync("Visar var det finns.");
        await chief.Button("Markera").ClickAsync();
        await Expect(chief.Page.Locator("#rad-2")).ToContainTextAsync("sekretess OSL 18:13 · namngivna");
        Assert.DoesNotContain("gor=", chief.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_somebody_changed_while_the_page_was_away_is_not_changed_unseen()
    {
        var incident = await OpenAsync();
        await incident.Director.PutLineAsync(incident.Id, new { kind = "uppgift", text = "Ring alla skolor" });
        var chief = await AsAsync("stabschef");
        await chief.GoAsync(incident);
        await LineActsTests.ActOnAsync(chief, "Ring alla skolor", "Ändra uppgiften …");
        await chief.Dialog.GetByLabel("Utförare").FillAsync("Eva Ros");
        await chief.Field("Varför ändras uppgiften?").FillAsync("Hon är på plats.");
        await Expect(chief.Page).ToHaveURLAsync(new Regex("gor=andra-uppgift", RegexOptions.None, Limit));
        await incident.Director.PostAsync(
            $"/incidents/{incident.Id}/lines/3/task/change",
            new { key = Guid.CreateVersion7(), assignee = "Bo Ek", reason = "Byte." });

        await chief.Page.ReloadAsync();
        await Expect(chief.Dialog).ToContainTextAsync("och inte sparade står kvar här.");
        await chief.Dialog.Locator("button[type=submit]").ClickAsync();

        await Expect(chief.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("utförs av Bo Ek");
        await Expect(chief.Dialog.GetByLabel("Utförare")).ToHaveValueAsync("Eva Ros");
        await chief.Dialog.Locator("button[type=submit]").ClickAsync();
        await Expect(chief.Dialog).ToBeHiddenAsync();
        await Expect(chief.Line("utförs av Eva Ros")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_address_opens_no_dialog_that_its_reader_is_not_offered()
    {
        var incident = await OpenAsync();
        var reader = await AsAsync("lasare");

        await reader.GoAsync($"{incident.Address}?gor=lamnad-2.{incident.Id}");

        await Expect(reader.Line("Första raden")).ToBeVisibleAsync();
        await Expect(reader.Dialog).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task What_is_typed_in_a_plain_field_while_the_wire_is_cut_is_what_is_sent()
    {
        await using var wire = new Wire(Site.Program.Port);
        var keeper = await AsAsync("loggforare1", wire);
        keeper.ExpectsOutages();
        await keeper.GoAsync("/loggblad");
        var rows = keeper.Page.Locator("tbody tr");
        var before = await rows.CountAsync();

        wire.Cut();
        await Expect(keeper.Connection).ToHaveTextAsync("Återansluter …");
        await keeper.Field("Antal (högst 50)").FillAsync("2");
        await keeper.Page.Keyboard.PressAsync("Tab");
        wire.Restore();
        await Expect(keeper.Connection).ToHaveTextAsync("Ansluten");
        await keeper.Button("Ge bladen nummer").ClickAsync();

        await Expect(keeper.Page.Locator(".alert.ok")).ToContainTextAsync("har fått sina nummer.");
        await Expect(rows).ToHaveCountAsync(before + 2);
    }
}
