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

    /// <summary>Where the correction is erased nobody knows its words, and those that it struck are all there is.
    /// </summary>
    public string Text => Said.Text;

    /// <summary>The text is struck, and what came in its place is gone by decision.</summary>
    public bool IsCorrectionErased => Corrected is { IsErased: true };

    /// <summary>The text is struck by a correction that this reader may not read.</summary>
    public bool IsStruck => !IsCorrectionErased && Said.State.StruckBy is not null;

    /// <summary>The line whose words the task has.</summary>
    public JournalLine Said => IsCorrectionErased ? Line : Corrected ?? Line;

    public string? Assignee => Terms.Field(LineFields.Assignee);

    public DateTimeOffset? Due => IsoTime.TryParse(Terms.Field(LineFields.Due), out var at) ? at : null;

    public string? Horizon => Terms.Field(LineFields.Horizon);

    public bool IsLifeDanger => Held?.IsLifeDanger ?? Terms.Field(LineFields.LifeDanger) is "true";

    /// <summary>
    /// Who is to do it, when and by what horizon stand in a line that is marked: opening that in the log tells it.
    /// Whether it is late, and whether a life depends on it, is told to whoever may open it.
    /// </summary>
    public bool AreTermsCollapsed => Terms.IsCollapsed;

    /// <summary>The terms stand in a marked line that this reader may not open: nothing of them is told.</summary>
    public bool AreTermsHidden => Terms.IsHidden;

    public bool IsOpen => Done is null;

    public DateTimeOffset? DoneAt => Done?.RecordedAt;

    /// <summary>The number of the line that last gave it other terms.</summary>
    public long? ChangedBy => Line.State.ChangedBy;

    public string? DoneBy => Done?.Field(LineFields.AuthorName);

    /// <summary>How it went, where that was written.</summary>
    public string? Outcome => Done?.Field(LineFields.Outcome);

    /// <summary>Over without having been carried out, for the reason that stands as its outcome.</summary>
    public bool IsWithdrawn => Held?.IsWithdrawn ?? Done?.Field(LineFields.Withdrawn) is "true";

    // A line that changes the terms states all of them, so that what it leaves out is no longer so.
    private JournalLine Terms => Changed ?? Line;

    // What is told although it is collapsed.
    private (DateTimeOffset? Due, bool IsLifeDanger, bool IsWithdrawn)? Held { get; init; }

    public bool IsOverdue(DateTimeOffset now) => IsOpen && (Held is { } held ? held.Due : Due) < now;

    /// <summary>Whether a line makes a task: one of that kind, or a measure with a deadline.</summary>
    public static bool IsMadeBy(JournalLine line) =>
        line.Kind is LineKind.Uppgift || (line.Kind is LineKind.Atgard && line.Field(LineFields.Due) is not null);

    /// <summary>Marked as secret, and held without what it says: opening the line in the log is the reading.</summary>
    public bool IsCollapsed => Said.IsCollapsed;

    /// <summary>
    /// Written in a duty that was gone when it arrived, and not accepted yet: not in the wording that held either, if
    /// that is erased.
    /// </summary>
    public bool IsPending => Said.IsPending && Corrected?.State.AcceptedBy is null;

    /// <summary>As a list shows it to whoever may read it.</summary>
    public LineTask Collapsed() =>
        new(Line.Collapsed(), Corrected?.Collapsed(), Changed?.Collapsed(), Done?.Collapsed())
        {
            Held = (Due, IsLifeDanger, IsWithdrawn),
        };

    internal string NumberText => Number.ToString(CultureInfo.InvariantCulture);
}
