using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

internal static class ExportJobRow
{
    public static ExportJob Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0),
        reader.GetGuid(1),
        new Actor(
            reader.GetGuid(2),
            reader.GetString(3),
            Duties.Parse(reader.GetString(4))!.Value,
            reader.IsDBNull(5) ? null : reader.GetGuid(5),
            reader.GetBoolean(6)),
        reader.GetFieldValue<DateTimeOffset>(7),
        new LogCut(reader.GetInt64(8), reader.GetInt64(9), reader.GetBoolean(10))
        {
            Only = reader.IsDBNull(19) ? null : [.. reader.GetFieldValue<long[]>(19)],
        },
        new ChainHead(reader.GetInt64(11), reader.GetFieldValue<byte[]>(12)),
        reader.GetInt64(13))
    {
        State = reader.GetString(14) switch
        {
            "waiting" => ExportState.Waiting,
            "running" => ExportState.Running,
            "done" => ExportState.Done,
            _ => ExportState.Failed,
        },
        Done = reader.GetInt64(15),
        Refusal = reader.IsDBNull(16) ? null : reader.GetString(16),
        Tries = reader.GetInt32(17),
        EndedAt = reader.IsDBNull(18) ? null : reader.GetFieldValue<DateTimeOffset>(18),
        Request = reader.IsDBNull(20) ? null : reader.GetFieldValue<byte[]>(20),
    };
}
