using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>
/// When an incident was closed and opened again, by the numbers of the lines that tell of it. The chain decides what
/// was written after the incident was closed; the clock has no say.
/// </summary>
public sealed class Closings(IReadOnlyList<(long Number, bool IsClosing)> marks)
{
    private const int MaxMarks = 10_000;

    public static Closings None { get; } = new([]);

    public static async Task<Closings> OfAsync(
        NpgsqlDataSource source, Guid stream, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            """
            SELECT number, fields ->> 'act' <> 'reopened' FROM log_content
            WHERE stream_id = $1 AND fields ->> 'act' IN ('closed', 'merged', 'reopened')
            UNION
            -- Where the words of such a line are erased, the decision says what it did.
            SELECT (fields ->> 'about')::bigint, fields ->> 'was.act' <> 'reopened' FROM log_content
            WHERE stream_id = $1 AND fields ->> 'act' = 'line-erased'
                AND fields ->> 'was.act' IN ('closed', 'merged', 'reopened')
            ORDER BY 1 LIMIT $2
            """);
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(MaxMarks);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var marks = new List<(long Number, bool IsClosing)>();
        while (await reader.ReadAsync(cancellationToken))
            marks.Add((reader.GetInt64(0), reader.GetBoolean(1)));
        return new Closings(marks);
    }

    /// <summary>With what a line says that has joined the log since.</summary>
    public Closings After(JournalLine line)
    {
        bool? isClosing = line.Field(LineFields.Act) switch
        {
            "closed" or "merged" => true,
            "reopened" => false,
            _ => null,
        };
        return isClosing is not { } closes || marks.Any(mark => mark.Number >= line.Number)
            ? this
            : new Closings([.. marks, (line.Number, closes)]);
    }

    /// <summary>Whether a line of a person's joined the log while the incident was closed.</summary>
    public bool IsAfterClose(JournalLine line)
    {
        if (line.IsSystem)
            return false;
        for (var i = marks.Count - 1; i >= 0; i--)
        {
            if (marks[i].Number < line.Number)
                return marks[i].IsClosing;
        }

        return false;
    }
}
