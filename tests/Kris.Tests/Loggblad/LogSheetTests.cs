using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Server;
using Kris.Web.Journal;
using Npgsql;

namespace Kris.Tests.Loggblad;

/// <summary>From the empty sheet to the lines of the log, on the real database.</summary>
[Collection(LogServerCollection.Name)]
public sealed class LogSheetTests(TestServer postgres) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = Given.Now;
    private static readonly Actor Keeper = Actors.In(Duty.Loggforare);

    private TestKris? kris;
    private NpgsqlDataSource? source;
    private Incident? incident;

    private TestKris Kris => kris!;

    private LogSheets Sheets => new(source!, Kris.Signal);

    private SheetNumbers Numbers => new(source!);

    private Guid Incident => incident!.Id;

    public async Task InitializeAsync()
    {
        kris = await TestKris.NewAsync(postgres);
        source = NpgsqlDataSource.Create(kris.App);
        incident = await kris.OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await source!.DisposeAsync();
        await Kris.DisposeAsync();
    }

    [Fact]
    public async Task Numbers_are_given_once_however_many_print_at_the_same_time()
    {
        var firsts = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Numbers.PrintAsync(5, Incident, Keeper, Now)));

        Assert.Equal([1, 6, 11, 16, 21, 26, 31, 36], firsts.Order());
        Assert.Equal(Enumerable.Range(1, 40).Reverse(), (await Sheets.LatestAsync()).Select(sheet => sheet.Number));
        Assert.Equal(8, (await Kris.ActsAsync(LogSheet.Register)).Count(act => act == LogSheet.Printed));
    }

    [Fact]
    public async Task The_rows_of_a_sheet_become_lines_with_the_sheets_times_and_its_number()
    {
        await Numbers.PrintAsync(2, null, Keeper, Now);

        var added = await Sheets.EnterAsync(
            2, Incident, [Row(1, "Strömmen gick.", -180), Row(4, "Reservkraft igång.", -170)], Keeper, Now);

        Assert.Equal(2, added);
        var lines = (await Kris.Journal.LinesAsync(Incident, 1, 10)).ToList();
        Assert.Equal(["Strömmen gick.", "Reservkraft igång."], lines.Select(line => line.Text));
        Assert.Equal(["loggblad 2, rad 1", "loggblad 2, rad 4"], lines.Select(LogSheet.OfLine));
        Assert.Equal(Now.AddMinutes(-180), lines[0].OccurredAt);
        Assert.Equal("KL", LineReply.Of(lines[0], Closings.None).Signature);
        Assert.True(lines[0].IsLate);
        var (sheet, rows) = await Sheets.FindAsync(2, Keeper);
        Assert.Equal((Incident, Keeper.Name), (sheet.EnteredInto, sheet.EnteredBy));
        Assert.Equal([(1, 2L), (4, 3L)], rows.Select(row => (row.Row, row.Line)));
    }

    [Fact]
    public async Task A_sheet_that_is_entered_twice_at_once_becomes_lines_once()
    {
        await Numbers.PrintAsync(1, Incident, Keeper, Now);
        SheetRow[] rows = [Row(1, "Ett.", -30), Row(2, "Två.", -20), Row(3, "Tre.", -10)];

        var added = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => Sheets.EnterAsync(1, Incident, rows, Keeper, Now)));

        Assert.Equal([0, 0, 0, 0, 0, 3], added.Order());
        Assert.Equal(4, (await Kris.Journal.LinesAsync(Incident, 0, 10)).Count);
        Assert.Single(await Kris.ActsAsync(LogSheet.Register), act => act == LogSheet.Entered);
    }

    [Fact]
    public async Task More_rows_can_follow_but_a_row_that_stands_is_corrected_in_the_log()
    {
        await Numbers.PrintAsync(1, Incident, Keeper, Now);
        await Sheets.EnterAsync(1, Incident, [Row(1, "Ett.", -30)], Keeper, Now);

        Assert.Equal(1, await Sheets.EnterAsync(1, Incident, [Row(1, "Ett.", -30), Row(2, "Två.", -9)], Keeper, Now));
        var changed = await RefusedAsync(() => Sheets.EnterAsync(1, Incident, [Row(1, "Annat.", -30)], Keeper, Now));

        Assert.Equal("Rad 1 är redan inskriven, som rad 2 i loggen. Rätta den där.", changed.Message);
    }

    [Fact]
    public async Task One_bad_row_keeps_all_of_them_out()
    {
        await Numbers.PrintAsync(1, Incident, Keeper, Now);

        var future = await RefusedAsync(() => Sheets.EnterAsync(
            1, Incident, [Row(1, "Ett.", -30), Row(2, "Imorgon.", 600)], Keeper, Now));
        var empty = await RefusedAsync(() => Sheets.EnterAsync(
            1, Incident, [Row(1, "Ett.", -30), Row(2, " ", -20)], Keeper, Now));

        Assert.StartsWith("Rad 2: Tidpunkten ligger mer än fem", future.Message, StringComparison.Ordinal);
        Assert.Equal("Rad 2: Raden är tom. Skriv vad som har hänt.", empty.Message);
        Assert.Single(await Kris.Journal.LinesAsync(Incident, 0, 10));
        Assert.Null((await Sheets.FindAsync(1, Keeper)).Sheet.EnteredAt);
    }

    [Fact]
    public async Task No_row_of_a_sheet_is_older_than_its_number()
    {
        await Numbers.PrintAsync(1, Incident, Keeper, Now);

        var old = await RefusedAsync(() => Sheets.EnterAsync(
            1, Incident, [Row(2, "Igår.", -24 * 60), Row(5, "I fjol.", -365 * 24 * 60)], Keeper, Now));

        Assert.Matches("^Rad 5: Bladet skrevs ut [0-9-]{10}[.] Kontrollera datumet[.]$", old.Message);
        Assert.Equal(1, await Sheets.EnterAsync(1, Incident, [Row(2, "Igår.", -24 * 60)], Keeper, Now));
    }

    [Fact]
    public async Task Whoever_entered_a_sheet_first_stays_and_it_is_not_printed_again()
    {
        await Numbers.PrintAsync(1, Incident, Keeper, Now);
        await Sheets.EnterAsync(1, Incident, [Row(1, "Ett.", -30)], Keeper, Now);

        await Sheets.EnterAsync(1, Incident, [Row(2, "Två.", -9)], Actors.Tib, Now.AddHours(1));

        var sheet = (await Sheets.FindAsync(1, Keeper)).Sheet;
        Assert.Equal((Now, Keeper.Name), (sheet.EnteredAt, sheet.EnteredBy));
        Assert.False(sheet.IsPrintable);
    }

    [Fact]
    public async Task A_sheet_that_was_printed_for_an_incident_is_not_entered_into_another()
    {
        await Numbers.PrintAsync(1, Incident, Keeper, Now);
        var other = await Kris.OpenAsync();

        var refused = await RefusedAsync(() => Sheets.EnterAsync(1, other.Id, [Row(1, "Ett.", -30)], Keeper, Now));

        Assert.Equal("Loggblad 1 hör till en annan händelse. Välj den.", refused.Message);
    }

    [Fact]
    public async Task A_void_sheet_is_not_entered_and_an_entered_one_is_not_void()
    {
        await Numbers.PrintAsync(2, Incident, Keeper, Now);
        await Sheets.VoidAsync(1, "Kaffe över hela bladet.", Keeper, Now);
        await Sheets.EnterAsync(2, Incident, [Row(1, "Ett.", -30)], Keeper, Now);

        var entered = await RefusedAsync(() => Sheets.EnterAsync(1, Incident, [Row(1, "Ett.", -30)], Keeper, Now));
        var voided = await RefusedAsync(() => Sheets.VoidAsync(2, "Behövs inte.", Keeper, Now));
        var again = await RefusedAsync(() => Sheets.VoidAsync(1, "Igen.", Keeper, Now));

        Assert.Equal("Loggblad 1 är makulerat: Kaffe över hela bladet.", entered.Message);
        Assert.Equal("Loggblad 2 är inskrivet och kan inte makuleras.", voided.Message);
        Assert.Equal("Loggblad 1 är redan makulerat.", again.Message);
    }

    [Fact]
    public async Task What_is_not_a_sheet_or_not_for_this_duty_is_refused()
    {
        await Numbers.PrintAsync(1, Incident, Keeper, Now);
        var reader = Actors.In(Duty.Lasare);

        var unknown = await RefusedAsync(() => Sheets.FindAsync(99, Keeper));
        var print = await RefusedAsync(() => Numbers.PrintAsync(1, null, reader, Now));
        var enter = await RefusedAsync(() => Sheets.EnterAsync(1, Incident, [Row(1, "Ett.", -3)], reader, Now));
        var board = await RefusedAsync(() => Sheets.VoidAsync(1, "Nej.", Actors.Ordforande, Now));
        var none = await RefusedAsync(() => Numbers.PrintAsync(0, null, Keeper, Now));
        var many = await RefusedAsync(() => Numbers.PrintAsync(LogSheet.MaxAtOnce + 1, null, Keeper, Now));
        var outside = await RefusedAsync(() => Sheets.EnterAsync(1, Incident, [Row(13, "Ett.", -3)], Keeper, Now));

        Assert.Equal(
            [Refusal.Unknown, Refusal.Duty, Refusal.Duty, Refusal.Duty, Refusal.Rule, Refusal.Rule, Refusal.Rule],
            new[] { unknown, print, enter, board, none, many, outside }.Select(no => no.Kind));
        Assert.Single(await Sheets.LatestAsync());
    }

    [Fact]
    public async Task A_row_that_is_secret_was_never_open()
    {
        await Numbers.PrintAsync(1, Incident, Keeper, Now);
        var basis = new LegalBasis("osl-21-7", "OSL 21:7", "Hälsa", DateOnly.MinValue, null);
        var secret = Row(2, "Kanariefågeln sjunger.", -20) with
        {
            Marking = new() { Basis = basis, Reason = "Gäller en person.", Circle = ReadingRight.Stabsledningen },
        };

        await Sheets.EnterAsync(1, Incident, [Row(1, "Ett.", -30), secret], Keeper, Now);

        var line = await Kris.Journal.LineAsync(Incident, 3);
        Assert.Equal((3L, "osl-21-7"), (line.State.Marked!.By, line.State.Marked.Lagrum));
        Assert.False(ReadingRight.Of(Actors.Tib).Reads(line.State.Marking));
        var (_, toOthers) = await Sheets.FindAsync(1, Actors.Tib);
        Assert.Equal([Now.AddMinutes(-30), null], toOthers.Select(row => row.At));
        var (_, toKeeper) = await Sheets.FindAsync(1, Keeper);
        Assert.Equal(Now.AddMinutes(-20), toKeeper[1].At);
    }

    [Fact]
    public async Task A_reference_says_where_the_matter_is()
    {
        await Numbers.PrintAsync(1, Incident, Keeper, Now);
        var row = Row(1, "Avbrottet i norr.", -30) with { Kind = LineKind.Hanvisning, From = null };

        var without = await RefusedAsync(() => Sheets.EnterAsync(1, Incident, [row], Keeper, Now));
        await Sheets.EnterAsync(
            1, Incident, [row with { KeptAt = "Säkerhetsskåp 2", TurnTo = "säkerhetsskyddschefen" }], Keeper, Now);

        Assert.StartsWith("Rad 1: Skriv var ärendet finns", without.Message, StringComparison.Ordinal);
        Assert.Equal(
            "Säkerhetsskåp 2", (await Kris.Journal.LineAsync(Incident, 2)).Field(LineFields.KeptAt));
    }

    [Fact]
    public async Task The_journal_holds_with_the_sheets_in_it()
    {
        await Numbers.PrintAsync(1, Incident, Keeper, Now);
        await Sheets.EnterAsync(1, Incident, [Row(1, "Ett.", -30)], Keeper, Now);

        Assert.True((await new JournalAudit(source!).RunAsync()).Holds);
    }

    private static SheetRow Row(int number, string text, int minutes) =>
        new(number, LineKind.Anteckning, text, Now.AddMinutes(minutes)) { From = "SOS", Signature = "KL" };

    private static Task<RefusedException> RefusedAsync(Func<Task> act) => Assert.ThrowsAsync<RefusedException>(act);
}
