using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Domain.Search;

namespace Kris.Web.Exports;

/// <summary>Asking for a log as PDF, and fetching it: by whoever asked, in the duty that it was asked in.</summary>
public sealed class PdfExports(
    LogSource source,
    JournalWalk walk,
    ShownLines shown,
    ExportJobs jobs,
    ExportWorker worker,
    Chromium chromium,
    TimeProvider clock)
{
    /// <param name="key">Made by whoever asks. The same request under it again is the same job.</param>
    /// <exception cref="RefusedException">Not by this duty, no such lines, no browser, or a full queue.</exception>
    public async Task<ExportJob> AskAsync(
        Guid incident,
        Guid key,
        long? from,
        long? to,
        bool withSystem,
        Actor me,
        SearchQuestion? filter = null,
        CancellationToken stop = default)
    {
        LogExport.UnlessAllowed(me);
        if (await jobs.FindAsync(key, stop) is { } known)
        {
            Refuse.UnlessSame(IsOf(known, incident, me) && known.Cut.WithSystem == withSystem
                && known.Cut.Only is not null == IsNarrow(filter)
                && (known.Cut.Only is not null || known.Cut.From == (from ?? 1))
                && (to is null || known.Cut.To <= to));
            return known;
        }

        var (_, head) = await source.FindAsync(incident, stop);
        Refuse.If(!chromium.IsHere, Chromium.Missing);
        var cut = LogCut.Of(from, to, withSystem, head);
        if (filter is not null)
            cut = await shown.OfAsync(cut, filter, me, stop);
        var lines = await walk.CountAsync(incident, cut, ReadingRight.Of(me), stop);
        var job = await jobs.AskAsync(new ExportJob(key, incident, me, clock.GetUtcNow(), cut, head, lines), stop);
        worker.Wake();
        return job;
    }

    /// <exception cref="RefusedException">No such job of this person's, or not any more.</exception>
    public async Task<ExportJob> OwnAsync(Guid incident, Guid key, Actor me, CancellationToken stop = default)
    {
        LogExport.UnlessAllowed(me);
        return await jobs.FindAsync(key, stop) is { } job && IsOf(job, incident, me)
            ? job
            : throw new RefusedException("Utskriften finns inte, eller inte längre.", Refusal.Unknown);
    }

    public async Task<IReadOnlyList<ExportJob>> AllAsync(Guid incident, Actor me, CancellationToken stop = default) =>
        [.. (await jobs.OfAsync(incident, me.Id, stop)).Where(job => IsOf(job, incident, me))];

    /// <exception cref="RefusedException">
    /// No such volume, or a line in it that has been marked or erased since.
    /// </exception>
    public async Task<byte[]> FileAsync(ExportJob job, int part, CancellationToken stop = default)
    {
        Refuse.If(
            await jobs.IsOvertakenAsync(job, stop),
            "En rad har sekretessmarkerats eller raderats sedan utskriften gjordes. Gör en ny utskrift.");
        return await jobs.FileAsync(job.Id, part, stop);
    }

    public async Task RemoveAsync(Guid incident, Guid key, Actor me) =>
        await jobs.RemoveAsync((await OwnAsync(incident, key, me)).Id);

    private static bool IsNarrow(SearchQuestion? filter) => filter is { HasWords: true } or { IsFiltered: true };

    // In another duty the same person may read less.
    private static bool IsOf(ExportJob job, Guid incident, Actor me) =>
        job.Incident == incident && job.By.Id == me.Id && job.By.Duty == me.Duty && job.By.Unit == me.Unit;
}
