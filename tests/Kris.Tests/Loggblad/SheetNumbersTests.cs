using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Server;

namespace Kris.Tests.Loggblad;

/// <summary>No number twice, also where the register was read back from a copy that is older than the paper.</summary>
[Collection(LogServerCollection.Name)]
public sealed class SheetNumbersTests(TestServer postgres) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = Given.Now;
    private static readonly Actor Keeper = Actors.In(Duty.Loggforare);

    private TestKris? kris;
    private Guid incident;

    private TestKris Kris => kris!;

    private SheetNumbers Numbers => new(Kris.Source);

    private LogSheets Sheets => new(Kris.Source, Kris.Signal);

    public async Task InitializeAsync()
    {
        kris = await TestKris.NewAsync(postgres);
        incident = (await kris.OpenAsync()).Id;
        await Numbers.PrintAsync(30, null, Keeper, Now);
    }

    public async Task DisposeAsync() => await Kris.DisposeAsync();

    [Fact]
    public async Task After_a_restore_no_number_is_given_that_can_be_on_paper()
    {
        Assert.Equal(1_031, await Numbers.MoveAsync());

        Assert.Equal(1_031, await Numbers.PrintAsync(2, null, Keeper, Now));
        Assert.Equal(1_033, await Numbers.PrintAsync(1, null, Keeper, Now));
        Assert.Equal(
            [LogSheet.Printed, SheetSeries.Moved, LogSheet.Printed, LogSheet.Printed],
            await Kris.ActsAsync(LogSheet.Register));
    }

    [Fact]
    public async Task A_sheet_that_is_missing_is_registered_and_entered()
    {
        await Numbers.MoveAsync();

        await Numbers.RegisterAsync(36, 37, incident, Keeper, Now);
        var row = new SheetRow(1, LineKind.Anteckning, "Strömmen gick.", Now.AddDays(-3));
        Assert.Equal(1, await Sheets.EnterAsync(37, incident, [row], Keeper, Now));

        var told = (await Kris.Journal.LinesAsync(LogSheet.Register, 2, 1))[0];
        Assert.Equal("Loggblad 36–37 fördes in i registret.", told.Text);
        Assert.Equal(("36", "37", $"{incident}"), (told.Field("first"), told.Field("last"), told.Field("incident")));
        Assert.Equal(Keeper.Id, told.Author);
        Assert.Equal((Now, incident), ((await Sheets.FindAsync(36, Keeper)).Sheet.RegisteredAt, incident));
        Assert.Equal(1_031, await Numbers.PrintAsync(1, null, Keeper, Now));
    }

    [Fact]
    public async Task A_number_that_the_register_has_not_come_to_moves_the_series_by_itself()
    {
        await Numbers.RegisterAsync(37, 37, null, Keeper, Now);

        Assert.Equal(1_038, await Numbers.PrintAsync(1, null, Keeper, Now));
    }

    [Fact]
    public async Task What_cannot_be_missing_is_not_registered()
    {
        var there = await RefusedAsync(30, 31, Keeper);
        var far = await RefusedAsync(1_031, 1_031, Keeper);
        var none = await RefusedAsync(0, 1, Keeper);
        var backwards = await RefusedAsync(33, 32, Keeper);
        var many = await RefusedAsync(31, 81, Keeper);
        var reader = await RefusedAsync(31, 31, Actors.In(Duty.Lasare));

        Assert.Equal("Loggblad 30 finns redan i registret.", there.Message);
        Assert.StartsWith("Loggblad 1031 ligger långt efter det senaste numret här, 30.", far.Message);
        Assert.Equal(none.Message, backwards.Message);
        Assert.Equal("För in högst 50 loggblad åt gången.", many.Message);
        Assert.Equal(Refusal.Duty, reader.Kind);
        Assert.Equal([LogSheet.Printed], await Kris.ActsAsync(LogSheet.Register));
    }

    private Task<RefusedException> RefusedAsync(int first, int last, Actor by) =>
        Assert.ThrowsAsync<RefusedException>(() => Numbers.RegisterAsync(first, last, null, by, Now));
}
