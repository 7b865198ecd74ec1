using Npgsql;

namespace Kris.Data.Journal;

/// <summary>
/// Drafts on the server are for another device to take over; each browser keeps its own. Those that nobody has touched
/// for long go.
/// </summary>
public static class ExpiredDrafts
{
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public static async Task<int> RemoveAsync(NpgsqlDataSource source, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand("DELETE FROM line_draft WHERE saved_at < now() - $1");
        command.Parameters.AddWithValue(Kept);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
