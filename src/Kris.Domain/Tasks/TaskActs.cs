using System.Globalization;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;

namespace Kris.Domain.Tasks;

/// <summary>What a task is to be from now on: all of it, and not what differs.</summary>
public sealed record TaskTerms(string? Assignee, DateTimeOffset? Due, string? Horizon, bool IsLifeDanger)
{
    public static TaskTerms Of(LineTask task) => new(task.Assignee, task.Due, task.Horizon, task.IsLifeDanger);
}

/// <summary>What is done about a task. Each is a line in the incident's log.</summary>
public static class TaskActs
{
    public const int NoteMaxLength = 1_000;

    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm");

    /// <summary>Whether the duty has anything to do with tasks: asked before the task is looked for.</summary>
    public static void UnlessMay(Actor by) =>
        Refuse.UnlessDuty(by.MayFully(Act.WriteLine), $"Du kan inte ändra uppgifter som {by.Duty.Swedish()}.");

    /// <param name="outcome">How it went; nothing is a good answer.</param>
    /// <exception cref="RefusedException">Not by this duty, or done already.</exception>
    public static NewLine Finish(LineTask task, string? outcome, Actor by)
    {
        UnlessMay(by);
        Refuse.If(!task.IsOpen, $"Uppgiften är redan {Ended(task)}, enligt {task.DoneBy}.");
        var note = Refuse.UnlessStorable(outcome, NoteMaxLength);
        var text = $"Uppgiften på rad {task.NumberText} är klar{(note is null ? "." : $": {note}")}";
        var fields = About(task, LineActs.TaskDone, text, by);
        if (note is not null)
            fields[LineFields.Outcome] = note;
        return NewLine.Of(task.Stream, Guid.CreateVersion7(), fields);
    }

    /// <summary>A task that was a mistake, or has been overtaken: it is over, and nobody has carried it out.</summary>
    /// <exception cref="RefusedException">Not by this duty, over already, or without a reason.</exception>
    public static NewLine Withdraw(LineTask task, string? reason, Actor by)
    {
        UnlessMay(by);
        Refuse.If(!task.IsOpen, $"Uppgiften är redan {Ended(task)}, enligt {task.DoneBy}.");
        var why = Refuse.UnlessText(reason, NoteMaxLength, "Skriv varför uppgiften inte längre är aktuell.");
        var text = $"Uppgiften på rad {task.NumberText} är inte längre aktuell: {why}";
        var fields = About(task, LineActs.TaskDone, text, by);
        fields[LineFields.Outcome] = why;
        fields[LineFields.Withdrawn] = "true";
        return NewLine.Of(task.Stream, Guid.CreateVersion7(), fields);
    }

    /// <exception cref="RefusedException">Not by this duty, not done, or without a reason.</exception>
    public static NewLine Reopen(LineTask task, string? reason, Actor by)
    {
        UnlessMay(by);
        Refuse.If(task.IsOpen, "Uppgiften är inte klar, så den behöver inte öppnas igen.");
        var why = Refuse.UnlessText(reason, NoteMaxLength, "Skriv varför uppgiften öppnas igen.");
        var text = $"Uppgiften på rad {task.NumberText} öppnades igen: {why}";
        return NewLine.Of(task.Stream, Guid.CreateVersion7(), About(task, LineActs.TaskReopened, text, by));
    }

    /// <summary>A change says all of the terms, and so would undo what the one who makes it has not seen.</summary>
    /// <param name="changedBy">The line that had changed it last as it was seen, 0 where none had; null: any.</param>
    /// <exception cref="RefusedException">Somebody has changed it since then, who is named.</exception>
    public static void UnlessSeen(LineTask task, long? changedBy)
    {
        if (changedBy is { } seen && seen != (task.ChangedBy ?? 0))
            throw new RefusedException(Overtaken(task), Refusal.Stale);
    }

    /// <summary>Who has changed the task last, and, where that is open to all, to what.</summary>
    public static string Overtaken(LineTask task)
    {
        var who = task.Changed?.Field(LineFields.AuthorName) ?? "Någon annan";
        var said = task.Changed is { State.Marking: null, IsHidden: false } open ? $": ”{open.Text}”" : ".";
        return $"{who} har ändrat uppgiften under tiden, på rad {task.ChangedBy}{said}";
    }

    /// <exception cref="RefusedException">Not by this duty, done, without a reason, or with no change.</exception>
    public static NewLine Change(LineTask task, TaskTerms to, string? reason, Actor by, DateTimeOffset now)
    {
        UnlessMay(by);
        Refuse.If(!task.IsOpen, $"Uppgiften är {Ended(task)}, enligt {task.DoneBy}. Öppna den igen först.");
        Refuse.UnlessDuty(
            task.Changed is not { IsHidden: true }, "Uppgiften är ändrad i en rad som du inte får läsa.");
        ShortForm.UnlessHorizon(to.Horizon);
        var next = new TaskTerms(
            Refuse.UnlessStorable(to.Assignee, LineDraft.PartyMaxLength), to.Due, to.Horizon, to.IsLifeDanger);
        var due = ShortForm.Deadline(to.Due, now);
        var words = string.Join(", ", Words(TaskTerms.Of(task), next));
        Refuse.If(words.Length == 0, "Inget har ändrats. Ändra något, eller avbryt.");
        var why = Refuse.UnlessText(reason, NoteMaxLength, "Skriv varför uppgiften ändras.");

        var text = $"Uppgiften på rad {task.NumberText} ändrades: {words}. {why}";
        var fields = About(task, LineActs.TaskChanged, text, by);
        Put(fields, LineFields.Assignee, next.Assignee);
        Put(fields, LineFields.Due, due);
        Put(fields, LineFields.Horizon, next.Horizon);
        Put(fields, LineFields.LifeDanger, next.IsLifeDanger ? "true" : null);
        return NewLine.Of(task.Stream, Guid.CreateVersion7(), fields);
    }

    private static string Ended(LineTask task) => task.IsWithdrawn ? "inte längre aktuell" : "klar";

    // What counts is the last correction, and it can be marked where the task is not.
    private static Dictionary<string, string> About(LineTask task, string act, string text, Actor by)
    {
        LineErasure.UnlessSettled(task.Line);
        var fields = LineActs.About(task.Line, act, text, by);
        var marked = new[] { task.Corrected, task.Changed }.OfType<JournalLine>()
            .Where(line => line.State.Marking is not null).ToList();
        if (marked.Count == 0)
            return fields;

        // The marking of the task's own line is followed, whatever becomes of it. That of the others is kept beside it.
        var common = CommonMarking.Of(marked.Select(line => line.State.Marking));
        MarkingDraft.Keep(fields, common, $"Handlar om rad {task.NumberText}, som har en markerad rad.", by.Id);
        fields[LineFields.MarkingOf] = string.Join(' ', marked.Select(line => LineActs.Number(line.Number)));
        return fields;
    }

    private static IEnumerable<string> Words(TaskTerms before, TaskTerms now)
    {
        if (now.Assignee != before.Assignee)
            yield return now.Assignee is { } name ? $"utförs av {name}" : "har ingen utförare";
        if (now.Due != before.Due)
            yield return now.Due is { } at ? $"klart senast {At(at)}" : "har ingen tid";
        if (now.Horizon != before.Horizon)
            yield return now.Horizon is { } code ? LineCodes.Horizons[code] : "har ingen horisont";
        if (now.IsLifeDanger != before.IsLifeDanger)
            yield return now.IsLifeDanger ? "fara för liv" : "inte längre fara för liv";
    }

    private static string At(DateTimeOffset at) =>
        TimeZoneInfo.ConvertTime(at, Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static void Put(Dictionary<string, string> fields, string name, string? value)
    {
        if (value is not null)
            fields[name] = value;
    }
}
