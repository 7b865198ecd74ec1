using System.Globalization;
using Kris.Domain.Journal;

namespace Kris.Domain.Tasks;

/// <summary>
/// A task that a line made, as later lines have left it. The line itself never changes: what was corrected, given to
/// another or done stands in lines of its own, and here they are laid together.
/// </summary>
/// <param name="Line">The line that made it; its number is the task's.</param>
/// <param name="Corrected">The correction that stands, where the text was corrected.</param>
/// <param name="Changed">The last line that gave it another assignee, deadline or horizon.</param>
/// <param name="Done">The line by which it is done; none while it is open.</param>
public sealed record LineTask(JournalLine Line, JournalLine? Corrected, JournalLine? Changed, JournalLine? Done)
{
    public Guid Stream => Line.Stream;

    public long Number => Line.Number;

    public string Text => (Corrected ?? Line).Text;

    public string? Assignee => Terms.Field(LineFields.Assignee);

    public DateTimeOffset? Due => IsoTime.TryParse(Terms.Field(LineFields.Due), out var at) ? at : null;

    public string? Horizon => Terms.Field(LineFields.Horizon);

    public bool IsLifeDanger => Terms.Field(LineFields.LifeDanger) is "true";

    public bool IsOpen => Done is null;

    public DateTimeOffset? DoneAt => Done?.RecordedAt;

    public string? DoneBy => Done?.Field(LineFields.AuthorName);

    /// <summary>How it went, where that was written.</summary>
    public string? Outcome => Done?.Field(LineFields.Outcome);

    // A line that changes the terms states all of them, so that what it leaves out is no longer so.
    private JournalLine Terms => Changed ?? Line;

    public bool IsOverdue(DateTimeOffset now) => IsOpen && Due < now;

    /// <summary>Whether a line makes a task: one of that kind, or a measure with a deadline.</summary>
    public static bool IsMadeBy(JournalLine line) =>
        line.Kind is LineKind.Uppgift || (line.Kind is LineKind.Atgard && line.Field(LineFields.Due) is not null);

    /// <summary>Marked as secret, and held without what it says: opening the line in the log is the reading.</summary>
    public bool IsCollapsed => (Corrected ?? Line).IsCollapsed;

    /// <summary>Written in a duty that was gone when it arrived, and not accepted yet.</summary>
    public bool IsPending => (Corrected ?? Line).IsPending;

    /// <summary>As a list shows it to whoever may read it.</summary>
    public LineTask Collapsed() =>
        new(Line.Collapsed(), Corrected?.Collapsed(), Changed?.Collapsed(), Done?.Collapsed());

    internal string NumberText => Number.ToString(CultureInfo.InvariantCulture);
}
