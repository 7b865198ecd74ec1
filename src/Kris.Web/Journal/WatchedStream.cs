using Kris.Data.Journal;
using Kris.Domain.Journal;

namespace Kris.Web.Journal;

/// <summary>A stream that somebody watches: one loader, however many the watchers and the wake-ups.</summary>
internal sealed class WatchedStream(Guid id, JournalStore journal, ILogger log)
{
    private readonly Lock gate = new();
    private readonly List<Watcher> watchers = [];
    private bool isClosed;
    private bool isLoading;
    private bool isWokenAgain;

    public Guid Id => id;

    /// <summary>The last number that every watcher has been given.</summary>
    public long LastNumber { get; private set; }

    public Watcher? TryAdd(long after, Action<IReadOnlyList<JournalLine>> onLines)
    {
        lock (gate)
        {
            if (isClosed)
                return null;

            var watcher = new Watcher(onLines) { Last = after };
            watchers.Add(watcher);
            LastNumber = watchers.Min(each => each.Last);
            return watcher;
        }
    }

    /// <returns>Whether nobody watches any more.</returns>
    public bool Remove(Watcher watcher)
    {
        lock (gate)
        {
            watchers.Remove(watcher);
            return isClosed = watchers.Count == 0;
        }
    }

    public void Wake()
    {
        lock (gate)
        {
            isWokenAgain = true;
            if (isLoading)
                return;
            isLoading = true;
        }

        _ = Task.Run(LoadAsync);
    }

    private async Task LoadAsync()
    {
        while (GoesOn())
        {
            try
            {
                IReadOnlyList<JournalLine> lines;
                do
                {
                    lines = await journal.LinesAsync(id, LastNumber, JournalStore.MaxLimit);
                    Give(lines);
                }
                while (lines.Count == JournalStore.MaxLimit);
            }
            catch (Exception failed)
            {
                // Whatever it was, those who watch are not left for good.
                // The poll comes back to it within a second.
                log.LogWarning("New lines could not be loaded: {Reason}", failed.Message);
            }
        }
    }

    private bool GoesOn()
    {
        lock (gate)
        {
            isLoading = isWokenAgain;
            isWokenAgain = false;
            return isLoading;
        }
    }

    private void Give(IReadOnlyList<JournalLine> lines)
    {
        if (lines.Count == 0)
            return;

        // Rendering is what takes time, and a watcher may leave meanwhile: it is done on all cores, outside the lock.
        Parallel.ForEach(Take(lines), given => Quietly.Run(() => given.Watcher.OnLines(given.Lines), log));
    }

    private List<(Watcher Watcher, IReadOnlyList<JournalLine> Lines)> Take(IReadOnlyList<JournalLine> lines)
    {
        var taken = new List<(Watcher Watcher, IReadOnlyList<JournalLine> Lines)>();
        lock (gate)
        {
            var (first, last) = (lines[0].Number, lines[^1].Number);
            // Who came while these were being read, and has not what stands before them, gets all of it next time.
            foreach (var watcher in watchers.Where(watcher => watcher.Last >= first - 1 && watcher.Last < last))
            {
                var hasNone = watcher.Last == first - 1;
                taken.Add((watcher, hasNone ? lines : [.. lines.Where(line => line.Number > watcher.Last)]));
                watcher.Last = last;
            }

            LastNumber = watchers.Count == 0 ? last : watchers.Min(each => each.Last);
        }

        return taken;
    }

    internal sealed class Watcher(Action<IReadOnlyList<JournalLine>> onLines)
    {
        public Action<IReadOnlyList<JournalLine>> OnLines => onLines;

        public long Last { get; set; }
    }
}
