using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;

namespace Kris.Web.Exports;

/// <summary>Asking for a log as PDF, and fetching it: by whoever asked, in the duty that it was asked in.</summary>
public sealed class PdfExports(
    LogSource source,
    JournalWalk walk,
    ShownLines shown,
    ExportJobs jobs,
    ExportWorker worker,
    Chromium chromium)
{
    public const string Overtaken =
        "En rad har sekretessmarkerats eller raderats sedan utskriften gjordes. Gör en ny utskrift.";

    /// <param name="key">Made by whoever asks. The same request under it again is the same job.</param>
    /// <exception cref="RefusedException">Not by this duty, no such lines, no browser, or a full queue.</exception>
    public async Task<ExportJob> AskAsync(
        Guid incident, Guid key, AskedLines asked, Actor me, CancellationToken stop = default)
    {
        LogExport.UnlessAllowed(me);
        var request = asked.Digest(incident);
        if (await jobs.FindAsync(key, stop) is { } known)
        {
            Refuse.UnlessSame(IsOf(known, incident, me) && known.Request.AsSpan().SequenceEqual(request));
            return known;
        }

        UnlessPrinter();
        var (cut, head, lines) = await ChooseAsync(incident, asked, me, stop);
        return await AskAsync(new ExportJob(key, incident, me, cut, head, lines) { Request = request }, stop);
    }

    /// <summary>The same lines as they are now, in the place of a print that was overtaken or failed.</summary>
    /// <exception cref="RefusedException">As for any print, or none of them can be read any more.</exception>
    public async Task AgainAsync(Guid incident, Guid key, Actor me, CancellationToken stop = default)
    {
        var old = await OwnAsync(incident, key, me, stop);
        UnlessPrinter();
        var (_, head) = await source.FindAsync(incident, stop);
        var right = ReadingRight.Of(me);
        var cut = old.Cut;
        // What a filter showed of them, it would not show of what may not be read.
        if (cut.Only is not null)
        {
            cut = cut.Showing(await walk.LinesAsync(incident, cut, right, stop)
                .Where(line => right.Reads(line.State.Marking) && !line.IsErased)
                .Select(line => line.Number)
                .ToListAsync(stop));
        }

        var lines = await walk.CountAsync(incident, cut, right, stop);
        await AskAsync(new ExportJob(DerivedKey.Of(key, "again"), incident, me, cut, head, lines), stop);
        await jobs.RemoveAsync(old.Id, stop);
    }

    /// <summary>Which lines are taken by what is asked for, and how many, as the log is now.</summary>
    /// <exception cref="RefusedException">None.</exception>
    public async Task<(LogCut Cut, ChainHead Head, long Lines)> ChooseAsync(
        Guid incident, AskedLines asked, Actor me, CancellationToken stop = default)
    {
        var (_, head) = await source.FindAsync(incident, stop);
        var cut = LogCut.Of(asked.From, asked.To, asked.WithSystem, head);
        if (asked.Filter is { } filter)
            cut = await shown.OfAsync(cut, filter, me, stop);
        var lines = await walk.CountAsync(incident, cut, ReadingRight.Of(me), stop);
        Refuse.If(lines == 0, "Det finns inga rader i urvalet.");
        return (cut, head, lines);
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
        Refuse.If(await jobs.IsOvertakenAsync(job.Id, stop), Overtaken);
        return await jobs.FileAsync(job.Id, part, stop);
    }

    public async Task RemoveAsync(Guid incident, Guid key, Actor me) =>
        await jobs.RemoveAsync((await OwnAsync(incident, key, me)).Id);

    private void UnlessPrinter()
    {
        if (chromium.WhyNot is { } sentence)
            throw new RefusedException(sentence);
    }

    private async Task<ExportJob> AskAsync(ExportJob job, CancellationToken stop)
    {
        var asked = await jobs.AskAsync(job, stop);
        worker.Wake();
        return asked;
    }

    // In another duty the same person may read less.
    private static bool IsOf(ExportJob job, Guid incident, Actor me) =>
        job.Incident == incident && job.By.Id == me.Id && job.By.Duty == me.Duty && job.By.Unit == me.Unit;
}
