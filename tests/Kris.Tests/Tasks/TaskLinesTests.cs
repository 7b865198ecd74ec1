using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Domain.Tasks;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Journal;
using Kris.Tests.Server;

namespace Kris.Tests.Tasks;

/// <summary>Tasks as the database lays them together.</summary>
[Collection(LogServerCollection.Name)]
public sealed class TaskLinesTests(TestServer server) : IAsyncLifetime
{
    private static readonly ReadingRight Chief = ReadingRight.Of(Actors.Stabschef);
    private static readonly ReadingRight Reader = ReadingRight.Of(Actors.In(Duty.Lasare));

    private TestKris kris = null!;
    private TaskLines tasks = null!;
    private Incident incident = null!;

    public async Task InitializeAsync()
    {
        kris = await TestKris.NewAsync(server);
        tasks = new TaskLines(kris.Source);
        incident = await kris.OpenAsync();
    }

    public async Task DisposeAsync() => await kris.DisposeAsync();

    [Fact]
    public async Task Life_saving_stands_first_then_the_soonest_then_what_has_no_time_and_last_what_is_done()
    {
        var done = await TaskAsync("Klar", new() { Due = Given.Now.AddHours(-9) });
        await TaskAsync("Utan tid");
        await TaskAsync("Sen", new() { Due = Given.Now.AddHours(8) });
        await TaskAsync("Snar", new() { Due = Given.Now.AddHours(1) });
        await TaskAsync("Livräddande", new() { IsLifeDanger = true });
        await kris.WriteAsync(incident.Id, "En rad som ingen uppgift är.");
        await WriteAsync(new() { Kind = LineKind.Atgard, Text = "Gjort redan." });
        await WriteAsync(
            new() { Kind = LineKind.Atgard, Text = "Stäng ventilen", Form = new() { Due = Given.Now.AddHours(2) } });
        await SayAsync(done, task => TaskActs.Finish(task, "Bra.", Actors.Tib));

        var open = await tasks.ListAsync(new TaskFilter(IsOpen: true), Chief, 10);
        var all = await tasks.ListAsync(new TaskFilter(), Chief, 10);

        Assert.Equal(["Livräddande", "Snar", "Stäng ventilen", "Sen", "Utan tid"], open.Select(task => task.Text));
        Assert.Equal("Klar", all[^1].Text);
        Assert.Equal(("En TiB", "Bra."), (all[^1].DoneBy, all[^1].Outcome));
        Assert.Equal(2, (await tasks.ListAsync(new TaskFilter(), Chief, 2)).Count);
    }

    [Fact]
    public async Task What_holds_now_is_what_is_asked_for_and_not_what_the_line_said()
    {
        var number = await TaskAsync("Kör vatten", new() { Assignee = "Åsa Berg", Due = Given.Now.AddHours(-1) });
        await TaskAsync("Ring skolan", new() { Assignee = "Stabschef", Horizon = "lang" });
        var other = await kris.OpenAsync();
        await WriteAsync(new() { Kind = LineKind.Uppgift, Text = "Annorstädes" }, other.Id);

        Assert.Equal(["Kör vatten"], await TextsAsync(new(OverdueAt: Given.Now)));
        Assert.Equal(["Kör vatten"], await TextsAsync(new(Mine: ["Åsa Berg", "åsa berg", "tib"])));
        Assert.Equal(["Ring skolan"], await TextsAsync(new(Mine: ["stabschef"])));
        Assert.Equal(["Ring skolan"], await TextsAsync(new(Horizon: "lang")));
        Assert.Equal(["Annorstädes"], await TextsAsync(new(other.Id)));

        var later = new TaskTerms("stabschef", Given.Now.AddHours(3), "lang", IsLifeDanger: false);
        await SayAsync(number, task => TaskActs.Change(task, later, "Åsa gick hem.", Actors.Tib, Given.Now));

        Assert.Empty(await TextsAsync(new(OverdueAt: Given.Now)));
        Assert.Empty(await TextsAsync(new(Mine: ["Åsa Berg", "åsa berg"])));
        Assert.Equal(["Kör vatten", "Ring skolan"], await TextsAsync(new(Mine: ["stabschef"])));
        var task = await tasks.FindAsync(incident.Id, number, Chief);
        Assert.Equal(("stabschef", Given.Now.AddHours(3)), (task.Assignee, task.Due));
    }

    [Fact]
    public async Task A_corrected_task_goes_on_with_its_new_text_and_one_that_was_moved_goes_on_there()
    {
        var number = await TaskAsync("Kör till Eken", new() { Assignee = "Bo" });
        var first = await CorrectAsync(number, "Kör till Ekbacken");
        await CorrectAsync(first, "Kör till Ekbackens skola");
        var moved = await TaskAsync("Hör till en annan");
        var other = await kris.OpenAsync();
        var (strike, copy) = LineCorrections.Move(
            await kris.Journal.LineAsync(incident.Id, moved), "hit", other.Id, "dit", "Fel.", Actors.Stabschef);
        await kris.Journal.AppendTogetherAsync([strike, copy]);

        var here = await tasks.ListAsync(new TaskFilter(incident.Id), Chief, 10);
        var there = await tasks.ListAsync(new TaskFilter(other.Id), Chief, 10);

        var task = Assert.Single(here);
        Assert.Equal(("Kör till Ekbackens skola", "Bo", number), (task.Text, task.Assignee, task.Number));
        Assert.Equal("Hör till en annan", Assert.Single(there).Text);
        await Refused.AsyncFor(
            Refusal.Unknown, "ingen uppgift", () => tasks.FindAsync(incident.Id, moved, Chief));
    }

    [Fact]
    public async Task A_task_goes_on_in_the_wording_that_holds_however_often_it_was_corrected()
    {
        var number = await TaskAsync("Kör till skola 0");
        var last = number;
        for (var time = 1; time <= 8; time++)
            last = await CorrectAsync(last, $"Kör till skola {time}");

        Assert.Equal(["Kör till skola 8"], await TextsAsync(new()));
        var moved = await new RelatedLines(kris.Source).OriginAsync(await kris.Journal.LineAsync(incident.Id, last));
        Assert.Equal(number, moved.First.Number);
    }

    [Fact]
    public async Task A_marked_task_is_nowhere_for_whoever_may_not_read_it()
    {
        var number = await TaskAsync("Hämta den skyddade personen", new() { Due = Given.Now.AddHours(-1) });
        await MarkAsync(number);
        var open = await TaskAsync("Öppen uppgift");
        var secret = await CorrectAsync(open, "Med hemligt namn");
        await MarkAsync(secret);

        Assert.Equal(2, (await tasks.ListAsync(new TaskFilter(), Chief, 10)).Count);
        var seen = Assert.Single(await tasks.ListAsync(new TaskFilter(), Reader, 10));
        Assert.Equal(("Öppen uppgift", true), (seen.Text, seen.IsStruck));
        Assert.Empty(await tasks.ListAsync(new TaskFilter(OverdueAt: Given.Now), Reader, 10));
        await Refused.AsyncFor(
            Refusal.Unknown, "ingen uppgift", () => tasks.FindAsync(incident.Id, number, Reader));
    }

    [Fact]
    public async Task What_was_done_after_its_time_is_found_as_that_and_what_was_done_in_time_is_not()
    {
        var late = await TaskAsync("För sent", new() { Due = Given.Now.AddYears(-1) });
        var inTime = await TaskAsync("I tid", new() { Due = TimeProvider.System.GetUtcNow().AddHours(9) });
        await TaskAsync("Öppen", new() { Due = Given.Now.AddYears(-1) });
        var over = await TaskAsync("Inaktuell", new() { Due = Given.Now.AddYears(-1) });
        await SayAsync(over, task => TaskActs.Withdraw(task, "Skrevs två gånger.", Actors.Tib));
        foreach (var done in new[] { late, inTime })
            await SayAsync(done, task => TaskActs.Finish(task, null, Actors.Tib));
        var after = TimeProvider.System.GetUtcNow().AddDays(1);

        Assert.Equal(["För sent"], await TextsAsync(new(IsOpen: false, OverdueAt: after)));
        Assert.Equal(["Öppen"], await TextsAsync(new(IsOpen: true, OverdueAt: after)));
        Assert.Equal(["Öppen", "För sent"], await TextsAsync(new(OverdueAt: after)));
    }

    [Fact]
    public async Task Whoever_is_to_do_it_is_found_in_capitals_too_whatever_the_servers_locale()
    {
        await TaskAsync("Kör vatten", new() { Assignee = "ÅSA ÖSTERBERG" });

        Assert.Equal(["Kör vatten"], await TextsAsync(new(Mine: ["åsa österberg"])));
    }

    [Fact]
    public async Task What_is_no_task_is_not_found_as_one()
    {
        await kris.WriteAsync(incident.Id, "En anteckning.");

        await Refused.AsyncFor(Refusal.Unknown, "ingen uppgift", () => tasks.FindAsync(incident.Id, 2, Chief));
        await Refused.AsyncFor(Refusal.Unknown, "ingen uppgift", () => tasks.FindAsync(incident.Id, 99, Chief));
    }

    private Task<long> TaskAsync(string text, ShortForm? form = null) =>
        WriteAsync(new() { Kind = LineKind.Uppgift, Text = text, Form = form ?? ShortForm.Empty });

    private Task<long> CorrectAsync(long number, string text) =>
        WriteAsync(Corrections.Of(number, text));

    private async Task<long> WriteAsync(LineDraft draft, Guid? stream = null) =>
        (await kris.Journal.AppendAsync(TestKris.Line(stream ?? incident.Id, "", draft: draft))).Number;

    private async Task SayAsync(long number, Func<LineTask, NewLine> act) =>
        await kris.Journal.AppendAsync(act(await tasks.FindAsync(incident.Id, number, Chief)));

    private async Task MarkAsync(long number)
    {
        var line = await kris.Journal.LineAsync(incident.Id, number);
        var fields = LineActs.About(line, LineActs.Marked, "Raden märktes.", Actors.Stabschef);
        fields[LineFields.Circle] = ReadingRight.Stabsledningen;
        await kris.Journal.AppendAsync(NewLine.Of(incident.Id, Guid.NewGuid(), fields));
    }

    private async Task<IReadOnlyList<string>> TextsAsync(TaskFilter filter) =>
        [.. (await tasks.ListAsync(filter, Chief, 10)).Select(task => task.Text)];
}
