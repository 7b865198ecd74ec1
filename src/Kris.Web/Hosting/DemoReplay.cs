using Kris.Data.Server;
using Kris.Web.CommandLine;

namespace Kris.Web.Hosting;

/// <summary>
/// Gives the invented municipality a history at its first start: both courses of events, played as people through the
/// API. What a stop cuts off goes on at the next start, because every entry has a key of its own.
/// </summary>
internal sealed class DemoReplay(
    KrisSettings settings, DataFolder folder, IHostApplicationLifetime life, ILogger<DemoReplay> logger)
    : BackgroundWork
{
    private static readonly string[] Files = ["katrineholm-2020.jsonl", "kalmar-it.jsonl"];
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static bool IsDone(DataFolder folder) => File.Exists(Mark(folder));

    protected override async Task WorkAsync(CancellationToken stop)
    {
        if (IsDone(folder) || !File.Exists(folder.DemoAccounts))
            return;

        var started = new TaskCompletionSource();
        await using var begun = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stop);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limited.CancelAfter(Limit);
        try
        {
            await PlayAsync(limited.Token);
            folder.WriteSecret(Mark(folder), "Händelseförloppen ur samples/ är uppspelade i demokommunen.\n");
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            logger.LogWarning("Händelseförloppen spelades inte upp till slut: {Reason}", failure.Message);
        }
    }

    private async Task PlayAsync(CancellationToken stop)
    {
        using var network = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false };
        foreach (var file in Files)
        {
            var sample = Sample.Read(Path.Combine(AppContext.BaseDirectory, "samples", file));
            await ReplayCommand.PlayAsync(
                sample, new Uri(settings.Address), folder.DemoAccounts, token: null, network, _ => { }, stop);
        }
    }

    private static string Mark(DataFolder folder) => Path.Combine(folder.Root, "demo-replayed.txt");
}
