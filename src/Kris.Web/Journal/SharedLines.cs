using System.Collections.Concurrent;
using Kris.Domain.Journal;

namespace Kris.Web.Journal;

/// <summary>
/// One object for each line on this node, however many circuits show it: two hundred who follow an incident hold its
/// log once. A line that nobody shows any more is let go.
/// </summary>
public sealed class SharedLines
{
    private const int SweepEvery = 4096;

    // What is hidden from some is another line than the one that others read: they must never be taken for each other.
    private readonly ConcurrentDictionary<(Guid Stream, long Number, bool IsHidden), WeakReference<JournalLine>> known =
        new();
    private int added;

    public IReadOnlyList<JournalLine> Of(IEnumerable<JournalLine> lines) => [.. lines.Select(Of)];

    /// <summary>The line that is known already, when it says the same; else this one, from now on.</summary>
    public JournalLine Of(JournalLine line)
    {
        var held = known.GetOrAdd((line.Stream, line.Number, line.IsHidden), _ => Added(line));
        if (held.TryGetTarget(out var shared) && IsSame(shared, line))
            return shared;

        held.SetTarget(line);
        return line;
    }

    // A line never changes but for what later lines say of it, and for its content being erased.
    private static bool IsSame(JournalLine one, JournalLine other) =>
        one.State == other.State && one.IsErased == other.IsErased;

    private WeakReference<JournalLine> Added(JournalLine line)
    {
        if (Interlocked.Increment(ref added) % SweepEvery == 0)
            Sweep();
        return new WeakReference<JournalLine>(line);
    }

    private void Sweep()
    {
        foreach (var entry in known)
        {
            if (!entry.Value.TryGetTarget(out _))
                known.TryRemove(entry);
        }
    }
}
