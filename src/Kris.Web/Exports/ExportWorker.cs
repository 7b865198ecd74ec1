using Kris.Data.Journal;
using Kris.Domain;
using Kris.Web.Hosting;

namespace Kris.Web.Exports;

/// <summary>
/// Prints what is asked for, one job at a time. What a restart, a lost database or a printer that failed cut off is
/// begun again where it was, once it has been silent.
/// </summary>
public sealed class ExportWorker(
    ExportQueue queue, ExportPrinter printer, Chromium chromium, TimeProvider clock, ILogger<ExportWorker> log)
    : BackgroundWork
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BeatEvery = ExportQueue.Silence / 4;
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    // Not disposed of: whoever waits at one that is never hears that it is to stop.
    private readonly SemaphoreSlim asked = new(0, 1);
    private readonly Guid me = Guid.NewGuid();

    /// <summary>Says that there is something to do, so that nobody waits for the next look.</summary>
    public void Wake()
    {
        lock (gate)
        {
            if (asked.CurrentCount == 0)
                asked.Release();
        }
    }

    protected override async Task WorkAsync(CancellationToken stop)
    {
        var swept = DateTimeOffset.MinValue;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                if (clock.GetUtcNow() - swept > SweepEvery)
                {
                    PrintFolder.Sweep(clock.GetUtcNow().UtcDateTime - SweepEvery);
                    swept = clock.GetUtcNow();
                    await queue.SweepAsync(stop);
                }

                while (chromium.IsHere && await queue.TakeAsync(me, stop) is { } job)
                    await PrintAsync(job, stop);
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                log.LogWarning("The queue of exports could not be worked on: {Reason}", failure.Message);
            }

            await asked.WaitAsync(LookEvery, stop);
        }
    }

    private async Task PrintAsync(ExportJob job, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var beating = BeatAsync(job.Id, over.Token);
        try
        {
            await printer.PrintAsync(job, me, stop);
        }
        catch (RefusedException no)
        {
            await queue.EndAsync(job.Id, me, no.Message, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Whoever prints next, here or on another node, need not wait for this one to have been silent.
            await queue.GiveBackAsync(job.Id, me);
            throw;
        }
        finally
        {
            await over.CancelAsync();
            await beating;
        }
    }

    private async Task BeatAsync(Guid job, CancellationToken over)
    {
        using var timer = new PeriodicTimer(BeatEvery);
        while (!over.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(over);
                await queue.BeatAsync(job, me, over);
            }
            catch (Exception failure) when (!over.IsCancellationRequested)
            {
                log.LogWarning("The queue of exports does not hear of a printer: {Reason}", failure.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
