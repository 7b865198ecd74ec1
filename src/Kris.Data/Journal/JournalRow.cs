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
            Own = Marking(reader, by: 14, circle: 15, lagrum: 17),
            Followed = Marking(reader, by: 20, circle: 21, lagrum: 23),
            ErasureBy = Number(reader, 18),
            ErasedBy = Number(reader, 19),
            Origin = Number(reader, 24),
        };

    /// <param name="by">The column of it; those of circle and readers stand side by side.</param>
    public static LineMarking? Marking(NpgsqlDataReader reader, int by, int circle, int? lagrum = null) =>
        reader.IsDBNull(by)
            ? null
            : new LineMarking(
                reader.GetInt64(by),
                reader.IsDBNull(circle) ? null : reader.GetString(circle),
                string.Join(' ', reader.GetFieldValue<Guid[]>(circle + 1)))
            {
                Lagrum = lagrum is not { } column || reader.IsDBNull(column) ? null : reader.GetString(column),
            };

    private static long? Number(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetInt64(column);
}
