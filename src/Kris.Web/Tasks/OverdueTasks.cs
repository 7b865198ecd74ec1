using Kris.Data.Journal;
using Kris.Domain.Journal;
using Kris.Domain.Tasks;
using Kris.Web.Hosting;

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

    private readonly InTurn loading = new();
    private readonly TaskLines tasks;
    private readonly JournalSignal signal;
    private readonly TimeProvider clock;
    private IReadOnlyList<LineTask> held = [];
    private bool hasMore;
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

    /// <summary>
    /// Of the incidents that go on: a task of one that is closed hurries nobody, however many there are.
    /// </summary>
    public Task<(IReadOnlyList<LineTask> Tasks, bool HasMore)> OfAsync(ReadingRight right) =>
        loading.AskAsync<(IReadOnlyList<LineTask>, bool)>(async () =>
        {
            var now = clock.GetUtcNow();
            if (now.UtcTicks >= Interlocked.Read(ref heldUntil))
            {
                Interlocked.Exchange(ref heldUntil, (now + Fresh).UtcTicks);
                var filter = new TaskFilter(IsOpen: true, OverdueAt: now, GoesOn: true);
                var found = await tasks.ListAsync(filter, Everything, MaxShown + 1);
                (held, hasMore) = ([.. found.Take(MaxShown)], found.Count > MaxShown);
            }

            return ([.. held.Where(task => IsFor(task, right)).Select(task => As(task, right))], hasMore);
        });

    // That it is late stands in the line that says when, and is for those who may read that.
    private static bool IsFor(LineTask task, ReadingRight right) =>
        right.Reads(task.Line.State.Marking) && right.Reads(task.Changed?.State.Marking);

    // Whoever may not read the correction is told of the task by what it struck.
    private static LineTask As(LineTask task, ReadingRight right) =>
        right.Reads(task.Corrected?.State.Marking) ? task : task with { Corrected = null };

    // A line may be a marking: what is held may then be more than somebody may see.
    private void Forget(Guid stream) => Interlocked.Exchange(ref heldUntil, 0);
}
