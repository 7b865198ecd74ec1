using Kris.Data.Journal;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Server;
using Kris.Web.Incidents;

namespace Kris.Tests.Journal;

/// <summary>What happened since somebody last looked, and when that was.</summary>
[Collection(LogServerCollection.Name)]
public sealed class SinceTests(TestServer server) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = Given.Now;

    private TestKris kris = null!;
    private LastLooks looks = null!;
    private SinceLines since = null!;
    private Incident incident = null!;
    private Account account = null!;

    public async Task InitializeAsync()
    {
        kris = await TestKris.NewAsync(server);
        (looks, since) = (new LastLooks(kris.Source), new SinceLines(kris.Source, kris.Journal));
        incident = await kris.OpenAsync();
        account = await kris.Desk.AddAsync(
            _ => Task.FromResult(Account.Create("prov", "Prov", Actor.Machine, Now)));
    }

    public async Task DisposeAsync() => await kris.DisposeAsync();

    [Fact]
    public async Task A_visit_ends_when_somebody_has_been_away_and_not_when_a_page_is_loaded_anew()
    {
        var first = await LookAsync(10, Now);
        var reload = await LookAsync(12, Now.AddMinutes(10));
        var stays = await LookAsync(12, Now.AddMinutes(24));
        var back = await LookAsync(40, Now.AddHours(8));
        var reloadAgain = await LookAsync(41, Now.AddHours(8).AddMinutes(1));

        Assert.Equal(new LastLook(0, null, IsClosed: false), first);
        Assert.Equal(first, reload);
        Assert.Equal(first, stays);
        Assert.Equal(new LastLook(12, Now.AddMinutes(24), IsClosed: false), back);
        Assert.Equal(back, reloadAgain);
    }

    [Fact]
    public async Task What_was_put_away_stays_so_until_the_next_visit()
    {
        await LookAsync(10, Now);
        await LookAsync(40, Now.AddHours(8));

        await looks.CloseAsync(account.Id, incident.Id, isClosed: true);

        Assert.True((await LookAsync(41, Now.AddHours(8).AddMinutes(5))).IsClosed);
        Assert.False((await LookAsync(60, Now.AddHours(20))).IsClosed);
    }

    [Fact]
    public async Task A_late_answer_of_an_older_page_takes_nothing_back()
    {
        await LookAsync(50, Now);
        await LookAsync(3, Now.AddMinutes(-1));

        Assert.Equal(50, (await LookAsync(60, Now.AddHours(1))).Number);
    }

    [Fact]
    public async Task Key_events_decisions_and_levels_since_then_are_told_and_nothing_else()
    {
        await WriteAsync(LineKind.Beslut, "Gammalt beslut");
        await WriteAsync(LineKind.Anteckning, "Gammal rad som blir viktig");
        await WriteAsync(LineKind.Anteckning, "Sådant som hör till");
        var left = (await kris.Journal.NumbersAsync([incident.Id]))[incident.Id];
        await PinAsync(3);
        await WriteAsync(LineKind.Beslut, "Nytt beslut");
        await WriteAsync(LineKind.Anteckning, "Ännu en rad");
        await kris.Desk.ActAsync(
            await kris.LoadAsync(incident.Id), one => one.Raise(Given.ToSarskild, Actors.Stabschef, Now));

        var lines = await since.OfAsync(incident.Id, left, ReadingRight.Of(Actors.Tib), 100);
        var parts = SincePart.Of(lines);

        Assert.Equal("Gammal rad som blir viktig", Assert.Single(parts[0].Lines).Text);
        Assert.Equal("level-raised", Assert.Single(parts[1].Lines).Field(LineFields.Act));
        Assert.Equal("Nytt beslut", Assert.Single(parts[2].Lines).Text);
        Assert.Equal(
            ["1 nyckelhändelse", "1 ändring av läget", "1 beslut", "2 öppna uppgifter"],
            SincePart.Words(parts, tasks: 2, shownTasks: 8));
    }

    [Fact]
    public async Task A_correction_stands_in_the_place_of_what_it_corrects_however_old_that_is()
    {
        await WriteAsync(LineKind.Beslut, "Kokning införs i norr.");
        await WriteAsync(LineKind.Anteckning, "Viktigt vid torget.");
        await PinAsync(3);
        await CorrectAsync(2, "Kokning införs i söder.");
        await CorrectAsync(3, "Viktigt vid stationen.");
        await CorrectAsync(5, "Kokning införs i väster.");
        var left = (await kris.Journal.NumbersAsync([incident.Id]))[incident.Id];

        var whole = await since.OfAsync(incident.Id, 0, ReadingRight.Of(Actors.Tib), 10);
        Assert.Equal(["Viktigt vid stationen."], whole.KeyEvents.Lines.Select(line => line.Text));
        Assert.Equal(["Kokning införs i väster."], whole.Decisions.Lines.Select(line => line.Text));

        await CorrectAsync(7, "Kokning införs överallt.");
        var later = await since.OfAsync(incident.Id, left, ReadingRight.Of(Actors.Tib), 10);
        Assert.Empty(later.KeyEvents.Lines);
        Assert.Equal(["Kokning införs överallt."], later.Decisions.Lines.Select(line => line.Text));
    }

    [Fact]
    public async Task Whoever_may_not_read_the_correction_is_told_of_the_decision_as_struck()
    {
        await WriteAsync(LineKind.Beslut, "Kokning införs.");
        await CorrectAsync(2, "Kokning införs på grund av hemligheten.");
        await MarkAsync(3);

        var reader = await since.OfAsync(incident.Id, 0, ReadingRight.Of(Actors.In(Duty.Lasare)), 10);
        var chief = await since.OfAsync(incident.Id, 0, ReadingRight.Of(Actors.Stabschef), 10);

        var line = Assert.Single(reader.Decisions.Lines);
        Assert.Equal(("Kokning införs.", 3), (line.Text, line.State.StruckBy));
        Assert.Equal(3, Assert.Single(chief.Decisions.Lines).Number);
    }

    [Fact]
    public async Task What_is_erased_is_no_key_event_and_each_sort_has_its_own_count()
    {
        for (var line = 0; line < 5; line++)
            await WriteAsync(LineKind.Beslut, $"Beslut {line}.");
        await WriteAsync(LineKind.Anteckning, "Det som aldrig fick skrivas.");
        await PinAsync(7);
        await kris.EraseAsync(incident.Id, 7);

        var found = await since.OfAsync(incident.Id, 0, ReadingRight.Of(Actors.Stabschef), 2);

        Assert.Equal((0, 0L), (found.KeyEvents.Lines.Count, found.KeyEvents.Count));
        Assert.Equal([6L, 5], found.Decisions.Lines.Select(line => line.Number));
        Assert.Equal(
            ["5 beslut", "fler än 8 öppna uppgifter"], SincePart.Words(SincePart.Of(found), tasks: 9, shownTasks: 8));
        var state = (await kris.Journal.LineAsync(incident.Id, 7)).State;
        Assert.Null(state.PinnedBy);
    }

    [Fact]
    public async Task A_marked_decision_is_not_told_to_whoever_may_not_read_it()
    {
        await WriteAsync(LineKind.Beslut, "Hemligt beslut");
        await MarkAsync(2);

        var chief = await since.OfAsync(incident.Id, 0, ReadingRight.Of(Actors.Stabschef), 10);
        var reader = await since.OfAsync(incident.Id, 0, ReadingRight.Of(Actors.In(Duty.Lasare)), 10);

        Assert.Equal("", Assert.Single(chief.Decisions.Lines).Text);
        Assert.Equal((0, 0L), (reader.Decisions.Lines.Count, reader.Decisions.Count));
    }

    private Task<LastLook> LookAsync(long head, DateTimeOffset at) =>
        looks.LookAsync(account.Id, incident.Id, head, at);

    private Task<Written> WriteAsync(LineKind kind, string text) =>
        kris.Journal.AppendAsync(TestKris.Line(incident.Id, "", draft: new() { Kind = kind, Text = text }));

    private Task<Written> CorrectAsync(long number, string text) =>
        kris.Journal.AppendAsync(TestKris.Line(incident.Id, "", draft: Corrections.Of(number, text)));

    private async Task MarkAsync(long number)
    {
        var line = await kris.Journal.LineAsync(incident.Id, number);
        var mark = LineActs.About(line, LineActs.Marked, "Raden märktes.", Actors.Stabschef);
        mark[LineFields.Circle] = ReadingRight.Stabsledningen;
        await kris.Journal.AppendAsync(NewLine.Of(incident.Id, Guid.NewGuid(), mark));
    }

    private async Task PinAsync(long number) => await kris.Journal.AppendAsync(
        LineActs.Pin(await kris.Journal.LineAsync(incident.Id, number), Actors.Stabschef));
}
