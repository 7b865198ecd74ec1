using System.Diagnostics;
using Kris.Bench.Measures;
using Kris.Bench.Setup;
using Kris.Data.Journal;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Web.Exports;
using Microsoft.Extensions.DependencyInjection;

namespace Kris.Bench.Export;

/// <summary>A long log as PDF, from the first line to the last volume, the browser's memory counted.</summary>
internal static class PdfPart
{
    private const int Lines = 10_000;
    private const double MostSeconds = 30;
    private const double MostMegabytes = 300;

    public static async Task RunAsync(Ground ground, CancellationToken stop)
    {
        Console.WriteLine($"pdf: {Lines} rader i delar om {ExportPrinter.Volume}");
        var services = ground.Services;
        if (!services.GetRequiredService<Chromium>().IsHere)
        {
            Console.WriteLine("  ingen Chromium finns på datorn: inget att mäta");
            return;
        }

        var stream = await LongLog.OfAsync(ground, Lines, stop);
        // To look at memory takes time of its own: each has a print to itself, and a browser that starts.
        var before = ProcessTree.Megabytes();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var peak = ProcessTree.PeakAsync(over.Token);
        await PrintAsync(services, stream, stop);
        await over.CancelAsync();
        var megabytes = await peak - before;
        await Task.Delay(2 * Chromium.Idle, stop);
        var from = Stopwatch.GetTimestamp();
        var job = await PrintAsync(services, stream, stop);
        var seconds = Stopwatch.GetElapsedTime(from).TotalSeconds;

        var size = job.Parts.Sum(part => part.Size) / 1_000_000.0;
        Console.WriteLine($"  {job.Parts.Count} delar, {Ratio.Number(size)} MB PDF");
        Tell("tid", seconds, "s", MostSeconds);
        Tell("minne utöver det som redan användes", megabytes, "MB", MostMegabytes);
    }

    private static async Task<ExportJob> PrintAsync(IServiceProvider services, Guid stream, CancellationToken stop)
    {
        var jobs = services.GetRequiredService<ExportJobs>();
        var (_, head) = await services.GetRequiredService<LogSource>().FindAsync(stream, stop);
        // A program's name, so that nobody's standing is asked.
        var by = new Actor(Guid.CreateVersion7(), "Mätningen", Duty.Registrator, IsToken: true);
        var cut = LogCut.Of(1, Lines, withSystem: true, head);
        var asked = await jobs.AskAsync(new ExportJob(Guid.NewGuid(), stream, by, cut, head, Lines), stop);
        var worker = Guid.NewGuid();
        var job = await services.GetRequiredService<ExportQueue>().TakeAsync(worker, stop)
            ?? throw new BenchException("Kön är tom.");
        await services.GetRequiredService<ExportPrinter>().PrintAsync(job, worker, stop);
        return (await jobs.FindAsync(asked.Id, stop))!;
    }

    private static void Tell(string what, double value, string unit, double most) => Console.WriteLine(
        $"  {what,-34} {Ratio.Number(value),8} {unit}  mål ≤ {most}: {(value <= most ? "nått" : "MISSAT")}");
}
