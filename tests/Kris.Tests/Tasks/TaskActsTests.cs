using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Domain.Tasks;
using Kris.Tests.Accounts;

namespace Kris.Tests.Tasks;

public sealed class TaskActsTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 15, 0, TimeSpan.Zero);

    public static TheoryData<Duty> WhoMayNot() =>
        [Duty.KlnOrdforande, Duty.KlnVice, Duty.KlnLedamot, Duty.Registrator, Duty.Administrator, Duty.Lasare];

    [Theory]
    [MemberData(nameof(WhoMayNot))]
    public void Who_does_not_write_in_the_log_does_nothing_about_its_tasks(Duty duty)
    {
        var by = Actors.In(duty);

        Refused.ForDuty("kan inte ändra uppgifter", () => TaskActs.Finish(Task(), null, by));
        Refused.ForDuty("kan inte ändra uppgifter", () => TaskActs.Reopen(Done(), "Läcker igen.", by));
        Refused.ForDuty("kan inte ändra uppgifter", () => TaskActs.Change(Task(), Other, "Sjuk.", by, Now));
    }

    [Fact]
    public void A_task_is_done_once_and_may_say_how_it_went()
    {
        var plain = TaskActs.Finish(Task(), " ", Actors.Tib).Fields;
        var told = TaskActs.Finish(Task(), "Tre tankar utställda.", Actors.Tib).Fields;

        Assert.Equal(("task-done", "4", "system"), (plain["act"], plain["about"], plain["kind"]));
        Assert.Equal("Uppgiften på rad 4 är klar.", plain["text"]);
        Assert.Equal("Uppgiften på rad 4 är klar: Tre tankar utställda.", told["text"]);
        Assert.Equal("Tre tankar utställda.", told["outcome"]);
        Refused.ForRule("redan klar, enligt En TiB", () => TaskActs.Finish(Done(), null, Actors.Tib));
        Refused.ForRule("för lång", () => TaskActs.Finish(Task(), new string('a', 1_001), Actors.Tib));
    }

    [Fact]
    public void A_task_that_was_a_mistake_is_over_with_a_reason_and_is_not_said_to_be_done()
    {
        var line = TaskActs.Withdraw(Task(), "Skrevs två gånger.", Actors.Tib);
        var over = Task() with { Done = Later(line, 9) };

        Assert.Equal(("task-done", "true"), (line.Fields["act"], line.Fields["withdrawn"]));
        Assert.Equal("Uppgiften på rad 4 är inte längre aktuell: Skrevs två gånger.", line.Fields["text"]);
        Assert.Equal((false, true, "Skrevs två gånger."), (over.IsOpen, over.IsWithdrawn, over.Outcome));
        Assert.True(over.Collapsed().IsWithdrawn);
        Assert.False(Done().IsWithdrawn);
        Refused.ForRule("Skriv varför uppgiften", () => TaskActs.Withdraw(Task(), " ", Actors.Tib));
        Refused.ForRule("redan klar", () => TaskActs.Withdraw(Done(), "Skrevs två gånger.", Actors.Tib));
        Refused.ForRule("redan inte längre aktuell", () => TaskActs.Finish(over, null, Actors.Tib));
    }

    [Fact]
    public void A_task_that_was_done_is_opened_again_with_a_reason()
    {
        var fields = TaskActs.Reopen(Done(), "Tanken är tom.", Actors.Tib).Fields;

        Assert.Equal(("task-reopened", "4"), (fields["act"], fields["about"]));
        Assert.Equal("Uppgiften på rad 4 öppnades igen: Tanken är tom.", fields["text"]);
        Refused.ForRule("Skriv varför", () => TaskActs.Reopen(Done(), " ", Actors.Tib));
        Refused.ForRule("inte klar", () => TaskActs.Reopen(Task(), "Tanken är tom.", Actors.Tib));
    }

    [Fact]
    public void A_change_states_everything_that_is_so_from_then_on()
    {
        var fields = TaskActs.Change(Task(), Other, "Avlösning.", Actors.Tib, Now).Fields;

        Assert.Equal(("task-changed", "4"), (fields["act"], fields["about"]));
        Assert.Equal(("Bo Ek", "2026-11-22T07:15:00.000000Z"), (fields["assignee"], fields["due"]));
        Assert.Equal("true", fields["lifeDanger"]);
        Assert.DoesNotContain("horizon", fields.Keys);
        Assert.Equal(
            "Uppgiften på rad 4 ändrades: utförs av Bo Ek, klart senast 2026-11-22 08:15, har ingen horisont, fara för "
            + "liv. Avlösning.",
            fields["text"]);
    }

    [Fact]
    public void A_change_changes_something_of_what_is_open_and_says_why()
    {
        var same = TaskTerms.Of(Task());

        Refused.ForRule("Inget har ändrats", () => TaskActs.Change(Task(), same, "Sjuk.", Actors.Tib, Now));
        Refused.ForRule("Skriv varför", () => TaskActs.Change(Task(), Other, null, Actors.Tib, Now));
        Refused.ForRule("Öppna den igen först", () => TaskActs.Change(Done(), Other, "Sjuk.", Actors.Tib, Now));
        Refused.ForRule(
            "Horisonten finns inte",
            () => TaskActs.Change(Task(), Other with { Horizon = "evig" }, "Sjuk.", Actors.Tib, Now));
        Refused.ForRule(
            "mer än tio år", () => TaskActs.Change(
                Task(), Other with { Due = Now.AddYears(20) }, "Sjuk.", Actors.Tib, Now));
    }

    [Fact]
    public void A_change_of_what_somebody_else_has_changed_meanwhile_is_refused_by_who_and_to_what()
    {
        var changed = Later(TaskActs.Change(Task(), Other, "Avlösning.", Actors.Stabschef, Now), 7);
        var line = Task().Line with { State = LineState.Untouched with { ChangedBy = 7 } };
        var (task, secret) = (Task() with { Line = line, Changed = changed }, new LineMarking(8, "staben", ""));
        var marked = task with { Changed = changed with { State = LineState.Untouched with { Own = secret } } };

        TaskActs.UnlessSeen(task, changedBy: 7);
        TaskActs.UnlessSeen(task, changedBy: null);
        TaskActs.UnlessSeen(Task(), changedBy: 0);
        var refusal = Assert.Throws<RefusedException>(() => TaskActs.UnlessSeen(task, changedBy: 0));
        Assert.Equal(Refusal.Stale, refusal.Kind);
        Assert.Contains($"{Actors.Stabschef.Name} har ändrat uppgiften under tiden, på rad 7", refusal.Message);
        Assert.Contains("utförs av Bo Ek", refusal.Message);
        Assert.DoesNotContain("Bo Ek", TaskActs.Overtaken(marked));
    }

    [Fact]
    public void What_later_lines_say_of_a_task_is_what_holds()
    {
        var changed = Later(TaskActs.Change(Task(), Other with { Due = null }, "Avlösning.", Actors.Tib, Now), 7);
        var corrected = Line(LineKind.Rattelse, "Kör ut vatten till Åby.", number: 6);

        var task = Task() with { Changed = changed, Corrected = corrected };

        Assert.Equal(("Kör ut vatten till Åby.", "Bo Ek", null), (task.Text, task.Assignee, task.Due));
        Assert.True(task.IsLifeDanger);
        Assert.False(task.IsOverdue(Now.AddYears(1)));
    }

    [Fact]
    public void A_task_is_overdue_when_its_time_has_passed_and_it_is_not_done()
    {
        Assert.False(Task().IsOverdue(Now));
        Assert.True(Task().IsOverdue(Now.AddHours(3)));
        Assert.False(Done().IsOverdue(Now.AddHours(3)));
    }

    [Fact]
    public void A_task_is_a_line_of_that_kind_or_a_measure_with_a_deadline()
    {
        Assert.True(LineTask.IsMadeBy(Line(LineKind.Uppgift, "Gör.")));
        Assert.True(LineTask.IsMadeBy(Line(LineKind.Atgard, "Gör.", due: Now)));
        Assert.False(LineTask.IsMadeBy(Line(LineKind.Atgard, "Gjort.")));
        Assert.False(LineTask.IsMadeBy(Line(LineKind.System, "Klar.", due: Now)));
    }

    private static TaskTerms Other { get; } = new("Bo Ek", Now.AddHours(4), Horizon: null, IsLifeDanger: true);

    private static LineTask Task()
    {
        var line = Line(LineKind.Uppgift, "Kör ut vatten.", due: Now.AddHours(2));
        var fields = new Dictionary<string, string>(line.Fields!) { ["assignee"] = "TiB", ["horizon"] = "kort" };
        return new LineTask(line with { Fields = fields }, Corrected: null, Changed: null, Done: null);
    }

    private static LineTask Done() => Task() with { Done = Later(TaskActs.Finish(Task(), null, Actors.Tib), 9) };

    private static JournalLine Later(NewLine line, long number) =>
        new(line.Stream, number, line.Key, Now, [], line.Fields, LineState.Untouched);

    private static JournalLine Line(LineKind kind, string text, DateTimeOffset? due = null, long number = 4)
    {
        var fields = LineFields.Of(kind, text, Actors.Tib, occurredAt: null);
        if (due is { } at)
            fields["due"] = IsoTime.Format(at);
        return new JournalLine(Guid.NewGuid(), number, Guid.NewGuid(), Now, [], fields, LineState.Untouched);
    }
}
