using Kris.Domain.Tasks;
using Kris.Web.Journal;

namespace Kris.Web.Tasks;

/// <summary>How a task went; it is over from here on.</summary>
public sealed record FinishTaskRequest : AboutLineRequest
{
    public string? Outcome { get; init; }

    /// <summary>It was a mistake, or has been overtaken, and nobody has carried it out. The outcome says why.</summary>
    public bool? Withdrawn { get; init; }
}

public sealed record ReopenTaskRequest : AboutLineRequest
{
    public required string Reason { get; init; }
}

/// <summary>What the task is to be from now on: all of it. What is left out is no longer so.</summary>
public sealed record ChangeTaskRequest : AboutLineRequest
{
    public string? Assignee { get; init; }

    public DateTimeOffset? Due { get; init; }

    public string? Horizon { get; init; }

    public bool? LifeDanger { get; init; }

    public required string Reason { get; init; }

    /// <summary>
    /// The line that had last changed the task as the caller saw it, 0 where none had: where another has since, nothing
    /// is changed. Left out, the task is changed from what it is.
    /// </summary>
    public long? ChangedBy { get; init; }

    public TaskTerms Terms() => new(Assignee, Due, Horizon, LifeDanger is true);
}

/// <summary>A task as it stands now, whatever line said so.</summary>
/// <param name="Number">Of the line that made it, in its incident.</param>
/// <param name="Text">Left out where the line is marked as secret: reading the line by itself gives it.</param>
/// <param name="Collapsed">
/// Who is to do it, when and by what horizon are left out, because the line that says so is marked as secret.
/// </param>
/// <param name="LifeDanger">
/// Left out, as is <c>overdue</c>, where the caller may not read the line that says so.
/// </param>
/// <param name="Pending">Written in a duty that was gone when the line arrived, and not accepted yet.</param>
/// <param name="DoneBy">The name of whoever said that it is done.</param>
/// <param name="Withdrawn">Over without having been carried out; the outcome says why.</param>
/// <param name="StruckBy">The number of the line that corrects the text, which the caller may not read.</param>
/// <param name="ChangedBy">The number of the line that last gave it other terms.</param>
public sealed record TaskReply(
    Guid Incident,
    long Number,
    string? Text,
    string? Assignee,
    DateTimeOffset? Due,
    string? Horizon,
    bool Collapsed,
    bool? LifeDanger,
    bool? Overdue,
    bool Done,
    DateTimeOffset? DoneAt,
    string? DoneBy,
    string? Outcome,
    bool? Withdrawn,
    bool Pending,
    long? StruckBy,
    long? ChangedBy)
{
    public static TaskReply Of(LineTask task, DateTimeOffset now) => new(
        task.Stream,
        task.Number,
        task.IsCollapsed ? null : task.Text,
        task.Assignee,
        task.Due,
        task.Horizon,
        task.AreTermsCollapsed || task.AreTermsHidden,
        task.AreTermsHidden ? null : task.IsLifeDanger,
        task.AreTermsHidden ? null : task.IsOverdue(now),
        !task.IsOpen,
        task.DoneAt,
        task.DoneBy,
        task.Outcome,
        task.IsWithdrawn ? true : null,
        task.IsPending,
        task.IsStruck ? task.Said.State.StruckBy : null,
        task.ChangedBy);
}

/// <summary>Tasks, life-saving first and then the soonest.</summary>
/// <param name="More">Whether there are more than were asked for.</param>
/// <param name="Marked">
/// How many may belong here besides: whose they are, or their horizon, stands in a line that is marked as secret. They
/// are among those that are given without <c>mine</c> and <c>horizon</c>.
/// </param>
public sealed record TaskList(IReadOnlyList<TaskReply> Tasks, bool More, long Marked);
