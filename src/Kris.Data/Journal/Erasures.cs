using Kris.Domain;
using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>
/// Erasing the content of lines: the decision and what it decides are one transaction, and the database looks the
/// decision up in the journal before it lets go of anything.
/// </summary>
public sealed class Erasures(NpgsqlDataSource source, JournalStore journal, JournalSignal signal)
{
    private const int MaxWaiting = 100;

    /// <summary>The lines of all incidents that wait for a second person's decision.</summary>
    public async Task<IReadOnlyList<JournalLine>> WaitingAsync(CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            $"""
            {JournalStore.Columns}
            -- What only follows the line that was proposed is decided with that.
            JOIN log_content p ON p.stream_id = c.stream_id AND p.number = s.erasure_by
                AND p.fields ->> 'about' = c.number::text
            WHERE s.erasure_by IS NOT NULL
            ORDER BY c.recorded_at LIMIT $1
            """);
        command.Parameters.AddWithValue(MaxWaiting);
        var lines = await JournalStore.ReadAsync(command, cancellationToken);
        return [.. lines.Select(line => line.Collapsed())];
    }

    /// <summary>The line that proposes the erasure, or that decided it; nothing where neither is.</summary>
    public async Task<JournalLine?> ReasonAsync(JournalLine line, CancellationToken cancellationToken = default) =>
        (line.State.ErasureBy ?? line.State.ErasedBy) is { } number
            ? await journal.LineAsync(line.Stream, number, cancellationToken)
            : null;

    /// <summary>Records the decisions and erases what they are about: all of it, or none.</summary>
    /// <exception cref="RefusedException">Somebody has decided otherwise meanwhile.</exception>
    public async Task<IReadOnlyList<Written>> EraseAsync(
        IReadOnlyList<(JournalLine Line, NewLine Decision)> decided, CancellationToken cancellationToken = default)
    {
        var ordered = decided.OrderBy(each => each.Line.Stream).ToList();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var decisions = ordered.ConvertAll(each => each.Decision);
        var written = await JournalAppend.InTransactionAsync(connection, decisions, begins: false, cancellationToken);
        foreach (var (line, _) in ordered)
            await EraseAsync(connection, line, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var (line, _) in ordered)
            signal.Changed(line.Stream);
        return [.. decided.Select(each => written[decisions.IndexOf(each.Decision)])];
    }

    private static async Task EraseAsync(
        NpgsqlConnection connection, JournalLine line, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT journal_erase($1, $2)", connection);
        command.Parameters.AddWithValue(line.Stream);
        command.Parameters.AddWithValue(line.Number);
        if (await command.ExecuteScalarAsync(cancellationToken) is not true)
        {
            throw new RefusedException(
                $"Någon annan hann före: förslaget att radera rad {line.Number} gäller inte längre.", Refusal.Stale);
        }
    }
}
