using Kris.Data.Journal;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Domain.Tasks;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Journal;
using Kris.Tests.Server;

namespace Kris.Tests.Secrecy;

/// <summary>What tells of a line is closed by its own marking and by that of the line, each for itself.</summary>
[Collection(LogServerCollection.Name)]
public sealed class FollowedMarkingTests(TestServer server) : IAsyncLifetime
{
    private const int Made = 2;

    private static readonly Actor Writer = Actors.In(Duty.Kommunikator);

    private TestKris kris = null!;
    private Incident incident = null!;

    public async Task InitializeAsync()
    {
        kris = await TestKris.NewAsync(server);
        incident = await kris.OpenAsync();
        var draft = new LineDraft { Kind = LineKind.Uppgift, Text = "Hämta en person." };
        await kris.Journal.AppendAsync(TestKris.Line(incident.Id, "", draft: draft));
    }

    public async Task DisposeAsync() => await kris.DisposeAsync();

    [Fact]
    public async Task Whoever_marks_an_open_task_reads_nothing_more_of_its_secret_correction()
    {
        var done = await DoneAsync();
        Assert.False(await ReadsAsync(Writer, done));

        await MarkAsync(Made, ReadingRight.Namngivna, Writer, Writer.Id);

        Assert.True(await ReadsAsync(Writer, Made));
        Assert.False(await ReadsAsync(Writer, done));
        Assert.False(await IsLetInAsync(Writer, done));
        Assert.True(await IsLetInAsync(Actors.Stabschef, done));
        await IsRebuiltAsync();
    }

    [Fact]
    public async Task A_marking_of_the_task_that_is_lifted_opens_nothing_of_its_secret_correction()
    {
        var done = await DoneAsync();
        await MarkAsync(Made, ReadingRight.Staben, Actors.Stabschef);
        Assert.False(await ReadsAsync(Actors.Tib, done));

        await kris.Journal.AppendAsync(LineMarkings.Unmark(await LineAsync(Made), "Känt.", Actors.Stabschef));

        Assert.False(await ReadsAsync(Actors.Tib, done));
        Assert.True(await ReadsAsync(Actors.Tib, Made));
        await IsRebuiltAsync();
    }

    [Fact]
    public async Task What_is_told_of_a_marked_line_for_no_other_reason_is_opened_with_it()
    {
        await MarkAsync(Made, ReadingRight.Stabsledningen, Actors.Stabschef);
        var told = await kris.Journal.AppendAsync(
            LineActs.Release(await LineAsync(Made), "polisen", Actors.Stabschef));
        Assert.False(await ReadsAsync(Actors.Tib, told.Number));

        await kris.Journal.AppendAsync(LineMarkings.Unmark(await LineAsync(Made), "Känt.", Actors.Stabschef));

        Assert.True(await ReadsAsync(Actors.Tib, told.Number));
        await IsRebuiltAsync();
    }

    [Fact]
    public void Words_of_several_marked_lines_are_for_those_who_read_all_of_them()
    {
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        var staff = new LineMarking(1, ReadingRight.Staben, $"{one} {other}") { Lagrum = "osl-18-13" };
        var lead = new LineMarking(2, ReadingRight.Stabsledningen, $"{other}") { Lagrum = "osl-26-1" };

        var common = CommonMarking.Of([staff, null, lead])!;

        Assert.Equal(
            (ReadingRight.Stabsledningen, $"{other}", "osl-26-1"), (common.Circle, common.Readers, common.Lagrum));
        Assert.Equal(common, CommonMarking.Of([staff with { And = lead }]));
        Assert.Null(CommonMarking.Of([null, null]));
        Assert.Equal(staff, CommonMarking.Of([staff, staff with { By = 9 }]));
        Refused.ForRule("ingen av dem fått läsa", () => CommonMarking.Of(
            [new(1, ReadingRight.Namngivna, $"{one}"), new(2, ReadingRight.Namngivna, $"{other}")]));
    }

    // The wording that holds is marked for fewer than the task is, and how it went may repeat it.
    private async Task<long> DoneAsync()
    {
        var corrected = await kris.Journal.AppendAsync(
            TestKris.Line(incident.Id, "", draft: Corrections.Of(Made, "Hämta Anna på Storgatan.")));
        await MarkAsync(corrected.Number, ReadingRight.Stabsledningen, Actors.Stabschef);
        var task = await new TaskLines(kris.Source).FindAsync(incident.Id, Made, ReadingRight.Of(Actors.Stabschef));
        return (await kris.Journal.AppendAsync(TaskActs.Finish(task, "Anna är hämtad.", Actors.Stabschef))).Number;
    }

    private async Task MarkAsync(long number, string circle, Actor by, params Guid[] readers)
    {
        var draft = new MarkingDraft
        {
            Basis = new LegalBasis("osl-26-1", "OSL 26:1", "socialtjänst", default, null),
            Reason = "Visar en enskild.",
            Circle = circle,
            Readers = readers,
        };
        await kris.Journal.AppendAsync(LineMarkings.Mark(await LineAsync(number), draft, by));
    }

    private async Task<bool> ReadsAsync(Actor who, long number) =>
        ReadingRight.Of(who).Reads((await LineAsync(number)).State.Marking);

    // As the database is asked: a line of the system is left out where it can be read, and stands where it is hidden.
    private async Task<bool> IsLetInAsync(Actor who, long number) => await new JournalWalk(kris.Source)
        .CountAsync(incident.Id, new LogCut(number, number, WithSystem: false), ReadingRight.Of(who)) == 0;

    private Task<JournalLine> LineAsync(long number) => kris.Journal.LineAsync(incident.Id, number);

    private async Task IsRebuiltAsync()
    {
        var before = (await kris.Journal.LinesAsync(incident.Id, 0, 500)).Select(line => line.State).ToList();
        await Ask.ValueAsync<long>(kris.App, "SELECT journal_rebuild()");
        Assert.Equal(before, (await kris.Journal.LinesAsync(incident.Id, 0, 500)).Select(line => line.State));
    }
}
