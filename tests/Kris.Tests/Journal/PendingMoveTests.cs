using Kris.Data.Journal;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Server;

namespace Kris.Tests.Journal;

/// <summary>Lines that wait for the stabschef, and their tasks, where they are moved or erased.</summary>
[Collection(LogServerCollection.Name)]
public sealed class PendingMoveTests(TestServer server) : IAsyncLifetime
{
    private static readonly ReadingRight Chief = ReadingRight.Of(Actors.Stabschef);

    private TestKris kris = null!;
    private Incident here = null!;

    public async Task InitializeAsync()
    {
        kris = await TestKris.NewAsync(server);
        here = await kris.OpenAsync();
    }

    public async Task DisposeAsync() => await kris.DisposeAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_moved_waits_where_it_comes_to_unless_it_was_accepted(bool isAccepted)
    {
        var decision = await PendingAsync(LineKind.Beslut);
        var task = await CorrectAsync(await PendingAsync(LineKind.Uppgift));
        var there = await kris.OpenAsync();

        foreach (var number in new[] { decision, task })
        {
            if (isAccepted)
                await AcceptAsync(number);
            await MoveAsync(number, there);
        }

        var came = (await kris.Journal.LinesAsync(there.Id, 0, 10)).Where(line => !line.IsSystem).ToList();
        Assert.Equal([LineKind.Beslut, LineKind.Uppgift], came.Select(line => line.Kind));
        Assert.All(came, line => Assert.Equal(!isAccepted, line.IsPending));
        var waiting = await PendingLines.OfAsync(kris.Source, 10);
        Assert.Equal(isAccepted ? [] : came.Select(line => line.Number), waiting.Select(line => line.Number));
        var tasks = new TaskLines(kris.Source);
        Assert.Equal(!isAccepted, (await tasks.FindAsync(there.Id, came[1].Number, Chief)).IsPending);
    }

    [Fact]
    public async Task What_was_accepted_and_corrected_is_moved_as_it_is()
    {
        var decision = await PendingAsync(LineKind.Beslut);
        await AcceptAsync(decision);
        var there = await kris.OpenAsync();

        await MoveAsync(await CorrectAsync(decision), there);

        Assert.Empty(await PendingLines.OfAsync(kris.Source, 10));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_task_waits_no_more_when_the_correction_that_was_accepted_is_erased(bool isAccepted)
    {
        var number = await PendingAsync(LineKind.Uppgift);
        var correction = await CorrectAsync(number);
        if (isAccepted)
            await AcceptAsync(correction);

        await kris.EraseAsync(here.Id, correction);

        var task = await new TaskLines(kris.Source).FindAsync(here.Id, number, Chief);
        Assert.Equal((true, !isAccepted), (task.IsCorrectionErased, task.IsPending));
    }

    private async Task<long> PendingAsync(LineKind kind)
    {
        var draft = new LineDraft { Kind = kind, Text = "Stäng av vattnet." };
        var line = draft.ToLine(here.Id, Guid.NewGuid(), Actors.Tib, Given.Now);
        return (await kris.Journal.AppendAsync(LineActs.Pending(line, Given.Now.AddHours(-1)))).Number;
    }

    private async Task<long> CorrectAsync(long number)
    {
        var old = await kris.Journal.LineAsync(here.Id, number);
        var line = TestKris.Line(here.Id, "", draft: Corrections.Of(number, "Stäng av vattnet i norr."));
        var correction = LineCorrections.Correcting(old, line, Actors.Stabschef);
        return (await kris.Journal.AppendAboutAsync(old, [correction]))[0].Number;
    }

    private async Task AcceptAsync(long number) => await kris.Journal.AppendAsync(
        LineActs.Accept(await kris.Journal.LineAsync(here.Id, number), Actors.Stabschef));

    private async Task MoveAsync(long number, Incident to)
    {
        var line = await kris.Journal.LineAsync(here.Id, number);
        var origin = await new RelatedLines(kris.Source).OriginAsync(line);
        var (strike, copy) = LineCorrections.Move(line, "hit", to.Id, "dit", "Fel.", Actors.Stabschef, origin);
        await kris.Journal.AppendAboutAsync(line, origin, [strike, copy]);
    }
}
