namespace Kris.Web.Hosting;

/// <summary>
/// Work beside the requests, for as long as Kris runs. To be told to stop in the middle of it is no fault, whatever was
/// going on just then: it is taken up at the next start.
/// </summary>
public abstract class BackgroundWork : BackgroundService
{
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await WorkAsync(stoppingToken);
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // A program that is taken down is not waited for: a connection may have gone before the work heard of it.
        }
    }

    protected abstract Task WorkAsync(CancellationToken stop);
}
