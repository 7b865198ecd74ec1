using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Domain.Tasks;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Web.Incidents;
using Kris.Web.Tasks;

namespace Kris.Tests.Tasks;

public sealed class OverdueTasksTests
{
    [Fact]
    public void What_is_closed_hurries_nobody_and_an_exercise_stands_after_all_that_is_real()
    {
        var (closed, exercise, real) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        ActiveIncident[] active = [Active(exercise, isExercise: true), Active(real, isExercise: false)];
        LineTask[] tasks = [Task(closed, 1), Task(exercise, 2), Task(real, 3), Task(exercise, 4), Task(real, 5)];

        var shown = OverdueTasks.GoingOn(tasks, active);

        Assert.Equal([3L, 5, 2, 4], shown.Select(task => task.Number));
    }

    private static ActiveIncident Active(Guid id, bool isExercise) => new(
        id,
        Number: 1,
        Title: "Vattenläcka",
        IncidentLevel.Storning,
        IsLifeDanger: false,
        isExercise,
        Given.Now,
        Given.Now,
        LedBy: null,
        new EquatableList([]),
        SuggestsCentralSupport: false,
        HasOpenProposal: false,
        AsksForCentralSupport: false);

    private static LineTask Task(Guid stream, long number)
    {
        var fields = LineFields.Of(LineKind.Uppgift, "Kör ut vatten.", Actors.Stabschef, occurredAt: null);
        var line = new JournalLine(stream, number, Guid.NewGuid(), Given.Now, [], fields, LineState.Untouched);
        return new LineTask(line, Corrected: null, Changed: null, Done: null);
    }
}
