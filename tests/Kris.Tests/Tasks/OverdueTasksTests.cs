using Kris.Data.Journal;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Journal;
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

    [Fact]
    public async Task Whoever_may_not_read_the_correction_is_told_of_the_task_as_struck()
    {
        var incident = await kris.OpenAsync();
        var task = await TaskAsync(incident, "Kör till Eken", isLifeDanger: false);
        var secret = Corrections.Of(task.Number, "Kör till den skyddade");
        var correction = TestKris.Line(incident.Id, "", draft: secret);
        var fields = new Dictionary<string, string>(correction.Fields) { [LineFields.Lagrum] = "osl-21-3" };
        fields[LineFields.Circle] = ReadingRight.Stabsledningen;
        await kris.Journal.AppendAsync(correction with { Fields = fields });

        var forReader = Assert.Single((await overdue.OfAsync(ReadingRight.Of(Actors.In(Duty.Lasare)))).Tasks);
        var forChief = Assert.Single((await overdue.OfAsync(Chief)).Tasks);

        Assert.Equal(("Kör till Eken", true), (forReader.Text, forReader.IsStruck));
        Assert.Equal((true, false), (forChief.IsCollapsed, forChief.IsStruck));
    }

    private Task<Written> TaskAsync(Incident incident, string text, bool isLifeDanger)
    {
        var form = new ShortForm { Due = Given.Now.AddHours(-1), IsLifeDanger = isLifeDanger };
        var draft = new LineDraft { Kind = LineKind.Uppgift, Text = text, Form = form };
        return kris.Journal.AppendAsync(TestKris.Line(incident.Id, "", draft: draft));
    }
}
