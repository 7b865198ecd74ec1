using Kris.Browser.Look;
using Kris.Browser.Running;

namespace Kris.Browser.Incidents;

/// <summary>A task is followed until it is done; key events are what whoever comes on shift reads.</summary>
public sealed class TaskTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_deadline_that_is_far_away_is_told_and_the_line_stays_in_the_field()
    {
        var incident = await OpenAsync();
        var keeper = await AsAsync("loggforare1");
        await keeper.GoAsync(incident);
        await keeper.Composer.FillAsync("/uppgift Kör ut vatten");
        await keeper.Field("Klart senast").FillAsync("9999-12-31 12:00");

        await keeper.PressAsync("Enter");

        await Expect(keeper.Text("9999-12-31 ligger för långt bort. Kontrollera årtalet.").First).ToBeVisibleAsync();
        await Expect(keeper.Composer).ToHaveValueAsync("Kör ut vatten");
    }

    [Fact]
    public async Task A_task_is_followed_from_its_line_until_it_is_done()
    {
        var incident = await OpenAsync();
        var chief = await AsAsync("stabschef");
        await chief.GoAsync(incident);
        await chief.WriteAsync("/uppgift Ring alla skolor");
        await Expect(chief.Line("Ring alla skolor")).ToBeVisibleAsync();

        await chief.Link("Uppgifter").Last.ClickAsync();
        await Expect(Row(chief, "Ring alla skolor")).ToContainTextAsync("ingen utsedd");
        await Row(chief, "Ring alla skolor").GetByRole(AriaRole.Button, new() { Name = "Ändra" }).ClickAsync();
        await Expect(chief.Field("Utförare")).ToBeFocusedAsync();
        await chief.Field("Utförare").FillAsync("stabschef");
        await chief.Field("Klart senast").FillAsync("2026-01-02 08:00");
        await chief.Dialog.Locator("button[type=submit]").ClickAsync();
        await Expect(chief.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("varför");
        await chief.Field("Varför ändras uppgiften?").FillAsync("Den var bortglömd.");
        await chief.Dialog.Locator("button[type=submit]").ClickAsync();
        await Expect(chief.Dialog).ToBeHiddenAsync();
        await Expect(Row(chief, "Ring alla skolor")).ToContainTextAsync("försenad");

        await chief.GoAsync("/");
        await Expect(Overdue(chief)).ToContainTextAsync("Ring alla skolor");
        await chief.GoAsync("/uppgifter?mina=ja&forsenade=ja");
        await Row(chief, "Ring alla skolor").GetByRole(AriaRole.Button, new() { Name = "Klar" }).ClickAsync();
        await chief.Field("Hur gick det? (frivilligt)").FillAsync("Alla svarade.");
        await chief.Dialog.Locator("button[type=submit]").ClickAsync();

        await Expect(chief.Dialog).ToBeHiddenAsync();
        await Expect(Row(chief, "Ring alla skolor")).ToHaveCountAsync(0);
        await chief.GoAsync("/uppgifter?visa=klara");
        await Expect(Row(chief, "Ring alla skolor")).ToContainTextAsync("Alla svarade.");
        await chief.GoAsync(incident);
        await Expect(chief.Line("Ring alla skolor").First).ToBeVisibleAsync();
        await Expect(chief.Page.Locator("#rad-3")).ToContainTextAsync("avslutad, se rad 5");
    }

    [Fact]
    public async Task A_corrected_task_is_changed_from_the_wording_that_holds_and_undoes_nothing_that_came_meanwhile()
    {
        var incident = await OpenAsync();
        await incident.Director.PutLineAsync(incident.Id, new { kind = "uppgift", text = "Ring alla skolor" });
        await incident.Director.PutLineAsync(
            incident.Id,
            new { kind = "rattelse", text = "Ring alla förskolor", corrects = 3, correctionReason = "Fel uppgift." });
        var chief = await AsAsync("stabschef");
        await chief.GoAsync(incident);
        await LineActsTests.ActOnAsync(chief, "Ring alla förskolor", "Ändra uppgiften …");
        await Expect(chief.Dialog).ToContainTextAsync("Ring alla förskolor");
        await chief.Dialog.GetByLabel("Klart senast").FillAsync("i morgon 08:00");
        await chief.Field("Varför ändras uppgiften?").FillAsync("Det brådskar.");
        await incident.Director.PostAsync(
            $"/incidents/{incident.Id}/lines/3/task/change",
            new { key = Guid.CreateVersion7(), assignee = "Bo Ek", reason = "Byte." });

        await chief.Dialog.Locator("button[type=submit]").ClickAsync();
        await Expect(chief.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("utförs av Bo Ek");
        await Expect(chief.Dialog.GetByLabel("Utförare")).ToHaveValueAsync("Bo Ek");
        await Expect(chief.Dialog.GetByLabel("Klart senast")).ToHaveValueAsync("i morgon 08:00");
        await chief.Dialog.Locator("button[type=submit]").ClickAsync();

        await Expect(chief.Dialog).ToBeHiddenAsync();
        await Expect(chief.Page.Locator("#rad-6")).ToContainTextAsync("ändrades: klart senast");
        await LineActsTests.ActOnAsync(chief, "Ring alla förskolor", "Uppgiften är klar …");
        await Expect(chief.Dialog.Locator("blockquote")).ToHaveTextAsync("Ring alla förskolor");
        await chief.Field("Uppgiften är").SelectOptionAsync("inte längre aktuell");
        await chief.Field("Varför är den inte längre aktuell?").FillAsync("Förskolorna är stängda.");
        await chief.Dialog.Locator("button[type=submit]").ClickAsync();
        await Expect(chief.Page.Locator("#rad-7")).ToContainTextAsync("inte längre aktuell: Förskolorna är stängda.");
    }

    [Fact]
    public async Task Whoever_only_reads_sees_the_tasks_and_the_board_sees_none()
    {
        var incident = await OpenAsync();
        var chief = await AsAsync("stabschef");
        await chief.GoAsync(incident);
        await chief.WriteAsync("/uppgift Fyll sandsäckar");
        await Expect(chief.Line("Fyll sandsäckar")).ToBeVisibleAsync();
        var reader = await AsAsync("lasare");
        await reader.GoAsync($"{incident.Address}/uppgifter");
        await Expect(Row(reader, "Fyll sandsäckar")).ToContainTextAsync("Öppen");
        await Expect(Row(reader, "Fyll sandsäckar").GetByRole(AriaRole.Button)).ToHaveCountAsync(0);

        var chair = await AsAsync("kln-ordforande");
        chair.Expects("status of 40[34]");
        await chair.GoAsync(incident);
        await Expect(chair.Link("Uppgifter")).ToHaveCountAsync(0);
        await chair.Page.GotoAsync("/uppgifter");
        await Expect(chair.Page.Locator("h1")).Not.ToHaveTextAsync("Uppgifter");
    }

    [Fact]
    public async Task A_key_event_and_to_whom_information_was_given_are_told_of_a_line()
    {
        var incident = await OpenAsync();
        await incident.Director.WriteAsync(incident.Id, "Vattnet är otjänligt");
        var chief = await AsAsync("stabschef");
        await chief.GoAsync(incident);

        await LineActsTests.ActOnAsync(chief, "Vattnet är otjänligt", "Gör till nyckelhändelse");
        await Expect(chief.Page.Locator("#rad-3")).ToContainTextAsync("nyckelhändelse");
        await LineActsTests.ActOnAsync(chief, "Vattnet är otjänligt", "Informationen har lämnats till …");
        await chief.Field("Till vem har informationen lämnats?").FillAsync("Länsstyrelsen");
        await chief.Dialog.Locator("button[type=submit]").ClickAsync();

        await Expect(chief.Dialog).ToBeHiddenAsync();
        await Expect(chief.Page.Locator("#rad-3")).ToContainTextAsync("lämnad till andra, se rad 5");
        await Expect(chief.Line("har lämnats till Länsstyrelsen")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Whoever_comes_on_shift_reads_what_has_happened_and_puts_it_away()
    {
        var incident = await OpenAsync("sarskild-handelse");
        await incident.Director.WriteAsync(incident.Id, "Vattnet är otjänligt");
        var chief = await AsAsync("stabschef");
        await chief.GoAsync(incident);
        await LineActsTests.ActOnAsync(chief, "Vattnet är otjänligt", "Gör till nyckelhändelse");
        await chief.WriteAsync("/uppgift Kör ut nödvatten");
        await Expect(chief.Line("Kör ut nödvatten")).ToBeVisibleAsync();

        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);
        var since = officer.Page.Locator("details.since");
        await Expect(since.Locator("summary")).ToContainTextAsync(
            "1 nyckelhändelse, 1 ändring av läget, 1 öppen uppgift");
        await Expect(since.Locator("ul").First).ToBeHiddenAsync();
        await since.Locator("summary").FocusAsync();
        await officer.Page.Keyboard.PressAsync("Enter");
        await Expect(since.GetByText("Kör ut nödvatten")).ToBeVisibleAsync();
        await Pictures.TakeAsync(officer, "sedan");
        Assert.Empty(await Accessibility.ViolationsAsync(officer.Page));
        await since.Locator("summary").ClickAsync();
        await Expect(since.GetByText("Kör ut nödvatten")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Whoever_comes_back_sees_what_happened_meanwhile_and_it_stays_put_away()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.GoAsync(incident);
        await officer.WriteAsync("/beslut Beslut före passet");
        await Expect(officer.Line("Beslut före passet")).ToBeVisibleAsync();
        await officer.GoAsync(incident);
        await officer.GoAsync("/");
        await Site.Program.TellDatabaseAsync(
            $"UPDATE incident_seen SET seen_at = seen_at - interval '8 hours' WHERE incident_id = '{incident.Id}'");
        await incident.RaiseAsync("sarskild-handelse");

        await officer.GoAsync(incident);
        var since = officer.Page.Locator("details.since");
        await Expect(since.Locator("summary")).ToContainTextAsync("Sedan du gick");
        await Expect(since.Locator("summary")).ToContainTextAsync("1 ändring av läget");
        await Expect(since.GetByText("Eskalerad från störning")).ToBeVisibleAsync();
        await Expect(since.GetByText("Beslut före passet")).ToHaveCountAsync(0);
        await since.Locator("summary").ClickAsync();
        await Expect(since.GetByText("Eskalerad från störning")).ToBeHiddenAsync();

        await officer.GoAsync(incident);
        await Expect(since.Locator("summary")).ToContainTextAsync("Sedan du gick");
        await Expect(since.GetByText("Eskalerad från störning")).ToBeHiddenAsync();
        await since.Locator("summary").ClickAsync();
        await Expect(since.GetByText("Eskalerad från störning")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Whoever_comes_back_to_a_page_that_was_left_open_is_shown_what_happened_meanwhile()
    {
        var incident = await OpenAsync();
        var officer = await AsAsync("tib");
        await officer.Page.AddInitScriptAsync(
            "const now = performance.now.bind(performance); performance.now = () => now() + (window.ahead ?? 0);");
        await officer.GoAsync(incident);
        await Site.Program.TellDatabaseAsync(
            $"UPDATE incident_seen SET seen_at = seen_at - interval '8 hours' WHERE incident_id = '{incident.Id}'");
        await incident.RaiseAsync("sarskild-handelse");
        await Expect(officer.Line("Eskalerad från störning")).ToBeVisibleAsync();
        await officer.Page.EvaluateAsync("() => { window.ahead = 21_000; }");
        var since = officer.Page.Locator("details.since");
        await Expect(since).ToHaveCountAsync(0);

        await officer.Page.Mouse.MoveAsync(200, 300);

        await Expect(since.Locator("summary")).ToContainTextAsync("Sedan du gick");
        await Expect(since.GetByText("Eskalerad från störning")).ToBeVisibleAsync();
    }

    private static ILocator Row(Person person, string text) =>
        person.Page.Locator("table.tasks tbody tr").Filter(new() { HasText = text });

    private static ILocator Overdue(Person person) =>
        person.Page.GetByRole(AriaRole.Region, new() { Name = "Försenade uppgifter" });
}
