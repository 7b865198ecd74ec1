using Kris.Data.Journal;
using Kris.Data.Journal.Attachments;
using Kris.Web.Hosting;
using Npgsql;

namespace Kris.Web.Journal.Attachments;

/// <summary>Removes what was sent and never named, a little at a time, and drafts that were left long ago.</summary>
public sealed class AttachmentSweep(
    AttachmentStore store, NpgsqlDataSource source, TimeProvider clock, ILogger<AttachmentSweep> logger)
    : BackgroundWork
{
    private const int MaxRounds = 100;

    private static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(30);

    protected override async Task WorkAsync(CancellationToken stop)
    {
        var pause = AfterStart;
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(pause, clock, stop);
            pause = Between;
            try
            {
                await SweepAsync(stop);
                await ExpiredDrafts.RemoveAsync(source, stop);
            }
            catch (NpgsqlException failure) when (!stop.IsCancellationRequested)
            {
                logger.LogWarning("Bilagor som ingen rad nämner blev kvar: {Reason}", failure.Message);
            }
        }
    }

    private async Task SweepAsync(CancellationToken stop)
    {
        var swept = 0;
        for (var round = 0; round < MaxRounds; round++)
        {
            var (removed, hasMore) = await store.SweepAsync(stop);
            swept += removed;
            if (!hasMore)
                break;
        }

        if (swept > 0)
            logger.LogInformation("{Swept} bilagor som ingen rad nämnde är borttagna.", swept);
    }
}
