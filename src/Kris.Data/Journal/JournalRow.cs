using System.Text.Json;
using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

internal static class JournalRow
{
    public static JournalLine Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0),
        reader.GetInt64(1),
        reader.GetGuid(2),
        reader.GetFieldValue<DateTimeOffset>(3),
        reader.GetFieldValue<byte[]>(4),
        reader.IsDBNull(5) ? null : Fields(reader.GetString(5)),
        reader.IsDBNull(6) && reader.IsDBNull(7)
            ? LineState.Untouched
            : new LineState(Number(reader, 6), Number(reader, 7)));

    public static Dictionary<string, string> Fields(string json) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [];

    private static long? Number(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetInt64(column);
}
