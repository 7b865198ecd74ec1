using System.Globalization;
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

    /// <summary>The lines by which log sheets were voided, where it still stands why; each by its sheet.</summary>
    public async Task<IReadOnlyDictionary<int, long>> VoidingAsync(
        IReadOnlyCollection<int> sheets, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            """
            SELECT (fields ->> 'sheet')::int, number FROM log_content
            WHERE stream_id = $1 AND fields ->> 'act' = 'sheet-voided' AND fields ->> 'sheet' = ANY ($2)
            """);
        command.Parameters.AddWithValue(LogSheet.Register);
        command.Parameters.AddWithValue(
            sheets.Select(sheet => sheet.ToString(CultureInfo.InvariantCulture)).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new Dictionary<int, long>();
        while (await reader.ReadAsync(cancellationToken))
            lines[reader.GetInt32(0)] = reader.GetInt64(1);
        return lines;
    }

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

    /// <summary>Whether somebody is still to decide on what a line proposes; until then its words stay.</summary>
    public async Task<bool> IsWaitedForAsync(JournalLine proposal, CancellationToken cancellationToken = default)
    {
        if (!SystemErasure.IsProposal(proposal))
            return false;
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await IsWaitedForAsync(connection, proposal, cancellationToken);
    }

    /// <summary>Whether PostgreSQL has cleaned the files of what was erased by then; it does so by itself.</summary>
    public async Task<bool> IsCleanedAsync(DateTimeOffset erasedAt, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            """
            SELECT coalesce(n_dead_tup = 0 AND greatest(last_vacuum, last_autovacuum) > $1, false)
            FROM pg_stat_user_tables WHERE relid = 'log_content'::regclass
            """);
        command.Parameters.AddWithValue(erasedAt);
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    private static async Task<bool> IsWaitedForAsync(
        NpgsqlConnection connection, JournalLine proposal, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT EXISTS (SELECT FROM line_state WHERE stream_id = $1 AND erasure_by = $2)", connection);
        command.Parameters.AddWithValue(proposal.Stream);
        command.Parameters.AddWithValue(proposal.Number);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task EraseAsync(
        NpgsqlConnection connection, JournalLine line, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT journal_erase($1, $2)", connection);
        command.Parameters.AddWithValue(line.Stream);
        command.Parameters.AddWithValue(line.Number);
        if (await command.ExecuteScalarAsync(cancellationToken) is not true)
        {
            Refuse.If(
                SystemErasure.IsProposal(line) && await IsWaitedForAsync(connection, line, cancellationToken),
                $"På förslaget i rad {line.Number} är inget beslut fattat. Avgör det först, och radera sedan skälet.");
            throw new RefusedException(
                $"Någon annan hann före: förslaget att radera rad {line.Number} gäller inte längre.", Refusal.Stale);
        }
    }
}
