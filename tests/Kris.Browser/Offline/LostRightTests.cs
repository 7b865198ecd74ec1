using Kris.Browser.Running;

namespace Kris.Browser.Offline;

/// <summary>A duty is withdrawn, or an account closed, while a line waits for the net.</summary>
[Collection(KeepingSiteCollection.Name)]
public sealed class LostRightTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_line_that_waited_as_its_duty_was_withdrawn_waits_for_the_stabschef_who_accepts_it()
    {
        var incident = await OpenAsync();
        await using var wire = new Wire(Site.Program.Port);
        var person = await WaitingAsync("kommunikator", incident, wire, "Skrevs medan uppgiften var min");
        var desk = await AtAccountAsync("Kommunikatör 1");
        try
        {
            await WithdrawAsync(desk);
            wire.Restore();

            var chief = await AsAsync("stabschef");
            await chief.GoAsync(incident);
            var line = chief.Line("Skrevs medan uppgiften var min");
            await Expect(line).ToContainTextAsync(
                "väntar på stabschefens godkännande", new() { Timeout = 3 * Person.Patience });
            await line.GetByRole(AriaRole.Button, new() { Name = "Mer om rad" }).ClickAsync();
            await chief.Button("Godkänn raden").ClickAsync();
            await Expect(line).Not.ToContainTextAsync("väntar på stabschefens godkännande");
        }
        finally
        {
            await AssignAsync(desk);
        }

        await Expect(person.Heading("Det du har skrivit ligger kvar")).ToHaveCountAsync(0);
    }

    // The page has no circuit, which would notice before: it asks for what is kept of an incident, and hears no.
    [Fact]
    public async Task What_was_kept_goes_when_the_server_says_that_the_duty_may_not_read_it()
    {
        var incident = await OpenAsync();
        var person = await LoggedInAsync("kommunikator");
        person.Expects("status of 403");
        await person.GoAsync(incident);
        await Kept.UntilAsync(person, names => names.Any(IsSeen));
        await person.Page.GotoAsync("/konto/losenord");
        var desk = await AtAccountAsync("Kommunikatör 1");
        try
        {
            await WithdrawAsync(desk);
            var asked = person.Page.WaitForResponseAsync($"**/incidents/{incident.Id}/kept");
            await person.Page.EvaluateAsync(
                "() => { const now = Date.now; Date.now = () => now() + 31_000; }");

            Assert.Equal(403, (await asked).Status);
            await Kept.UntilAsync(person, names => !names.Any(IsSeen));
        }
        finally
        {
            await AssignAsync(desk);
        }
    }

    [Fact]
    public async Task A_line_that_waited_as_its_account_was_closed_is_delivered_when_it_is_open_again()
    {
        var incident = await OpenAsync();
        await using var wire = new Wire(Site.Program.Port);
        var person = await WaitingAsync("vd-energi", incident, wire, "Skrevs innan kontot stängdes");
        var desk = await AtAccountAsync("VD Norrvåga Energi");
        try
        {
            await desk.Button("Stäng av").ClickAsync();
            await desk.Button("Ja, stäng av kontot").ClickAsync();
            await Expect(desk.Button("Öppna kontot")).ToBeVisibleAsync();
            wire.Restore();
            await Expect(person.Heading("Logga in i Kris")).ToBeVisibleAsync(new() { Timeout = 3 * Person.Patience });
            Assert.DoesNotContain(await incident.LinesAsync(), line => line.Text == "Skrevs innan kontot stängdes");
        }
        finally
        {
            await desk.Button("Öppna kontot").ClickAsync();
            await Expect(desk.Text("Kontot är öppet igen.")).ToBeVisibleAsync();
        }

        await Site.FillLoginAsync(person.Page, "vd-energi");

        await Expect(person.Line("Skrevs innan kontot stängdes")).ToHaveCountAsync(1);
        Assert.Single(await incident.LinesAsync(), line => line.Text == "Skrevs innan kontot stängdes");
    }

    private static bool IsSeen(string name) => name.StartsWith("kris.seen.", StringComparison.Ordinal);

    private async Task<Person> WaitingAsync(string user, TestIncident incident, Wire wire, string text)
    {
        var person = await LoggedInAsync(user, wire);
        person.ExpectsOutages();
        person.Expects("status of 40[13]|Status code '401'");
        await person.GoAsync(incident);
        wire.Cut();
        await person.WriteAsync(text);
        await Expect(person.LineState).ToHaveTextAsync("väntar på nät (1 rad)");
        return person;
    }

    private async Task<Person> AtAccountAsync(string name)
    {
        var desk = await AsAsync("administrator");
        await desk.GoAsync("/administration/konton");
        await desk.Link(name).ClickAsync();
        await Expect(desk.Heading(name)).ToBeVisibleAsync();
        return desk;
    }

    private static async Task WithdrawAsync(Person desk)
    {
        var withdraw = desk.Page.GetByRole(AriaRole.Button, new() { Name = "Ta bort kommunikatör" });
        await withdraw.ClickAsync();
        await desk.Button("Ja, ta bort uppgiften").ClickAsync();
        await Expect(withdraw).ToHaveCountAsync(0);
    }

    private static async Task AssignAsync(Person desk)
    {
        await desk.Field("Uppgift").SelectOptionAsync("Kommunikator");
        await desk.Button("Tilldela").ClickAsync();
        await Expect(desk.Text("Uppgiften kommunikatör är tilldelad.")).ToBeVisibleAsync();
    }
}
