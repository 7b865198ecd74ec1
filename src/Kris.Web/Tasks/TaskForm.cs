using Kris.Domain.Tasks;
using Kris.Web.Components;

namespace Kris.Web.Tasks;

/// <summary>The terms of a task as somebody types them.</summary>
public sealed class TaskForm
{
    public string? Assignee { get; set; }

    public string? Due { get; set; }

    public string? Horizon { get; set; }

    public bool IsLifeDanger { get; set; }

    public string? Reason { get; set; }

    public static TaskForm Of(LineTask task) => new()
    {
        Assignee = task.Assignee,
        Due = task.Due is { } due ? Swedish.DateAndClock(due) : null,
        Horizon = task.Horizon,
        IsLifeDanger = task.IsLifeDanger,
    };

    /// <summary>Takes up what has become of the task; what somebody has typed in the place of it stays.</summary>
    public void Take(TaskForm was, TaskForm now)
    {
        Assignee = Taken(Assignee, was.Assignee, now.Assignee);
        Due = Taken(Due, was.Due, now.Due);
        Horizon = Taken(Horizon, was.Horizon, now.Horizon);
        IsLifeDanger = IsLifeDanger == was.IsLifeDanger ? now.IsLifeDanger : IsLifeDanger;
    }

    private static string? Taken(string? typed, string? was, string? now) =>
        (typed ?? "").Trim() == (was ?? "") ? now ?? "" : typed;
}
