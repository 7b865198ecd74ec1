using Kris.Data.Journal;
using Kris.Domain.Journal;
using Kris.Domain.Tasks;

namespace Kris.Web.Tasks;

/// <summary>
/// The tasks that should have been done by now, for Läge: asked for once in a while for all who look, and shown to each
/// as far as that person may read.
/// </summary>
public sealed class OverdueTasks(TaskLines tasks, TimeProvider clock) : IDisposable
{
    public const int MaxShown = 100;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private static readonly ReadingRight Everything = new(All: true, [], Named: null);

    private readonly SemaphoreSlim loading = new(1, 1);
    private IReadOnlyList<LineTask> held = [];
    private DateTimeOffset at = DateTimeOffset.MinValue;

    public void Dispose() => loading.Dispose();

    public async Task<IReadOnlyList<LineTask>> OfAsync(ReadingRight right)
    {
        await loading.WaitAsync();
        try
        {
            var now = clock.GetUtcNow();
            if (now - at >= Fresh)
            {
                held = await tasks.ListAsync(new TaskFilter(OverdueAt: now), Everything, MaxShown);
                at = now;
            }

            return [.. held.Where(task => right.Reads(task.Line.State.Marking)
                && right.Reads(task.Corrected?.State.Marking))];
        }
        finally
        {
            loading.Release();
        }
    }
}
