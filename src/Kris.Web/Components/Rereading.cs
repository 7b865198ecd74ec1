using Kris.Web.Api;

namespace Kris.Web.Components;

/// <summary>
/// Reads anew what a page shows when something is told of it: one reading at a time, and one more for all that is told
/// meanwhile, so that what was read earlier never comes to stand above what was read later. For one page's own turn.
/// </summary>
/// <param name="read">Reads it, and shows it.</param>
/// <param name="pause">How long a database that did not answer is left alone.</param>
public sealed class Rereading(Func<Task> read, TimeSpan? pause = null) : IDisposable
{
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(2);

    private Task running = Task.CompletedTask;
    private bool isAskedAgain;
    private bool isTold;
    private bool isSoon;
    private bool isTrying;

    /// <summary>Whether nobody looks any more: what is to tell of news is not to be asked for it.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Completed when a reading that began after the call is done, or failed with the one under way.</summary>
    public Task NowAsync()
    {
        if (running.IsCompleted)
            return running = RunAsync();
        isAskedAgain = true;
        return running;
    }

    /// <summary>
    /// For what nobody waits for: until the database answers, the page shows what it has, and nothing that was told is
    /// forgotten.
    /// </summary>
    public async Task WhenToldAsync()
    {
        if (isTrying && !running.IsCompleted)
            isAskedAgain = true;
        else
            isTold = true;
        if (isTrying)
            return;
        isTrying = true;
        try
        {
            while (isTold && !IsGone)
            {
                isTold = false;
                if (await IsReadAsync())
                    continue;
                isTold = true;
                await Task.Delay(pause ?? DatabaseAway.Pause);
            }
        }
        finally
        {
            isTrying = false;
        }
    }

    /// <summary>The same, where much that is told in a burst is one new picture, two seconds later.</summary>
    public async Task SoonAsync()
    {
        if (isSoon)
            return;
        isSoon = true;
        await Task.Delay(Burst);
        isSoon = false;
        await WhenToldAsync();
    }

    public void Dispose() => IsGone = true;

    private async Task<bool> IsReadAsync()
    {
        try
        {
            await NowAsync();
            return true;
        }
        catch (Exception away) when (DatabaseAway.Is(away))
        {
            return false;
        }
    }

    private async Task RunAsync()
    {
        do
        {
            isAskedAgain = false;
            await read();
        }
        while (isAskedAgain);
    }
}
