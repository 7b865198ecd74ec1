using Kris.Data.Journal;
using Kris.Data.Search;
using Kris.Web.Hosting;

namespace Kris.Web.Search;

/// <summary>
/// Brings the words up to the lines, after they are committed and beside everything else. It rests as long as it
/// works, so that whoever writes hardly notices; if it dies, lines are written as before, and it goes on where it was.
/// </summary>
public sealed class SearchWorker(
    SearchDatabase database, LineIndex index, JournalSignal signal, TimeProvider clock, ILogger<SearchWorker> log)
    : BackgroundWork
{
    // Lines come in bursts: those that came together are taken together.
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan LookAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DictionaryAfter = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(10);

    // Not disposed of: whoever waits at one that is never hears that it is to stop.
    private readonly SemaphoreSlim woken = new(0, 1);
    private bool hasFailed;

    protected override async Task WorkAsync(CancellationToken stop)
    {
        signal.StreamGrew += Wake;
        try
        {
            await GoOnAsync(stop);
        }
        finally
        {
            signal.StreamGrew -= Wake;
        }
    }

    private async Task GoOnAsync(CancellationToken stop)
    {
        var looked = clock.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            if (clock.GetElapsedTime(looked) > DictionaryAfter)
            {
                looked = clock.GetTimestamp();
                await TryAsync(database.LookAsync, stop);
            }

            if (!await TryAsync(CatchUpAsync, stop))
                await Task.Delay(AfterFailure, clock, stop);
            // Woken, or not: a line can come from another node.
            await woken.WaitAsync(LookAfter, stop);
            await Task.Delay(Gather, clock, stop);
        }
    }

    private async Task CatchUpAsync(CancellationToken stop)
    {
        foreach (var stream in await index.BehindAsync(stop))
        {
            for (Behind? at = stream; at is { IsDone: false };)
            {
                var begun = clock.GetTimestamp();
                at = await index.StepAsync(at, stop);
                await Task.Delay(clock.GetElapsedTime(begun), clock, stop);
            }
        }
    }

    // Told once, however long it lasts.
    private async Task<bool> TryAsync(Func<CancellationToken, Task> work, CancellationToken stop)
    {
        try
        {
            await work(stop);
            hasFailed = false;
            return true;
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            if (!hasFailed)
                log.LogWarning("The words to search are behind: {Reason}", failure.Message);
            hasFailed = true;
            // If it was the dictionary that went, the next round does without it.
            if (failure is Npgsql.PostgresException)
                await Task.Run(() => database.LookAsync(stop), stop).ContinueWith(_ => { }, TaskScheduler.Default);
            return false;
        }
    }

    private void Wake(Guid stream)
    {
        try
        {
            if (woken.CurrentCount == 0)
                woken.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody else has woken it.
        }
    }
}
