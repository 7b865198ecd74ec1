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
        reader.IsDBNull(5) ? null : Fields(reader, 5),
        reader.GetBoolean(6) ? State(reader) : LineState.Untouched);

    // As bytes: a text of it all would be made to be taken apart at once.
    public static Dictionary<string, string> Fields(NpgsqlDataReader reader, int column) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetFieldValue<byte[]>(column)) ?? [];

    private static LineState State(NpgsqlDataReader reader) =>
        new(StruckBy: Number(reader, 7), FlaggedBy: Number(reader, 8))
        {
            PinnedBy = Number(reader, 9),
            ReleasedBy = Number(reader, 10),
            DoneBy = Number(reader, 11),
            ChangedBy = Number(reader, 12),
            AcceptedBy = Number(reader, 13),
            Marked = Number(reader, 14) is { } by ? Marking(by, reader) : null,
            ErasureBy = Number(reader, 18),
            ErasedBy = Number(reader, 19),
            Origin = Number(reader, 20),
        };

    private static LineMarking Marking(long by, NpgsqlDataReader reader) => new(
        by,
        reader.IsDBNull(15) ? null : reader.GetString(15),
        string.Join(' ', reader.GetFieldValue<Guid[]>(16)))
    {
        Lagrum = reader.IsDBNull(17) ? null : reader.GetString(17),
    };

    private static long? Number(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetInt64(column);
}
