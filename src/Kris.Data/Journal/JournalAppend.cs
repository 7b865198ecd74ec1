using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Kris.Domain;
using Kris.Domain.Journal;
using Npgsql;
using NpgsqlTypes;

namespace Kris.Data.Journal;

/// <summary>Where a line came to stand.</summary>
/// <param name="IsNew">False when the same line had been asked for before, and this is the answer of then.</param>
public sealed record Written(long Number, DateTimeOffset RecordedAt, byte[] Hash, bool IsNew);

/// <summary>The one call that appends: a round trip to the database's function, which knows the chain.</summary>
internal static class JournalAppend
{
    private const string Sql = "SELECT * FROM journal_append($1, $2, $3, $4, $5, $6, $7)";

    // The same lock as the function's own.
    private const string Hold = "SELECT pg_advisory_xact_lock(hashtextextended($1::text, 1))";

    private static readonly JsonSerializerOptions Json =
        new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <param name="begins">Whether a stream that is not there begins with the line.</param>
    public static async Task<Written> OneAsync(
        NpgsqlDataSource source, NewLine line, bool begins, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = source.CreateCommand(Sql);
            command.Parameters.AddRange(Parameters(line, begins));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            var written = Read(reader);
            // The row comes before the commit, and what says that it stands after it. It is waited for here: a reader
            // that is closed waits too, but is silent of a wait that ran out.
            await reader.NextResultAsync(cancellationToken);
            return written;
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw Refuse.OtherRequest();
        }
        catch (PostgresException gone) when (gone.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            throw FileGone();
        }
    }

    /// <summary>
    /// Within a transaction of the caller's, in the order given. The caller orders by stream, so that two
    /// transactions never wait for each other crosswise.
    /// </summary>
    public static async Task<IReadOnlyList<Written>> InTransactionAsync(
        NpgsqlConnection connection, IReadOnlyList<NewLine> lines, bool begins, CancellationToken cancellationToken)
    {
        var written = await BatchAsync(connection, lines, begins, cancellationToken);

        // An act that is done twice at the same moment: whoever came second starts over and finds the first.
        if (written.Exists(line => !line.IsNew))
            throw new RefusedException("Någon annan hann före. Läs om och försök igen.", Refusal.Stale);
        return written;
    }

    /// <summary>
    /// Within a transaction of the caller's: what stands already is well, and a stream begins of itself.
    /// </summary>
    public static Task AsNeededAsync(
        NpgsqlConnection connection, IReadOnlyList<NewLine> lines, CancellationToken cancellationToken) =>
        BatchAsync(connection, lines, begins: true, cancellationToken);

    /// <summary>
    /// Within a transaction of the caller's, and before it appends: whoever writes in the streams waits from now on,
    /// and the lines still stand as they were seen. What a later line repeats of them is then what may be repeated.
    /// </summary>
    /// <exception cref="RefusedException">Something was said of a line meanwhile.</exception>
    public static async Task HoldAsync(
        NpgsqlConnection connection,
        IReadOnlyCollection<JournalLine> seen,
        IEnumerable<Guid> streams,
        CancellationToken cancellationToken)
    {
        foreach (var stream in streams.Concat(seen.Select(line => line.Stream)).Distinct().Order())
        {
            await using var hold = new NpgsqlCommand(Hold, connection);
            hold.Parameters.AddWithValue(stream);
            await hold.ExecuteNonQueryAsync(cancellationToken);
        }

        foreach (var line in seen)
            await UnlessChangedAsync(connection, line, cancellationToken);
    }

    private static async Task UnlessChangedAsync(
        NpgsqlConnection connection, JournalLine seen, CancellationToken cancellationToken)
    {
        await using var again = new NpgsqlCommand(
            $"{JournalStore.Columns} WHERE c.stream_id = $1 AND c.number = $2", connection);
        again.Parameters.AddWithValue(seen.Stream);
        again.Parameters.AddWithValue(seen.Number);
        var now = await JournalStore.ReadAsync(again, cancellationToken);
        if (now.Count == 0 || now[0].State != seen.State || now[0].IsErased != seen.IsErased)
        {
            throw new RefusedException(
                $"Någon annan hann före med rad {seen.Number}. Läs om och försök igen.", Refusal.Stale);
        }
    }

    private static async Task<List<Written>> BatchAsync(
        NpgsqlConnection connection, IReadOnlyList<NewLine> lines, bool begins, CancellationToken cancellationToken)
    {
        var written = new List<Written>(lines.Count);
        try
        {
            await using var batch = new NpgsqlBatch(connection);
            foreach (var line in lines)
            {
                var command = new NpgsqlBatchCommand(Sql);
                foreach (var parameter in Parameters(line, begins))
                    command.Parameters.Add(parameter);
                batch.BatchCommands.Add(command);
            }

            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            do
            {
                await reader.ReadAsync(cancellationToken);
                written.Add(Read(reader));
            }
            while (await reader.NextResultAsync(cancellationToken));
        }
        catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw Refuse.OtherRequest();
        }
        catch (PostgresException gone) when (gone.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            throw FileGone();
        }

        return written;
    }

    private static RefusedException FileGone() =>
        new("En bilaga finns inte kvar på servern. Bifoga den igen.");

    private static NpgsqlParameter[] Parameters(NewLine line, bool begins)
    {
        var secret = RandomNumberGenerator.GetBytes(32);
        return
        [
            new NpgsqlParameter<Guid> { TypedValue = line.Stream, NpgsqlDbType = NpgsqlDbType.Uuid },
            new NpgsqlParameter<Guid> { TypedValue = line.Key, NpgsqlDbType = NpgsqlDbType.Uuid },
            new NpgsqlParameter<byte[]> { TypedValue = line.Request, NpgsqlDbType = NpgsqlDbType.Bytea },
            new NpgsqlParameter<byte[]> { TypedValue = secret, NpgsqlDbType = NpgsqlDbType.Bytea },
            new NpgsqlParameter<byte[]>
            {
                TypedValue = Canonical.Digest(line.Fields, secret),
                NpgsqlDbType = NpgsqlDbType.Bytea,
            },
            new NpgsqlParameter<string>
            {
                TypedValue = JsonSerializer.Serialize(line.Fields, Json),
                NpgsqlDbType = NpgsqlDbType.Jsonb,
            },
            new NpgsqlParameter<bool> { TypedValue = begins, NpgsqlDbType = NpgsqlDbType.Boolean },
        ];
    }

    private static Written Read(NpgsqlDataReader reader) => reader.GetString(0) switch
    {
        "unknown" => throw new RefusedException("Händelsen finns inte.", Refusal.Unknown),
        "other" => throw Refuse.OtherRequest(),
        "erased" => throw Refuse.Erased(),
        var outcome => new Written(
            reader.GetInt64(1),
            reader.GetFieldValue<DateTimeOffset>(2),
            reader.GetFieldValue<byte[]>(3),
            outcome == "new"),
    };
}
