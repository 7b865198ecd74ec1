using Kris.Data;
using Kris.Data.Journal;
using Kris.Data.Organisation;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kris.Web.Exports;

/// <summary>What every way out of the log begins with: the incident as it is, and where its log ends now.</summary>
public sealed class LogSource(
    IDbContextFactory<KrisDb> factory, JournalProof proof, JournalStore journal, NpgsqlDataSource source)
{
    /// <exception cref="RefusedException">There is no such incident.</exception>
    public async Task<(Incident Incident, ChainHead Head)> FindAsync(Guid id, CancellationToken stop = default)
    {
        await using var db = await factory.CreateDbContextAsync(stop);
        var incident = await db.Incidents.AsNoTracking().SingleOrDefaultAsync(incident => incident.Id == id, stop);
        if (incident is null || await proof.HeadAsync(id, stop) is not { } head)
            throw new RefusedException("Händelsen finns inte.", Refusal.Unknown);
        return (incident, head);
    }

    /// <summary>Writes that the log is taken out: before the file is given, so that none is given unrecorded.</summary>
    public Task<Written> RecordAsync(
        Guid id,
        LogCut cut,
        long lines,
        ExportFormat format,
        Actor by,
        Guid? key = null,
        CancellationToken stop = default) =>
        journal.AppendAsync(LogExport.Record(id, key ?? Guid.CreateVersion7(), cut, lines, format, by), stop);

    /// <summary>The names of the units that lines were written for.</summary>
    public async Task<Dictionary<Guid, string>> UnitsAsync(CancellationToken stop = default)
    {
        await using var db = await factory.CreateDbContextAsync(stop);
        return await db.Units.NamesAsync();
    }

    /// <summary>Why the lines of a cut are marked, where another line says so.</summary>
    public Task<IReadOnlyDictionary<long, string>> ReasonsAsync(
        Guid id, LogCut cut, CancellationToken stop = default) => MarkingReasons.OfAsync(source, id, cut, stop);

    public Task<Closings> ClosingsAsync(Guid id, CancellationToken stop = default) =>
        Closings.OfAsync(source, id, stop);
}
