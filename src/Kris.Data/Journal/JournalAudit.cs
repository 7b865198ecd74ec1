using System.Data;
using System.Text;
using System.Text.Json;
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

    private const string Lines =
        """
        SELECT c.stream_id, c.number, c.key, c.recorded_at, c.digest, c.hash, l.secret, l.fields
        FROM log_chain c LEFT JOIN log_content l ON l.stream_id = c.stream_id AND l.number = c.number
        ORDER BY c.stream_id, c.number
        """;

    private readonly List<(Guid Stream, ChainFault Fault)> faults = [];
    private readonly HashSet<Guid> found = [];
    private readonly List<(Guid Stream, long Number)> gone = [];
    private bool hasMore;
    private long lines;
    private long erased;

    public async Task<AuditReport> RunAsync(SavedHeads? saved = null, CancellationToken cancellationToken = default)
    {
        (lines, erased, hasMore) = (0, 0, false);
        faults.Clear();
        found.Clear();
        gone.Clear();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var moment = await connection.BeginTransactionAsync(
            IsolationLevel.RepeatableRead, cancellationToken);
        await using (var only = new NpgsqlCommand("SET TRANSACTION READ ONLY", connection, moment))
            await only.ExecuteNonQueryAsync(cancellationToken);

        await VerifyAsync(connection, saved, cancellationToken);
        foreach (var (stream, fault) in saved?.Missing(found) ?? [])
            Note(stream, fault);
        foreach (var (stream, fault) in await AuditStrays.FindAsync(connection, MaxFaults, cancellationToken))
            Note(stream, fault);
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

    private async Task VerifyAsync(NpgsqlConnection connection, SavedHeads? saved, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Lines, connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        Guid? stream = null;
        ChainVerifier? verifier = null;
        ChainFault? fault = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            var next = reader.GetGuid(0);
            if (next != stream)
            {
                Finish(stream, verifier, fault);
                (stream, fault) = (next, null);
                verifier = new ChainVerifier(next, saved?.Of(next));
                found.Add(next);
            }

            lines++;
            fault ??= Check(reader, verifier!);
        }

        Finish(stream, verifier, fault);
    }

    private ChainFault? Check(NpgsqlDataReader reader, ChainVerifier verifier)
    {
        var link = new ChainLink(
            reader.GetInt64(1),
            reader.GetGuid(2),
            reader.GetFieldValue<DateTimeOffset>(3),
            reader.GetFieldValue<byte[]>(4),
            reader.GetFieldValue<byte[]>(5));
        if (reader.IsDBNull(7))
        {
            erased++;
            if (gone.Count < MaxFaults)
                gone.Add((reader.GetGuid(0), link.Number));
            return verifier.Add(ProvenLine.Erased(link));
        }

        // Whoever tampers with a database need not keep to what our own program writes.
        try
        {
            var fields = JournalRow.Fields(reader.GetString(7));
            return verifier.Add(ProvenLine.Of(link, fields, reader.GetFieldValue<byte[]>(6)));
        }
        catch (Exception unreadable) when (unreadable is JsonException or ArgumentException or EncoderFallbackException)
        {
            return new ChainFault(link.Number, $"Rad {link.Number} håller inte: innehållet går inte att läsa.");
        }
    }

    private void Finish(Guid? stream, ChainVerifier? verifier, ChainFault? fault)
    {
        if (stream is { } ended && (fault ?? verifier?.Finish()) is { } first)
            Note(ended, first);
    }

    private void Note(Guid stream, ChainFault fault)
    {
        if (faults.Count < MaxFaults)
            faults.Add((stream, fault));
        else
            hasMore = true;
    }
}
