using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Domain.Tasks;
using Kris.Web.Api;

namespace Kris.Web.Tasks;

/// <summary>
/// What is done about a task is written while it stands as it was read: two who finish it at once do not both, and
/// nothing is changed of what is done meanwhile.
/// </summary>
public static class TaskWriting
{
    public static Task<Written> ActAsync(
        this JournalStore journal,
        TaskLines tasks,
        JournalLine line,
        Actor me,
        Func<LineTask, Task<NewLine>> act) =>
        ApiOnce.AgainAsync(async () =>
        {
            var task = await tasks.FindAsync(line.Stream, line.Number, ReadingRight.Of(me));
            return await journal.AppendAsync(task, await act(task));
        });

    /// <exception cref="RefusedException">Something was said of the task meanwhile.</exception>
    public static async Task<Written> AppendAsync(this JournalStore journal, LineTask task, NewLine line)
    {
        var terms = task.Changed is { IsHidden: false } changed ? changed : null;
        return (await journal.AppendAboutAsync(task.Said, new LineOrigin(task.Line, terms), [line]))[0];
    }
}
