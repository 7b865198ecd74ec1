using System.Text.RegularExpressions;
using Kris.Browser.Look;
using Kris.Browser.Running;
using Kris.Web.Components;

namespace Kris.Browser.Loggblad;

public sealed partial class LogSheetTests(Site site) : BrowserTest(site)
{
    [Fact]
    public async Task A_sheet_is_printed_written_and_entered_into_the_log()
    {
        var incident = await OpenAsync();
        var keeper = await AsAsync("stabschef");
        var sheet = await PrintAsync(keeper);
        await keeper.GoAsync($"/loggblad/{sheet}/inskrivning");

        await FillAsync(keeper, incident);
        await FillSecretAsync(keeper);
        await keeper.Button("Skriv in raderna").ClickAsync();

        await Expect(keeper.Text("3 rader är inskrivna.")).ToBeVisibleAsync();
        await keeper.Link("Till loggen").ClickAsync();
        await Expect(keeper.Page.Locator(".secret-chip")).ToContainTextAsync("sekretess OSL 21:7");
        await Expect(keeper.Text("Skåp 2")).ToBeHiddenAsync();
        await Expect(keeper.Line("Strömmen gick.")).ToContainTextAsync($"loggblad {sheet}, rad 1");
        await Expect(keeper.Line("Reservkraft igång.")).ToContainTextAsync("i efterhand");
        await Expect(keeper.Line("Reservkraft igång.")).ToContainTextAsync("signatur KL");
        await keeper.GoAsync("/loggblad");
        await Expect(Row(keeper, sheet)).ToContainTextAsync("Inskrivet");
    }

    [Fact]
    public async Task What_is_being_entered_comes_back_after_a_reload_and_a_bad_row_is_told()
    {
        var incident = await OpenAsync();
        var keeper = await AsAsync("stabschef");
        var sheet = await PrintAsync(keeper);
        await keeper.GoAsync($"/loggblad/{sheet}/inskrivning");
        await FillAsync(keeper, incident);
        await Field(keeper, 2, "Tid").FillAsync("99:99");

        await keeper.Page.ReloadAsync();
        await keeper.AliveAsync();
        await Expect(Field(keeper, 2, "Text")).ToHaveValueAsync("Reservkraft igång.");
        await keeper.Button("Skriv in raderna").ClickAsync();

        await Expect(keeper.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Rad 2: Skriv tiden som 14:05.");
        await Field(keeper, 2, "Tid").FillAsync("00:40");
        await keeper.Button("Skriv in raderna").ClickAsync();
        await Expect(keeper.Text("2 rader är inskrivna.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_batch_is_found_after_a_reload_and_a_sheet_that_is_missing_is_registered()
    {
        var keeper = await AsAsync("stabschef");
        var sheet = await PrintAsync(keeper);
        await keeper.GoAsync("/loggblad");
        await Expect(keeper.Link("Öppna för utskrift")).ToHaveAttributeAsync(
            "href", $"/loggblad/utskrift?fran={sheet}&till={sheet}");

        await keeper.Text("Ett blad finns på papper men inte här").ClickAsync();
        await keeper.Field("Från nummer").FillAsync($"{sheet + 3}");
        await keeper.Button("För in i registret").ClickAsync();

        await Expect(keeper.Text($"Loggblad {sheet + 3} är infört i registret.")).ToBeVisibleAsync();
        await Expect(Row(keeper, sheet + 3)).ToContainTextAsync("Infört i registret");
        await keeper.Field("Från nummer").FillAsync($"{sheet}");
        await keeper.Button("För in i registret").ClickAsync();
        await Expect(keeper.Page.GetByRole(AriaRole.Alert))
            .ToHaveTextAsync($"Loggblad {sheet} finns redan i registret.");
    }

    [Fact]
    public async Task A_sheet_that_is_spoilt_is_voided_with_its_reason()
    {
        var keeper = await AsAsync("stabschef");
        var sheet = await PrintAsync(keeper);

        await keeper.Button($"Makulera loggblad {sheet}").ClickAsync();
        await keeper.Button("Makulera bladet").ClickAsync();
        await Expect(keeper.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Skriv varför loggbladet makuleras.");
        await keeper.Field($"Varför makuleras loggblad {sheet}?").FillAsync("Kaffe över bladet.");
        await keeper.Button("Makulera bladet").ClickAsync();

        await Expect(Row(keeper, sheet)).ToContainTextAsync("Kaffe över bladet.");
        await keeper.GoAsync($"/loggblad/{sheet}/inskrivning");
        await Expect(keeper.Text("Bladet är makulerat")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Whoever_only_reads_sees_the_register_and_nothing_to_press()
    {
        var keeper = await AsAsync("stabschef");
        var sheet = await PrintAsync(keeper);
        var reader = await AsAsync("lasare");

        await reader.GoAsync("/loggblad");

        await Expect(Row(reader, sheet)).ToBeVisibleAsync();
        await Expect(reader.Button("Ge bladen nummer")).ToBeHiddenAsync();
        await Expect(reader.Link($"Skriv in loggblad {sheet}")).ToBeHiddenAsync();
        await reader.GoAsync($"/loggblad/{sheet}/inskrivning");
        await Expect(reader.Text("Som läsare skriver du inte in loggblad.")).ToBeVisibleAsync();
    }

    [Fact]
    public Task Sheets_are_open_to_everybody_light_and_wide() => ReadAsync(Screens.LightAndWide());

    [Fact]
    public Task Sheets_are_open_to_everybody_dark_and_narrow() => ReadAsync(Screens.DarkAndNarrow());

    private async Task ReadAsync(BrowserNewContextOptions screen)
    {
        var keeper = await AsAsync("stabschef", options: screen);
        var sheet = await PrintAsync(keeper);
        Assert.Empty(await Accessibility.ViolationsAsync(keeper.Page));

        await keeper.GoAsync($"/loggblad/{sheet}/inskrivning");
        await Expect(Field(keeper, 12, "Text")).ToBeVisibleAsync();
        Assert.Empty(await Accessibility.ViolationsAsync(keeper.Page));

        await keeper.Page.GotoAsync($"/loggblad/utskrift?fran={sheet}&till={sheet}");
        await Expect(keeper.Button("Skriv ut")).ToBeVisibleAsync();
        Assert.Empty(await Accessibility.ViolationsAsync(keeper.Page));
    }

    internal static async Task<int> PrintAsync(Person keeper)
    {
        await keeper.GoAsync("/loggblad");
        await keeper.Field("Antal (högst 50)").FillAsync("1");
        await keeper.Button("Ge bladen nummer").ClickAsync();
        var told = keeper.Text("har fått sitt nummer");
        await Expect(told).ToBeVisibleAsync();
        return int.Parse(Number().Match(await told.InnerTextAsync()).Value, null);
    }

    internal static async Task FillAsync(Person keeper, TestIncident incident)
    {
        var about = keeper.Page.Locator("select[name=incident]");
        await about.SelectOptionAsync(new SelectOptionValue { Value = incident.Id.ToString() });
        var now = TimeProvider.System.GetUtcNow();
        var (before, yesterday) = (Swedish.Date(now.AddDays(-2)), Swedish.Date(now.AddDays(-1)));
        await keeper.Field("Datum på bladet (första raden)").FillAsync(before);
        await Field(keeper, 1, "Annat datum").FillAsync(yesterday);
        await Field(keeper, 1, "Tid").FillAsync("00:05");
        await Field(keeper, 1, "Text").FillAsync("Strömmen gick.");
        await Field(keeper, 2, "Tid").FillAsync("00:10");
        await Field(keeper, 2, "Signatur").FillAsync("KL");
        await Field(keeper, 2, "Text").FillAsync("Reservkraft igång.");
        await Field(keeper, 2, "Text").BlurAsync();
        var second = keeper.Page.GetByRole(AriaRole.Group, new() { Name = "Rad 2", Exact = true });
        await Expect(second.GetByText(yesterday)).ToBeVisibleAsync();
    }

    // A reference has two fields more, and a row is secret before anybody has seen it.
    private static async Task FillSecretAsync(Person keeper)
    {
        await Field(keeper, 3, "Tid").FillAsync("09:00");
        await Field(keeper, 3, "Text").FillAsync("Avbrottets orsak.");
        await Field(keeper, 3, "Typ").SelectOptionAsync("Hänvisning");
        await Field(keeper, 3, "Finns hos").FillAsync("Skåp 2");
        await Field(keeper, 3, "Vänd dig till").FillAsync("säkerhetsskyddschefen");
        await keeper.Page.GetByRole(AriaRole.Group, new() { Name = "Rad 3", Exact = true })
            .Locator("summary").ClickAsync();
        await Field(keeper, 3, "Lagrum").SelectOptionAsync("osl-21-7");
        await Field(keeper, 3, "Varför?").FillAsync("Gäller en person.");
    }

    private static ILocator Field(Person keeper, int row, string label) => keeper.Page
        .GetByRole(AriaRole.Group, new() { Name = $"Rad {row}", Exact = true })
        .GetByLabel(label, new() { Exact = true });

    private static ILocator Row(Person keeper, int sheet) =>
        keeper.Page.Locator("tr").Filter(
            new() { Has = keeper.Page.GetByText($"Loggblad {sheet}", new() { Exact = true }) });

    [GeneratedRegex(@"\d+", RegexOptions.None, matchTimeoutMilliseconds: 200)]
    private static partial Regex Number();
}
