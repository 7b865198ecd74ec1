using System.Data;
using Kris.Data.Journal.Attachments;
using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>What an audit looked at, and the first fault of every stream that does not hold.</summary>
/// <param name="Erased">Lines whose content is gone; their place in the chain is still proven.</param>
public sealed record AuditReport(
    long Streams, long Lines, long Erased, IReadOnlyList<(Guid Stream, ChainFault Fault)> Faults, bool HasMore)
{
    /// <summary>Which they are, as far as there is room to tell.</summary>
    public IReadOnlyList<(Guid Stream, long Number)> ErasedLines { get; init; } = [];

    public bool Holds => Faults.Count == 0;

    /// <summary>Files that lines carry, held against the lines; and those of them erased by decision.</summary>
    public (long Files, long Erased) Attachments { get; init; }
}

/// <summary>
/// Verifies every stream of a database as it stood at one moment, line by line, with no stream held in memory. Writers
/// are not disturbed.
/// </summary>
public sealed class JournalAudit(NpgsqlDataSource source)
{
    /// <summary>How many faults are told of; when everything is broken, the first ones say enough.</summary>
    public const int MaxFaults = 1_000;

    // Bounds what is held at once, and is enough for a pause in the reading to leave nobody without work.
    private static readonly int Ahead = 2 * Environment.ProcessorCount;

    private readonly List<(Guid Stream, ChainFault Fault)> faults = [];
    private readonly HashSet<Guid> found = [];
    private readonly List<(Guid Stream, long Number)> gone = [];
    private Guid? stream;
    private ChainVerifier? verifier;
    private ChainFault? fault;
    private bool hasMore;
    private long lines;
    private long erased;

    public async Task<AuditReport> RunAsync(SavedHeads? saved = null, CancellationToken cancellationToken = default)
    {
        (lines, erased, hasMore) = (0, 0, false);
        (stream, verifier, fault) = (null, null, null);
        faults.Clear();
        found.Clear();
        gone.Clear();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var moment = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead, cancellationToken);
        await using (var only = new NpgsqlCommand("SET TRANSACTION READ ONLY", connection, moment))
            await only.ExecuteNonQueryAsync(cancellationToken);

        await VerifyAsync(connection, saved, cancellationToken);
        foreach (var (missing, what) in saved?.Missing(found) ?? [])
            Note(missing, what);
        var strays = await AuditStrays.FindAsync(connection, lines - erased, MaxFaults, cancellationToken);
        foreach (var (stray, what) in strays)
            Note(stray, what);
        var attachments = await AttachmentAudit.RunAsync(connection, source, Note, cancellationToken);
        return new AuditReport(found.Count, lines, erased, [.. faults], hasMore)
        {
            Attachments = attachments,
            ErasedLines = [.. gone],
        };
    }

    /// <summary>The last line of every stream, to be saved elsewhere.</summary>
    public async Task<IReadOnlyList<(Guid Stream, ChainHead Head)>> HeadsAsync(
        CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            """
            SELECT DISTINCT ON (stream_id) stream_id, number, hash FROM log_chain ORDER BY stream_id, number DESC
            """);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var heads = new List<(Guid Stream, ChainHead Head)>();
        while (await reader.ReadAsync(cancellationToken))
            heads.Add((reader.GetGuid(0), new ChainHead(reader.GetInt64(1), reader.GetFieldValue<byte[]>(2))));
        return heads;
    }

    // Reading is one thread's work and reckoning the digests the others'; the chain itself is taken in order.
    private async Task VerifyAsync(NpgsqlConnection connection, SavedHeads? saved, CancellationToken cancellationToken)
    {
        var ahead = new Queue<Task<List<AuditLine>>>();
        await foreach (var block in AuditCopy.BlocksAsync(connection, cancellationToken))
        {
            ahead.Enqueue(Task.Run(block.Lines, cancellationToken));
            if (ahead.Count > Ahead)
                Take(await ahead.Dequeue(), saved);
        }

        while (ahead.TryDequeue(out var last))
            Take(await last, saved);
        Finish();
    }

    private void Take(List<AuditLine> block, SavedHeads? saved)
    {
        foreach (var line in block)
        {
            if (line.Stream != stream)
            {
                Finish();
                (stream, fault) = (line.Stream, null);
                verifier = new ChainVerifier(line.Stream, saved?.Of(line.Stream));
                found.Add(line.Stream);
            }

            lines++;
            if (line.IsErased)
                NoteErased(line);
            fault ??= Check(line, verifier!);
        }
    }

    // Whoever tampers with a database need not keep to what our own program writes.
    private static ChainFault? Check(AuditLine line, ChainVerifier verifier) => line.IsReadable
        ? verifier.Add(line.Link, line.Content)
        : new ChainFault(line.Link.Number, $"Rad {line.Link.Number} håller inte: innehållet går inte att läsa.");

    private void NoteErased(AuditLine line)
    {
        var number = line.Link.Number;
        erased++;
        if (gone.Count < MaxFaults)
            gone.Add((line.Stream, number));
        if (line.IsDecided)
            return;
        const string undecided = "har inget innehåll kvar, och journalen har inget beslut av två personer om det";
        Note(line.Stream, new ChainFault(number, $"Rad {number} {undecided}."));
    }

    private void Finish()
    {
        if (stream is { } ended && (fault ?? verifier?.Finish()) is { } first)
            Note(ended, first);
    }

    private void Note(Guid of, ChainFault what)
    {
        if (faults.Count < MaxFaults)
            faults.Add((of, what));
        else
            hasMore = true;
    }
}
