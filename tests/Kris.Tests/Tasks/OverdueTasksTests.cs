using Kris.Data.Journal;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Server;
using Kris.Web.Tasks;

namespace Kris.Tests.Tasks;

/// <summary>What Läge shows of what should have been done by now.</summary>
[Collection(LogServerCollection.Name)]
public sealed class OverdueTasksTests(TestServer server) : IAsyncLifetime
{
    private static readonly ReadingRight Chief = ReadingRight.Of(Actors.Stabschef);

    private TestKris kris = null!;
    private OverdueTasks overdue = null!;

    public async Task InitializeAsync()
    {
        kris = await TestKris.NewAsync(server);
        overdue = new OverdueTasks(new TaskLines(kris.Source), kris.Signal, TimeProvider.System);
    }

    public async Task DisposeAsync()
    {
        overdue.Dispose();
        await kris.DisposeAsync();
    }

    [Fact]
    public async Task What_is_closed_hurries_nobody_however_much_it_is_and_an_exercise_stands_after_what_is_real()
    {
        var closed = await kris.OpenAsync();
        for (var task = 0; task <= OverdueTasks.MaxShown; task++)
            await TaskAsync(closed, $"Gammal {task}", isLifeDanger: true);
        await kris.Desk.ActAsync(closed, one => one.Close("Klart.", Actors.Stabschef, Given.Now));
        var exercise = await kris.OpenAsync(facts: Given.Facts with { IsExercise = true });
        await TaskAsync(exercise, "Övad", isLifeDanger: true);
        await TaskAsync(await kris.OpenAsync(), "Skarp", isLifeDanger: false);

        var (tasks, hasMore) = await overdue.OfAsync(Chief);
        var left = await new TaskLines(kris.Source).ListAsync(
            new TaskFilter(IsOpen: true, GoesOn: false), Chief, TaskLines.MaxLimit);

        Assert.Equal(["Skarp", "Övad"], tasks.Select(task => task.Text));
        Assert.False(hasMore);
        Assert.Equal(OverdueTasks.MaxShown + 1, left.Count);
    }

    [Fact]
    public async Task More_than_are_shown_is_told_as_that()
    {
        var incident = await kris.OpenAsync();
        for (var task = 0; task <= OverdueTasks.MaxShown; task++)
            await TaskAsync(incident, $"Sen {task}", isLifeDanger: false);

        var (tasks, hasMore) = await overdue.OfAsync(Chief);

        Assert.Equal((OverdueTasks.MaxShown, true), (tasks.Count, hasMore));
    }

    private Task<Written> TaskAsync(Incident incident, string text, bool isLifeDanger)
    {
        var form = new ShortForm { Due = Given.Now.AddHours(-1), IsLifeDanger = isLifeDanger };
        var draft = new LineDraft { Kind = LineKind.Uppgift, Text = text, Form = form };
        return kris.Journal.AppendAsync(TestKris.Line(incident.Id, "", draft: draft));
    }
}
