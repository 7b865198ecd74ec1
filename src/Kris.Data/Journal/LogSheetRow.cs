using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>A row of a sheet that stands in the log.</summary>
/// <param name="Line">Its number there.</param>
/// <param name="At">When it happened, where the line can be read by the one who asks.</param>
public sealed record EnteredRow(int Row, long Line, DateTimeOffset? At);

internal static class LogSheetRow
{
    public static async Task<IReadOnlyList<LogSheet>> ReadAsync(NpgsqlCommand command, CancellationToken stop)
    {
        await using var reader = await command.ExecuteReaderAsync(stop);
        var sheets = new List<LogSheet>();
        while (await reader.ReadAsync(stop))
            sheets.Add(Read(reader));
        return sheets;
    }

    private static LogSheet Read(NpgsqlDataReader reader) => new(
        reader.GetInt32(0),
        Id(reader, 1),
        reader.GetFieldValue<DateTimeOffset>(2),
        reader.GetString(3))
    {
        EnteredInto = Id(reader, 4),
        EnteredAt = At(reader, 5),
        EnteredBy = Text(reader, 6),
        VoidedAt = At(reader, 7),
        VoidedBy = Text(reader, 8),
        VoidReason = Text(reader, 9),
        RegisteredAt = At(reader, 10),
    };

    private static Guid? Id(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetGuid(column);

    private static DateTimeOffset? At(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);

    private static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);
}
