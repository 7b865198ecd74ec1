using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Web.Accounts;
using Kris.Web.Organisation;

namespace Kris.Web.Exports;

/// <summary>Prints a job, volume after volume, and keeps each as it comes.</summary>
public sealed class ExportPrinter(
    ExportQueue queue,
    JournalWalk walk,
    ReadingLog readings,
    LogSource source,
    PrintedLog paper,
    Chromium chromium,
    TownName town,
    Standing standing)
{
    /// <summary>Lines in a volume: a browser lays out so many within a hundred megabytes beside its own.</summary>
    public const int Volume = 400;

    /// <exception cref="RefusedException">It cannot be printed.</exception>
    /// <exception cref="PrinterException">It was not printed this time.</exception>
    public async Task PrintAsync(ExportJob job, Guid worker, CancellationToken stop)
    {
        Refuse.If(
            ExportQueue.IsHopeless(job),
            "Utskriften har avbrutits flera gånger. Försök igen senare, eller välj ett kortare urval.");
        Refuse.If(job.State is ExportState.Overtaken, PdfExports.Overtaken);
        await standing.UnlessHeldAsync(job.By);
        var (incident, _) = await source.FindAsync(job.Incident, stop);
        // Under the job's own key: begun again, it is told once.
        if (job.Parts.Count == 0)
            await source.RecordAsync(job.Incident, job.Cut, job.Lines, ExportFormat.Pdf, job.By, job.Id, stop);
        var closings = await source.ClosingsAsync(job.Incident, stop);
        var (number, done) = (job.Parts.Count, job.Done);
        var rest = job.Cut with { From = number == 0 ? job.Cut.From : job.Parts[^1].Last + 1 };
        var volumes = (int)((job.Lines + Volume - 1) / Volume);
        var right = ReadingRight.Of(job.By);
        var lines = walk.LinesAsync(job.Incident, rest, right, stop);
        var shown = readings.NotedAsync(lines, job.By, ReadingWay.Exported, stop);
        await foreach (var some in shown.Chunk(Volume))
        {
            number++;
            var (first, last) = (some[0].Number, some[^1].Number);
            var header = await HeaderAsync(
                job with { Cut = job.Cut with { From = first, To = last }, Lines = some.Length },
                incident,
                volumes > 1 ? $"del {number} av {volumes}" : null);
            var file = await chromium.PrintAsync(
                html => paper.WriteAsync(
                    html, header, some.ToAsyncEnumerable(), right, closings, stop: stop),
                stop);
            var part = new ExportPart(number, first, last, file.Length);
            if (!await queue.KeepAsync(job.Id, worker, part, file, some.Length, stop))
                return;
            done += some.Length;
        }

        Refuse.If(done < job.Lines, "Alla rader kom inte med. Gör om utskriften.");
        await queue.EndAsync(job.Id, worker, refusal: null, stop);
    }

    private async Task<PrintHeader> HeaderAsync(ExportJob volume, Incident incident, string? part) => new(
        await town.GetAsync(),
        incident,
        volume.Cut,
        volume.Lines,
        volume.Head,
        $"{volume.By.Name}, {volume.By.Duty.Swedish()}",
        volume.AskedAt,
        part);
}
