using Npgsql;

namespace Kris.Data.Journal;

/// <summary>Makes what is projected from the lines anew; the lines themselves are untouched.</summary>
public static class JournalRebuild
{
    /// <returns>How many lines said something about another.</returns>
    public static async Task<long> RunAsync(NpgsqlDataSource source, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand("SELECT journal_rebuild()");
        command.CommandTimeout = 0;
        var lines = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        await using var attachments = source.CreateCommand("SELECT journal_rebuild_attachments()");
        attachments.CommandTimeout = 0;
        await attachments.ExecuteNonQueryAsync(cancellationToken);
        return lines;
    }
}
