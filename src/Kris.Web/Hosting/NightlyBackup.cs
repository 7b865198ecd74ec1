using Kris.Data.Server;

namespace Kris.Web.Hosting;

/// <summary>
/// A copy of the private database every night, and soon after the start where the last night passed without one.
/// </summary>
public sealed class NightlyBackup(PrivateBackup backup, TimeProvider clock, ILogger<NightlyBackup> logger)
    : BackgroundWork
{
    private static readonly TimeSpan Hour = new(3, 30, 0);
    private static readonly TimeSpan AfterStart = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(15);

    /// <summary>Whether a night has passed since the last copy.</summary>
    public static bool IsDue(DateTime? newest, DateTime now)
    {
        var night = now.Date + Hour;
        if (night > now)
            night = night.AddDays(-1);
        return newest is null || newest < night;
    }

    protected override async Task WorkAsync(CancellationToken stop)
    {
        var pause = AfterStart;
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(pause, clock, stop);
            pause = await TakeIfDueAsync(stop) ? Between : AfterFailure;
        }
    }

    private async Task<bool> TakeIfDueAsync(CancellationToken stop)
    {
        if (!IsDue(backup.Newest(), clock.GetLocalNow().DateTime))
            return true;
        try
        {
            var path = backup.NextPath();
            await backup.TakeAsync(path, stop);
            var removed = backup.Prune();
            logger.LogInformation("Säkerhetskopian {Path} är tagen; {Removed} gamla är borttagna.", path, removed);
            return true;
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            logger.LogError("Nattens säkerhetskopia blev inte av: {Reason}", failure.Message);
            return false;
        }
    }
}
