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
        (looks, since) = (new LastLooks(kris.Source), new SinceLines(kris.Source));
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
        await WriteAsync(LineKind.Beslut, "Struket beslut");
        await kris.Journal.AppendAsync(TestKris.Line(
            incident.Id, "", draft: Corrections.Of(left + 3, "Fel.")));
        await kris.Desk.ActAsync(
            await kris.LoadAsync(incident.Id), one => one.Raise(Given.ToSarskild, Actors.Stabschef, Now));

        var lines = await since.OfAsync(incident.Id, left, ReadingRight.Of(Actors.Tib), 100);
        var parts = SincePart.Of(lines);

        Assert.Equal("Gammal rad som blir viktig", Assert.Single(parts[0].Lines).Text);
        Assert.Equal("level-raised", Assert.Single(parts[1].Lines).Field(LineFields.Act));
        Assert.Equal("Nytt beslut", Assert.Single(parts[2].Lines).Text);
        Assert.Equal(
            ["1 nyckelhändelse", "1 ändring av läget", "1 beslut", "2 öppna uppgifter"], SincePart.Words(parts, 2));
    }

    [Fact]
    public async Task A_marked_decision_is_not_told_to_whoever_may_not_read_it()
    {
        await WriteAsync(LineKind.Beslut, "Hemligt beslut");
        var line = await kris.Journal.LineAsync(incident.Id, 2);
        var mark = LineActs.About(line, LineActs.Marked, "Raden märktes.", Actors.Stabschef);
        mark[LineFields.Circle] = ReadingRight.Stabsledningen;
        await kris.Journal.AppendAsync(NewLine.Of(incident.Id, Guid.NewGuid(), mark));

        Assert.Single(await since.OfAsync(incident.Id, 0, ReadingRight.Of(Actors.Stabschef), 10));
        Assert.Empty(await since.OfAsync(incident.Id, 0, ReadingRight.Of(Actors.In(Duty.Lasare)), 10));
    }

    private Task<LastLook> LookAsync(long head, DateTimeOffset at) =>
        looks.LookAsync(account.Id, incident.Id, head, at);

    private Task<Written> WriteAsync(LineKind kind, string text) =>
        kris.Journal.AppendAsync(TestKris.Line(incident.Id, "", draft: new() { Kind = kind, Text = text }));

    private async Task PinAsync(long number) => await kris.Journal.AppendAsync(
        LineActs.Pin(await kris.Journal.LineAsync(incident.Id, number), Actors.Stabschef));
}
