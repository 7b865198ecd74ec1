using Kris.Data.Journal;
using Kris.Domain.Journal;

namespace Kris.Web.Incidents;

/// <summary>
/// The lines of one log as one reader sees them. New ones wait until the reader lets them in; what a new line says of
/// an old one (struck, flagged) shows at once.
/// </summary>
/// <param name="right">
/// What of the marked lines this reader may read; the rest is held as number and time alone.
/// </param>
public sealed class LogView(ReadingRight right)
{
    public const int FirstLines = 200;
    public const int MoreLines = 200;

    private readonly SortedList<long, JournalLine> lines = [];
    private readonly SortedList<long, JournalLine> waiting = [];
    private readonly HashSet<long> stale = [];
    private Closings closings = Closings.None;

    public long LastNumber => waiting.Count > 0 ? waiting.Keys[^1] : lines.Count > 0 ? lines.Keys[^1] : 0;

    public long FirstNumber => lines.Count > 0 ? lines.Keys[0] : long.MaxValue;

    public bool HasEarlier => lines.Count > 0 && lines.Keys[0] > 1;

    /// <summary>How many lines that are shown to this reader wait behind the pill.</summary>
    public int Waiting { get; private set; }

    public JournalLine? Last => lines.Count > 0 ? lines.Values[^1] : null;

    /// <summary>Starts over with the lines given, and nothing else.</summary>
    /// <param name="known">When the incident was closed, read after the lines: it is not told by these alone.</param>
    public void Begin(IReadOnlyList<JournalLine> latest, Closings known)
    {
        closings = known;
        lines.Clear();
        waiting.Clear();
        Waiting = 0;
        Before(latest);
    }

    public void Before(IReadOnlyList<JournalLine> earlier)
    {
        foreach (var line in earlier)
            lines[line.Number] = right.Shown(line);
    }

    /// <returns>How many of them somebody else wrote.</returns>
    public int Take(IReadOnlyList<JournalLine> arrived, Guid me, bool withSystem)
    {
        var others = 0;
        foreach (var line in arrived.Where(line => !lines.ContainsKey(line.Number)))
        {
            if (LineStates.Subject(line) is { } subject)
                Touch(subject, line);
            closings = closings.After(line);
            waiting[line.Number] = right.Shown(line);
            if (line.Author == me)
                continue;
            others++;
            if (withSystem || !line.IsSystem)
                Waiting++;
        }

        // What one wrote oneself is shown where it stands, and so is what stands before it.
        if (waiting.Values.Any(line => line.Author == me))
            LetIn();
        return others;
    }

    public void LetIn()
    {
        foreach (var (number, line) in waiting)
            lines[number] = line;
        waiting.Clear();
        Waiting = 0;
    }

    /// <summary>
    /// The lines of which it was said who may read them: what was hidden here cannot be made up, and is read anew.
    /// </summary>
    public IReadOnlyList<long> TakeStale()
    {
        var numbers = stale.ToList();
        stale.Clear();
        return numbers;
    }

    /// <summary>A line as it stands now, where it is held already.</summary>
    public void Replace(JournalLine line)
    {
        if (lines.ContainsKey(line.Number))
            lines[line.Number] = right.Shown(line);
        if (waiting.ContainsKey(line.Number))
            waiting[line.Number] = right.Shown(line);
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<JournalLine> Rows(bool withSystem) =>
        [.. lines.Values.Reverse().Where(line => withSystem || !line.IsSystem || IsOfNote(line))];

    /// <summary>Written while the incident was closed.</summary>
    public bool IsAfterClose(JournalLine line) => closings.IsAfterClose(line);

    /// <summary>A level and a close belong to the story; a flag or a changed fact to its edge.</summary>
    public static bool IsOfNote(JournalLine line) => line.Field(LineFields.Act)
        is "level-raised" or "level-lowered" or "extraordinar-proposed" or "extraordinar-declined" or "closed"
        or "reopened" or "life-danger" or "life-danger-over" or "merged" or "merged-here" or "central-support-asked"
        or LineActs.Struck or LineActs.Released or LineActs.TaskDone or LineActs.TaskReopened or LineActs.TaskChanged;

    private void Touch(long number, JournalLine later)
    {
        var told = lines.GetValueOrDefault(number) ?? waiting.GetValueOrDefault(number);
        foreach (var held in new[] { lines, waiting })
        {
            if (LineStates.TakesBack(later))
                TouchAll(held, told, later);
            Touch(held, number, later);
            if (Closes(later))
                TouchTelling(held, number, later);
        }
    }

    private void Touch(SortedList<long, JournalLine> held, long number, JournalLine later)
    {
        if (Closes(later))
            stale.Add(number);
        if (held.TryGetValue(number, out var line) && !line.IsHidden)
            held[number] = right.Shown(line.After(later));
    }

    // Where the line is not held, nobody knows here which corrections are of the same: they are read anew.
    private void TouchAll(SortedList<long, JournalLine> held, JournalLine? told, JournalLine later)
    {
        if (told is null or { IsHidden: true })
        {
            stale.UnionWith(held.Values.Where(line => line.State.Origin is not null).Select(line => line.Number));
            return;
        }

        var first = LineStates.First(told);
        foreach (var line in held.Values.Where(line => !line.IsHidden && LineStates.First(line) == first).ToList())
            held[line.Number] = right.Shown(line.After(later, told));
    }

    // What tells of the line is closed and opened with it. What is hidden does not say what it is about.
    private void TouchTelling(SortedList<long, JournalLine> held, long number, JournalLine later)
    {
        foreach (var line in held.Values.Where(line => line.IsHidden || LineStates.IsAbout(line, number)).ToList())
        {
            stale.Add(line.Number);
            if (!line.IsHidden)
                held[line.Number] = right.Shown(line.After(later));
        }
    }

    private static bool Closes(JournalLine later) => later.Field(LineFields.Act)
        is LineActs.Marked or LineActs.Unmarked or LineActs.SpillProposed or LineActs.SpillDeclined or LineActs.Erased;
}
