using System.Runtime.CompilerServices;
using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>
/// Goes through a log from one number to another, however long it is: a batch at a time, so that whoever receives
/// slowly keeps no connection meanwhile, and the next batch is on its way while this one is used.
/// </summary>
public sealed class JournalWalk(NpgsqlDataSource source)
{
    private const int Batch = 1_000;

    // A line that the reader may not read is there whatever its kind: left out, it would tell who wrote it.
    private static readonly string Within =
        "c.stream_id = $1 AND c.number > $2 AND c.number <= $3 AND ($5 OR c.number = ANY ($6)) "
        + $"AND ($4 OR l.fields ->> 'kind' IS DISTINCT FROM 'system' OR ({Readable.Condition(7)}) IS NOT TRUE)";

    /// <param name="right">Of whoever is to have the lines, which are given as they stand.</param>
    public async IAsyncEnumerable<JournalLine> LinesAsync(
        Guid stream,
        LogCut cut,
        ReadingRight right,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var next = BatchAsync(stream, cut.From - 1, cut, right, cancellationToken);
        try
        {
            for (var lines = await next; lines.Count > 0; lines = await next)
            {
                next = lines.Count == Batch
                    ? BatchAsync(stream, lines[^1].Number, cut, right, cancellationToken)
                    : Task.FromResult(new List<JournalLine>());
                foreach (var line in lines)
                    yield return line;
            }
        }
        finally
        {
            // Whoever stops in the middle does not want what was on its way, nor how it failed.
            await next.ContinueWith(
                done => done.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <summary>How many lines the walk will meet.</summary>
    public async Task<long> CountAsync(
        Guid stream, LogCut cut, ReadingRight right, CancellationToken cancellationToken = default)
    {
        await using var command = Command(
            $"""
            SELECT count(*) FROM log_chain c
            LEFT JOIN log_content l ON l.stream_id = c.stream_id AND l.number = c.number
            LEFT JOIN line_state s ON s.stream_id = c.stream_id AND s.number = c.number WHERE {Within}
            """,
            stream,
            cut.From - 1,
            cut,
            right);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<List<JournalLine>> BatchAsync(
        Guid stream, long after, LogCut cut, ReadingRight right, CancellationToken cancellationToken)
    {
        await using var command = Command(
            $"{JournalStore.Columns} WHERE {Within} ORDER BY c.number LIMIT $10", stream, after, cut, right);
        command.Parameters.AddWithValue(Batch);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new List<JournalLine>(Batch);
        while (await reader.ReadAsync(cancellationToken))
            lines.Add(JournalRow.Read(reader));
        return lines;
    }

    private NpgsqlCommand Command(string sql, Guid stream, long after, LogCut cut, ReadingRight right)
    {
        var command = source.CreateCommand(sql);
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(after);
        command.Parameters.AddWithValue(cut.To);
        command.Parameters.AddWithValue(cut.WithSystem);
        command.Parameters.AddWithValue(cut.Only is null);
        command.Parameters.AddWithValue(cut.Only?.ToArray() ?? []);
        Readable.Add(command, right);
        return command;
    }
}
