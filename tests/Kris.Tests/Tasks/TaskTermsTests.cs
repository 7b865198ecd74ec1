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
using Kris.Web.Tasks;

namespace Kris.Tests.Tasks;

/// <summary>Who is to do a task and when, where lines that say so are marked, moved or erased.</summary>
[Collection(LogServerCollection.Name)]
public sealed class TaskTermsTests(TestServer server) : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = Given.Now;
    private static readonly ReadingRight Chief = ReadingRight.Of(Actors.Stabschef);
    private static readonly ReadingRight Reader = ReadingRight.Of(Actors.In(Duty.Lasare));
    private static readonly ShortForm Late = new() { Assignee = "Bo Ek", Due = Now.AddHours(-1), IsLifeDanger = true };

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
    public async Task A_marked_task_says_that_it_is_late_and_leaves_the_rest_for_whoever_opens_it()
    {
        await MarkAsync(await TaskAsync("Hämta den skyddade", Late));

        var task = Assert.Single(await tasks.ListAsync(new TaskFilter(OverdueAt: Now), Chief, 10));

        Assert.Equal((true, true, true), (task.AreTermsCollapsed, task.IsOverdue(Now), task.IsLifeDanger));
        Assert.Equal((null, null, null), (task.Assignee, task.Due, task.Horizon));
        Assert.Equal("visas när raden öppnas", TaskWords.Assignee(task));
        Assert.Equal("visas när raden öppnas", TaskWords.Horizon(task));
        Assert.Equal("försenad, tiden visas när raden öppnas", TaskWords.Due(task, Now));
        var reply = TaskReply.Of(task, Now);
        Assert.Equal((true, true, true, null), (reply.Collapsed, reply.Overdue, reply.LifeDanger, reply.Assignee));
    }

    [Fact]
    public async Task Terms_in_a_line_that_somebody_may_not_read_are_neither_told_nor_found()
    {
        var number = await TaskAsync("Öppen uppgift", new() { Due = Now.AddHours(5) });
        var corrected = await WriteAsync(Corrections.Of(number, "Med hemligt namn"));
        await MarkAsync(corrected);
        var to = new TaskTerms("Den hemliga", Now.AddHours(-1), "kort", IsLifeDanger: true);
        await SayAsync(number, task => TaskActs.Change(task, to, "Bråttom.", Actors.Stabschef, Now.AddHours(-2)));

        var seen = Assert.Single(await tasks.ListAsync(new TaskFilter(), Reader, 10));
        Assert.Equal((true, false, false), (seen.AreTermsHidden, seen.IsOverdue(Now), seen.IsLifeDanger));
        Assert.Equal("står i en markerad rad", TaskWords.Due(seen, Now));
        Assert.Equal((null, null), (TaskReply.Of(seen, Now).Overdue, TaskReply.Of(seen, Now).LifeDanger));
        Assert.Empty(await tasks.ListAsync(new TaskFilter(OverdueAt: Now), Reader, 10));
        Assert.True(Assert.Single(await tasks.ListAsync(new TaskFilter(OverdueAt: Now), Chief, 10)).IsOverdue(Now));
        // Neither is it by whoever may open the line, and has not: that is nobody's reading.
        TaskFilter[] filters = [new(Mine: ["Den hemliga"]), new(Horizon: "kort")];
        foreach (var filter in filters)
        {
            Assert.Empty(await tasks.ListAsync(filter, Reader, 10));
            Assert.Empty(await tasks.ListAsync(filter, Chief, 10));
        }
    }

    [Fact]
    public async Task Where_a_marked_task_stands_in_the_list_does_not_tell_when_it_is_due()
    {
        var early = await TaskAsync("Hemlig", new() { Due = Now.AddHours(1) });
        var late = await TaskAsync("Öppen", new() { Due = Now.AddHours(9) });
        await MarkAsync(early);

        var listed = await tasks.ListAsync(new TaskFilter(), Chief, 10);

        Assert.Equal([late, early], listed.Select(task => task.Number));
    }

    [Fact]
    public async Task A_marked_task_that_a_filter_cannot_find_is_counted_for_whoever_may_read_it()
    {
        await MarkAsync(await TaskAsync("Hämta den skyddade", Late));
        await TaskAsync("Öppen", Late);
        TaskFilter[] filters =
        [
            new(Mine: ["Bo Ek"]), new(Horizon: "kort"),
            new(incident.Id, Mine: ["Ann"], OverdueAt: Now, Horizon: "lang"),
        ];
        TaskFilter[] others =
        [
            new(), new(OverdueAt: Now), new(IsOpen: false, Mine: ["Bo Ek"]), new(Guid.NewGuid(), Horizon: "kort"),
            new(Mine: ["Bo Ek"], OverdueAt: Now.AddHours(-2)),
        ];

        foreach (var filter in filters)
            Assert.Equal((1, 0), (await tasks.UntoldAsync(filter, Chief), await tasks.UntoldAsync(filter, Reader)));
        foreach (var filter in others)
            Assert.Equal(0, await tasks.UntoldAsync(filter, Chief));
    }

    [Fact]
    public async Task A_task_goes_on_when_its_correction_is_erased_and_says_so()
    {
        var number = await TaskAsync("Kör till Eken", Late);
        await kris.EraseAsync(incident.Id, await WriteAsync(Corrections.Of(number, "Kör till personnumret")));
        var moved = await TaskAsync("Flyttad", Late);
        var other = await kris.OpenAsync();
        var (strike, _) = await MoveAsync(moved, other);
        await kris.EraseAsync(incident.Id, strike);

        var task = Assert.Single(await tasks.ListAsync(new TaskFilter(incident.Id), Chief, 10));

        Assert.Equal((number, "Kör till Eken", "Bo Ek"), (task.Number, task.Text, task.Assignee));
        Assert.True(task.IsCorrectionErased);
    }

    [Fact]
    public async Task A_task_is_moved_as_it_is_now()
    {
        var number = await TaskAsync("Kör vatten", Late);
        var to = new TaskTerms("Åsa Berg", Due: null, "lang", IsLifeDanger: false);
        await SayAsync(number, task => TaskActs.Change(task, to, "Bo gick hem.", Actors.Stabschef, Now));
        var other = await kris.OpenAsync();

        await MoveAsync(number, other);

        var task = Assert.Single(await tasks.ListAsync(new TaskFilter(other.Id), Chief, 10));
        Assert.Equal(to, TaskTerms.Of(task));
        Assert.Empty(await tasks.ListAsync(new TaskFilter(incident.Id), Chief, 10));
    }

    [Fact]
    public async Task What_is_done_is_not_moved_and_neither_is_what_has_changed_meanwhile()
    {
        var done = await TaskAsync("Klar", Late);
        await SayAsync(done, task => TaskActs.Finish(task, "Bra.", Actors.Stabschef));
        var changed = await TaskAsync("Ändrad", Late);
        await SayAsync(changed, task => TaskActs.Change(
            task, TaskTerms.Of(task) with { Horizon = "kort" }, "Nytt.", Actors.Stabschef, Now));
        var other = await kris.OpenAsync();

        await Refused.AsyncFor(Refusal.Rule, "Öppna den igen först", () => MoveAsync(done, other));
        var line = await kris.Journal.LineAsync(incident.Id, changed);
        await Refused.AsyncFor(Refusal.Stale, "har ändrats", () => Task.FromResult(
            LineCorrections.Move(line, "hit", other.Id, "dit", "Fel.", Actors.Stabschef)));
    }

    [Fact]
    public async Task A_correction_that_is_moved_takes_its_task_along_with_the_terms_that_hold()
    {
        var number = await TaskAsync("Kör till Eken", Late);
        var to = new TaskTerms("Bo", Now.AddHours(4), "kort", IsLifeDanger: true);
        await SayAsync(number, task => TaskActs.Change(task, to, "Bytt.", Actors.Stabschef, Now));
        var first = await CorrectAsync(number, "Kör till Ekbacken");
        var last = await CorrectAsync(first, "Kör till Ekbackens skola");
        await kris.EraseAsync(incident.Id, first);
        var other = await kris.OpenAsync();

        var (strike, _) = await MoveAsync(last, other);

        var task = Assert.Single(await tasks.ListAsync(new TaskFilter(other.Id), Chief, 10));
        Assert.Equal((LineKind.Uppgift, to), (task.Line.Kind, TaskTerms.Of(task)));
        Assert.Equal("Kör till Ekbackens skola", task.Text);
        Assert.Empty(await tasks.ListAsync(new TaskFilter(incident.Id), Chief, 10));
        await kris.EraseAsync(incident.Id, strike);
        Assert.Empty(await tasks.ListAsync(new TaskFilter(incident.Id), Chief, 10));
    }

    [Fact]
    public async Task A_correction_goes_on_there_as_what_it_corrects_and_a_measure_without_a_time_stays_one()
    {
        var decision = await WriteAsync(new() { Kind = LineKind.Beslut, Text = "Stäng." });
        var measure = await WriteAsync(
            new() { Kind = LineKind.Atgard, Text = "Stängs.", Form = new() { Assignee = "Bo" } });
        var other = await kris.OpenAsync();

        var decided = await MoveAsync(await CorrectAsync(decision, "Stäng allt."), other);
        var taken = await MoveAsync(await CorrectAsync(measure, "Allt stängs."), other);

        var lines = await kris.Journal.LinesAsync(other.Id, 0, 10);
        Assert.Equal(
            [(LineKind.Beslut, "Stäng allt."), (LineKind.Atgard, "Allt stängs.")],
            new[] { decided.Copy, taken.Copy }.Select(copy => (lines[(int)copy - 1].Kind, lines[(int)copy - 1].Text)));
        Assert.Equal("Bo", lines[(int)taken.Copy - 1].Field(LineFields.Assignee));
        Assert.All(lines, line => Assert.Null(line.Corrects));
        Assert.Empty(await tasks.ListAsync(new TaskFilter(other.Id), Chief, 10));
    }

    [Fact]
    public async Task A_correction_is_not_moved_from_a_task_that_is_done_changed_meanwhile_or_anothers_to_read()
    {
        var done = await TaskAsync("Klar", Late);
        var of = await CorrectAsync(done, "Klar nu");
        await SayAsync(done, task => TaskActs.Finish(task, "Bra.", Actors.Stabschef));
        var secret = await TaskAsync("Hemlig", Late);
        var open = await CorrectAsync(secret, "Öppen lydelse");
        await MarkAsync(secret);
        var other = await kris.OpenAsync();

        await Refused.AsyncFor(Refusal.Rule, "Öppna den igen först", () => MoveAsync(of, other));
        var line = await kris.Journal.LineAsync(incident.Id, open);
        var origin = await new RelatedLines(kris.Source).OriginAsync(line);
        Refused.ForDuty("inte får läsa", () => LineCorrections.Move(
            line with { Fields = With(line, LineFields.Author, Actors.Tib.Id) },
            "hit", other.Id, "dit", "Fel.", Actors.Tib, origin));
        await MoveAsync(open, other);
        var copy = (await kris.Journal.LatestAsync(other.Id, long.MaxValue, 1))[0];
        Assert.Equal(ReadingRight.Stabsledningen, copy.State.Marking?.Circle);

        var (strike, moved) = LineCorrections.Move(line, "hit", other.Id, "dit", "Fel.", Actors.Stabschef, origin);
        await Refused.AsyncFor(
            Refusal.Stale, "hann före", () => kris.Journal.AppendAboutAsync(line, origin, [strike, moved]));
    }

    private static Dictionary<string, string> With(JournalLine line, string name, Guid value) =>
        new(line.Fields!, StringComparer.Ordinal) { [name] = value.ToString() };

    private Task<long> CorrectAsync(long number, string text) => WriteAsync(Corrections.Of(number, text));

    private async Task<(long Strike, long Copy)> MoveAsync(long number, Incident to)
    {
        var line = await kris.Journal.LineAsync(incident.Id, number);
        var origin = await new RelatedLines(kris.Source).OriginAsync(line);
        var (strike, copy) = LineCorrections.Move(line, "hit", to.Id, "dit", "Fel.", Actors.Stabschef, origin);
        var written = await kris.Journal.AppendAboutAsync(line, origin, [strike, copy]);
        return (written[0].Number, written[1].Number);
    }

    private Task<long> TaskAsync(string text, ShortForm form) =>
        WriteAsync(new() { Kind = LineKind.Uppgift, Text = text, Form = form });

    private async Task<long> WriteAsync(LineDraft draft) =>
        (await kris.Journal.AppendAsync(TestKris.Line(incident.Id, "", draft: draft))).Number;

    private async Task SayAsync(long number, Func<LineTask, NewLine> act) =>
        await kris.Journal.AppendAsync(act(await tasks.FindAsync(incident.Id, number, Chief)));

    private async Task MarkAsync(long number)
    {
        var line = await kris.Journal.LineAsync(incident.Id, number);
        var fields = LineActs.About(line, LineActs.Marked, "Raden märktes.", Actors.Stabschef);
        fields[LineFields.Circle] = ReadingRight.Stabsledningen;
        await kris.Journal.AppendAsync(NewLine.Of(incident.Id, Guid.NewGuid(), fields));
    }
}
