using Kris.Data.Journal;
using Kris.Domain.Journal;
using Kris.Domain.Tasks;
using Kris.Web.Incidents;

namespace Kris.Web.Tasks;

/// <summary>
/// The tasks that should have been done by now, for Läge: asked for once in a while for all who look, and shown to each
/// as far as that person may read.
/// </summary>
public sealed class OverdueTasks : IDisposable
{
    public const int MaxShown = 100;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private static readonly ReadingRight Everything = new(All: true, [], Named: null);

    private readonly SemaphoreSlim loading = new(1, 1);
    private readonly TaskLines tasks;
    private readonly JournalSignal signal;
    private readonly TimeProvider clock;
    private IReadOnlyList<LineTask> held = [];
    private long heldUntil;

    public OverdueTasks(TaskLines tasks, JournalSignal signal, TimeProvider clock)
    {
        (this.tasks, this.signal, this.clock) = (tasks, signal, clock);
        signal.StreamGrew += Forget;
    }

    public void Dispose()
    {
        signal.StreamGrew -= Forget;
        loading.Dispose();
    }

    public async Task<IReadOnlyList<LineTask>> OfAsync(ReadingRight right)
    {
        await loading.WaitAsync();
        try
        {
            var now = clock.GetUtcNow();
            if (now.UtcTicks >= Interlocked.Read(ref heldUntil))
            {
                Interlocked.Exchange(ref heldUntil, (now + Fresh).UtcTicks);
                held = await tasks.ListAsync(new TaskFilter(OverdueAt: now), Everything, MaxShown);
            }

            return [.. held.Where(task => right.Reads(task.Line.State.Marking)
                && right.Reads(task.Corrected?.State.Marking))];
        }
        finally
        {
            loading.Release();
        }
    }

    /// <summary>Those of the incidents that go on. An exercise never stands before what is real.</summary>
    public static IReadOnlyList<LineTask> GoingOn(
        IEnumerable<LineTask> tasks, IReadOnlyCollection<ActiveIncident> active)
    {
        var exercises = active.ToDictionary(incident => incident.Id, incident => incident.IsExercise);
        return
        [
            .. tasks.Where(task => exercises.ContainsKey(task.Stream)).OrderBy(task => exercises[task.Stream]),
        ];
    }

    // A line may be a marking: what is held may then be more than somebody may see.
    private void Forget(Guid stream) => Interlocked.Exchange(ref heldUntil, 0);
}
