using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Npgsql;
using NpgsqlTypes;

namespace Kris.Data.Journal;

/// <summary>
/// The numbers of log sheets: given as sheets are printed, and never twice, also where the register was read back from
/// a copy. Under the lock on the register's stream, as all that becomes of a sheet.
/// </summary>
public sealed class SheetNumbers(NpgsqlDataSource source)
{
    // The same lock as the journal takes for the register's stream, taken before the register is read.
    private const string Lock = "SELECT pg_advisory_xact_lock(hashtextextended($1::text, 1))";

    /// <summary>Gives numbers to sheets that are about to be printed.</summary>
    /// <returns>The first of them.</returns>
    public async Task<int> PrintAsync(
        int count, Guid? incident, Actor by, DateTimeOffset now, CancellationToken stop = default)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await LockAsync(connection, stop);
        var first = await GivenAsync(connection, stop) + 1;
        var told = LogSheet.Print(first, count, incident, by);
        await AddAsync(connection, (first, first + count - 1), incident, by, now, registeredAt: null, stop);
        await JournalAppend.InTransactionAsync(connection, [told], begins: true, stop);
        await transaction.CommitAsync(stop);
        return first;
    }

    /// <summary>Takes in sheets that are on paper and not in the register.</summary>
    /// <exception cref="RefusedException">Not by this duty, there already, or numbers that cannot have been given.
    /// </exception>
    public async Task RegisterAsync(
        int first, int last, Guid? incident, Actor by, DateTimeOffset now, CancellationToken stop = default)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await LockAsync(connection, stop);
        var told = SheetSeries.Register(first, last, incident, await GivenAsync(connection, stop), by);
        await using var known = new NpgsqlCommand(
            "SELECT min(number) FROM log_sheet WHERE number BETWEEN $1 AND $2", connection);
        known.Parameters.AddWithValue(first);
        known.Parameters.AddWithValue(last);
        var there = await known.ExecuteScalarAsync(stop) as int?;
        Refuse.If(there is not null, $"Loggblad {there} finns redan i registret.");
        await AddAsync(connection, (first, last), incident, by, now, registeredAt: now, stop);
        await JournalAppend.InTransactionAsync(connection, [told], begins: true, stop);
        await transaction.CommitAsync(stop);
    }

    /// <summary>Moves the series past all that can be out, in a register that was read back from a copy.</summary>
    /// <returns>The next number that is given.</returns>
    public async Task<int> MoveAsync(CancellationToken stop = default)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await LockAsync(connection, stop);
        var told = SheetSeries.Move(await GivenAsync(connection, stop));
        await JournalAppend.InTransactionAsync(connection, [told], begins: true, stop);
        var next = await GivenAsync(connection, stop) + 1;
        await transaction.CommitAsync(stop);
        return next;
    }

    internal static async Task LockAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(Lock, connection);
        command.Parameters.AddWithValue(LogSheet.Register);
        await command.ExecuteNonQueryAsync(stop);
    }

    private static async Task<int> GivenAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT greatest(0, (SELECT max(number) FROM log_sheet), (
                SELECT max((fields ->> 'past')::int) FROM log_content WHERE stream_id = $1 AND fields ? 'past'))
            """,
            connection);
        command.Parameters.AddWithValue(LogSheet.Register);
        return (int)(await command.ExecuteScalarAsync(stop))!;
    }

    private static async Task AddAsync(
        NpgsqlConnection connection,
        (int First, int Last) run,
        Guid? incident,
        Actor by,
        DateTimeOffset now,
        DateTimeOffset? registeredAt,
        CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO log_sheet (number, incident_id, printed_at, printed_by, registered_at)
            SELECT n, $3, $4, $5, $6 FROM generate_series($1, $2) AS n
            """,
            connection);
        command.Parameters.AddWithValue(run.First);
        command.Parameters.AddWithValue(run.Last);
        command.Parameters.AddWithValue(NpgsqlDbType.Uuid, (object?)incident ?? DBNull.Value);
        command.Parameters.AddWithValue(now);
        command.Parameters.AddWithValue(by.Name);
        command.Parameters.AddWithValue(NpgsqlDbType.TimestampTz, (object?)registeredAt ?? DBNull.Value);
        await command.ExecuteNonQueryAsync(stop);
    }
}
