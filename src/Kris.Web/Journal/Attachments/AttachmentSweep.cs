using Kris.Data.Journal.Attachments;
using Npgsql;

namespace Kris.Web.Journal.Attachments;

/// <summary>Removes what was sent and never named, a little at a time.</summary>
public sealed class AttachmentSweep(AttachmentStore store, TimeProvider clock, ILogger<AttachmentSweep> logger)
    : BackgroundService
{
    private const int MaxRounds = 100;

    private static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = AfterStart;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(pause, clock, stoppingToken);
            pause = Between;
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (NpgsqlException failure)
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
