using System.Collections.Concurrent;
using Kris.Data.Journal;
using Kris.Domain.Journal;
using Kris.Web.Hosting;

namespace Kris.Web.Journal;

/// <summary>
/// Brings new lines to whoever watches a stream. This process' own appends wake it at once; a poll on
/// (stream, number) twice a second is the truth, because a line can come from another node or a wake-up be lost.
/// A line is loaded once and shared by all who watch.
/// </summary>
public sealed class LiveFeed(JournalStore journal, JournalSignal signal, ILogger<LiveFeed> log) : BackgroundWork
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<Guid, WatchedStream> watched = new();

    /// <param name="after">The last number that the watcher has.</param>
    /// <param name="onLines">Given the lines that follow, in order, each once. Must not throw and not wait.</param>
    public IDisposable Watch(Guid stream, long after, Action<IReadOnlyList<JournalLine>> onLines)
    {
        while (true)
        {
            var here = watched.GetOrAdd(stream, id => new WatchedStream(id, journal, log));
            if (here.TryAdd(after, onLines) is { } watcher)
            {
                here.Wake();
                return new Watch(() => Leave(here, watcher));
            }

            // It was closing as we came; the next one is new.
            watched.TryRemove(new KeyValuePair<Guid, WatchedStream>(stream, here));
        }
    }

    protected override async Task WorkAsync(CancellationToken stop)
    {
        signal.StreamGrew += Wake;
        try
        {
            using var timer = new PeriodicTimer(PollEvery);
            while (await timer.WaitForNextTickAsync(stop))
                await PollAsync(stop);
        }
        finally
        {
            signal.StreamGrew -= Wake;
        }
    }

    private void Wake(Guid stream)
    {
        if (watched.TryGetValue(stream, out var here))
            here.Wake();
    }

    private async Task PollAsync(CancellationToken cancellationToken)
    {
        if (watched.IsEmpty)
            return;
        try
        {
            var numbers = await journal.NumbersAsync([.. watched.Keys], cancellationToken);
            foreach (var (stream, number) in numbers)
            {
                if (watched.TryGetValue(stream, out var here) && number > here.LastNumber)
                    here.Wake();
            }
        }
        catch (Exception failed) when (!cancellationToken.IsCancellationRequested)
        {
            log.LogWarning("The journal could not be asked for new lines: {Reason}", failed.Message);
        }
    }

    private void Leave(WatchedStream stream, WatchedStream.Watcher watcher)
    {
        if (stream.Remove(watcher))
            watched.TryRemove(new KeyValuePair<Guid, WatchedStream>(stream.Id, stream));
    }
}

internal sealed class Watch(Action leave) : IDisposable
{
    private Action? leave = leave;

    public void Dispose() => Interlocked.Exchange(ref leave, null)?.Invoke();
}
