using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

internal static class ExportJobRow
{
    /// <summary>
    /// Whether a line in the job's cut has been marked as secret since the log was taken, or is to be erased: the file
    /// may show what is not for everybody any more. What is erased takes its prints with it.
    /// </summary>
    public const string IsOvertaken =
        """
        EXISTS (
            SELECT FROM line_state s
            WHERE s.stream_id = j.incident_id AND s.number BETWEEN j.first AND j.last
                AND (j.only_numbers IS NULL OR s.number = ANY (j.only_numbers))
                AND greatest(s.marked_by, s.followed_by, s.erasure_by, s.erased_by) > j.head_number)
        """;

    public const string Columns =
        $"""
        SELECT j.id, j.incident_id, j.asked_by, j.asked_by_name, j.duty, j.unit, j.is_token, j.asked_at, j.first,
            j.last, j.with_system, j.only_numbers, j.head_number, j.head_hash, j.lines, j.state, j.done, j.refusal,
            j.tries, j.request, {IsOvertaken}
        FROM export_job j
        """;

    public static ExportJob Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0),
        reader.GetGuid(1),
        new Actor(
            reader.GetGuid(2),
            reader.GetString(3),
            Duties.Parse(reader.GetString(4))!.Value,
            reader.IsDBNull(5) ? null : reader.GetGuid(5),
            reader.GetBoolean(6)),
        new LogCut(reader.GetInt64(8), reader.GetInt64(9), reader.GetBoolean(10))
        {
            Only = reader.IsDBNull(11) ? null : [.. reader.GetFieldValue<long[]>(11)],
        },
        new ChainHead(reader.GetInt64(12), reader.GetFieldValue<byte[]>(13)),
        reader.GetInt64(14))
    {
        AskedAt = reader.GetFieldValue<DateTimeOffset>(7),
        State = StateOf(reader.GetString(15), isOvertaken: reader.GetBoolean(20)),
        Done = reader.GetInt64(16),
        Refusal = reader.IsDBNull(17) ? null : reader.GetString(17),
        Tries = reader.GetInt32(18),
        Request = reader.IsDBNull(19) ? null : reader.GetFieldValue<byte[]>(19),
    };

    private static ExportState StateOf(string state, bool isOvertaken) => state switch
    {
        "failed" => ExportState.Failed,
        _ when isOvertaken => ExportState.Overtaken,
        "waiting" => ExportState.Waiting,
        "running" => ExportState.Running,
        _ => ExportState.Done,
    };
}
