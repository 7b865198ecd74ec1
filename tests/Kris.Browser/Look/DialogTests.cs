using System.Text.Json;
using Kris.Browser.Incidents;
using Kris.Browser.Running;
using Kris.Browser.Secrecy;
using Kris.Web.Components;
using Microsoft.AspNetCore.Components;

namespace Kris.Browser.Look;

/// <summary>Every dialog, light on a wide screen and dark on a phone.</summary>
[Collection(ShownSiteCollection.Name)]
public sealed class DialogTests(Site site) : BrowserTest(site)
{
    private const string Line = "Första raden";

    /// <summary>Each dialog of the program, on which level it is found, who opens it and how.</summary>
    private static readonly (string Name, string Level, string User, Func<Person, Task> Open)[] Dialogs =
    [
        ("RaiseDialog", "storning", "tib", person => person.Button("Eskalera …").ClickAsync()),
        ("RaiseDialog", "sarskild-handelse", "kommundirektor", person => person.Button("Eskalera …").ClickAsync()),
        ("ProposeDialog", "sarskild-handelse", "stabschef",
            person => person.Button("Föreslå extraordinär …").ClickAsync()),
        ("DeclineDialog", "proposed", "kommundirektor",
            person => person.ChooseAsync("Avslå förslaget om extraordinär …")),
        ("LowerDialog", "sarskild-handelse", "stabschef", person => person.ChooseAsync("Sänk nivån …")),
        ("CloseDialog", "storning", "stabschef", person => person.ChooseAsync("Avsluta …")),
        ("MergeDialog", "storning", "stabschef", person => person.ChooseAsync("Sammanför med en annan …")),
        ("SupportDialog", "storning", "forvaltningschef-vard",
            person => person.Button("Begär centralt stöd …").ClickAsync()),
        ("MoveLineDialog", "storning", "stabschef",
            person => LineActsTests.ActOnAsync(person, Line, "Flytta till annan händelse …")),
        ("ReleaseLineDialog", "storning", "stabschef",
            person => LineActsTests.ActOnAsync(person, Line, "Informationen har lämnats till …")),
        ("ChangeTaskDialog", "storning", "stabschef", person => WithTaskAsync(person, "Ändra uppgiften …")),
        ("FinishTaskDialog", "storning", "stabschef", person => WithTaskAsync(person, "Uppgiften är klar …")),
        ("ReopenTaskDialog", "storning", "stabschef", ReopenTaskAsync),
        ("MarkDialog", "storning", "stabschef",
            person => LineActsTests.ActOnAsync(person, Line, "Sekretessmarkera …")),
        ("UnmarkDialog", "marked", "stabschef", UnmarkAsync),
        ("ProposeErasureDialog", "erasing/2", "stabschef", person => person.Button("Föreslå radering …").ClickAsync()),
        ("ConfirmErasureDialog", "proposed/2", "stabschef", person => person.Button("Besluta radering …").ClickAsync()),
        ("ReopenDialog", "closed", "stabschef", person => person.ChooseAsync("Öppna igen …")),
        ("line", "storning", "stabschef", person => person.Line(Line).GetByRole(AriaRole.Button).ClickAsync()),
        ("keys", "storning", "stabschef", person => person.PressAsync("?")),
        ("menu", "storning", "stabschef", person => person.Page.Locator("details.menu > summary").ClickAsync()),
        ("me", "storning", "stabschef2", person => person.Page.Locator("details.me > summary").ClickAsync()),
    ];

    public static TheoryData<int> Numbers() => [.. Enumerable.Range(0, Dialogs.Length)];

    [Fact]
    public void Every_dialog_of_the_program_is_in_the_table()
    {
        var components = typeof(App).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(ComponentBase)))
            .Where(type => type.Name.EndsWith("Dialog", StringComparison.Ordinal))
            .Select(type => type.Name)
            .Except(["ActDialog"]);

        Assert.Empty(components.Except(Dialogs.Select(dialog => dialog.Name)));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task A_dialog_is_open_to_everybody_who_uses_help_to_read(int number)
    {
        var (name, level, user, open) = Dialogs[number];
        var incident = await OpenAsync(level switch
        {
            "proposed" => "sarskild-handelse",
            "closed" or "marked" or "erasing/2" or "proposed/2" => "storning",
            _ => level,
        });
        if (level is "proposed")
            await incident.ProposeAsync();
        if (level is "closed")
            await incident.CloseAsync();
        if (level is "marked")
            await MarkingTests.MarkAsync(incident.Director, incident, 2);
        if (level is "proposed/2")
            await ProposeAsync(incident);
        var person = await AsAsync(user, options: Screens.LightAndWide());
        if (level.EndsWith("/2", StringComparison.Ordinal))
            await person.GoAsync($"/handelser/{incident.Id}/radering/2");
        else
            await person.GoAsync(incident);
        await open(person);
        if (name is not ("menu" or "me"))
            await Expect(person.Dialog).ToBeVisibleAsync();
        // A refusal belongs to the dialog, and so does what it says. A task may be done without a word.
        if (name.EndsWith("Dialog", StringComparison.Ordinal) && name != "FinishTaskDialog")
        {
            await person.Dialog.Locator("button[type=submit]").ClickAsync();
            await Expect(person.Dialog.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        }

        var isMenu = name is "menu" or "me";
        var wrong = await Accessibility.OnBothScreensAsync(person.Page, isMenu ? null : person.Dialog);
        if (isMenu)
            await Expect(person.Page.Locator($"details.{name}")).ToHaveAttributeAsync("open", "");
        Assert.True(wrong.Count == 0, $"{name}: {string.Join('\n', wrong)}");
    }

    private static async Task WithTaskAsync(Person person, string act)
    {
        await person.WriteAsync("/uppgift Kör ut vatten");
        await LineActsTests.ActOnAsync(person, "Kör ut vatten", act);
    }

    private static async Task ReopenTaskAsync(Person person)
    {
        await WithTaskAsync(person, "Uppgiften är klar …");
        await person.Dialog.Locator("button[type=submit]").ClickAsync();
        await Expect(person.Page.Locator("#rad-3")).ToContainTextAsync("avslutad, se rad 4");
        await person.Page.Locator("#rad-3").GetByRole(AriaRole.Button).ClickAsync();
        await person.Button("Öppna uppgiften igen …").ClickAsync();
    }

    private static async Task UnmarkAsync(Person person)
    {
        await person.Page.Locator("#rad-2").GetByRole(AriaRole.Button, new() { Name = "Mer om rad 2" }).ClickAsync();
        await person.Button("Häv markeringen …").ClickAsync();
    }

    private static Task<JsonElement> ProposeAsync(TestIncident incident) => incident.Director.PostAsync(
        $"/incidents/{incident.Id}/lines/2/erasure/propose",
        new { key = Guid.CreateVersion7(), spill = "annat", reason = "Kan vara fel." });
}
