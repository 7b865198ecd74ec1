using Kris.Data.Journal;
using Kris.Domain.Search;
using Npgsql;
using NpgsqlTypes;

namespace Kris.Data.Search;

/// <summary>Brings the words up to the lines, stream by stream, in order of number; what was cut off goes on.</summary>
public sealed class LineIndex(SearchDatabase database)
{
    public const int Batch = 200;

    private const int MaxStreams = 200;

    // Open incidents first, then the newest: what is asked for most.
    private const string BehindSql =
        """
        SELECT i.id, CASE WHEN b.starts THEN 0 ELSE coalesce(r.number, 0) END, b.starts
        FROM incident i
        CROSS JOIN LATERAL (
            SELECT c.number FROM log_chain c WHERE c.stream_id = i.id ORDER BY c.number DESC LIMIT 1) c
        LEFT JOIN line_search_reach r ON r.stream_id = i.id
        CROSS JOIN LATERAL (SELECT coalesce(r.made <> $1 AND ($2 OR r.made NOT LIKE 'h:%'), false) AS starts) b
        WHERE c.number > coalesce(r.number, 0) OR b.starts
        ORDER BY i.closed_at IS NOT NULL, i.number DESC LIMIT $3
        """;

    private const string LinesSql =
        """
        SELECT c.number, l.fields FROM log_chain c
        LEFT JOIN log_content l ON l.stream_id = c.stream_id AND l.number = c.number
        WHERE c.stream_id = $1 AND c.number > $2 ORDER BY c.number LIMIT $3
        """;

    /// <summary>The streams whose words do not go as far as their lines.</summary>
    public async Task<IReadOnlyList<Behind>> BehindAsync(CancellationToken cancellationToken = default)
    {
        await database.HaveLookedAsync(cancellationToken);
        await using var command = database.Source.CreateCommand(BehindSql);
        command.Parameters.AddWithValue(database.Made);
        command.Parameters.AddWithValue(database.Configuration is not null);
        command.Parameters.AddWithValue(MaxStreams);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var streams = new List<Behind>();
        while (await reader.ReadAsync(cancellationToken))
            streams.Add(new Behind(reader.GetGuid(0), reader.GetInt64(1), reader.GetBoolean(2)));
        return streams;
    }

    /// <summary>Takes the next lines of a stream.</summary>
    /// <returns>Where the words go to now; nothing when somebody else is at it.</returns>
    public async Task<Behind?> StepAsync(Behind stream, CancellationToken cancellationToken = default)
    {
        var lines = await ReadAsync(stream, cancellationToken);
        if (lines.Count == 0)
            return null;

        var to = lines[^1].Number;
        var known = lines.Where(line => line.Fields is not null)
            .Select(line => Words.Of(line.Number, SearchedText.Of(line.Fields!)))
            .ToList();
        await using var command = database.Source.CreateCommand(
            "SELECT line_search_put($1, $2, $3, $4, $5, $6, $7, $8::text::regconfig, $9, $10)");
        command.CommandTimeout = 60;
        command.Parameters.AddWithValue(stream.Id);
        command.Parameters.AddWithValue(stream.From);
        command.Parameters.AddWithValue(to);
        command.Parameters.AddWithValue(known.Select(line => line.Number).ToArray());
        command.Parameters.AddWithValue(known.Select(line => line.Main).ToArray());
        command.Parameters.AddWithValue(known.Select(line => line.Beside).ToArray());
        command.Parameters.AddWithValue(known.Select(line => line.Parts).ToArray());
        command.Parameters.AddWithValue(NpgsqlDbType.Text, (object?)database.Configuration ?? DBNull.Value);
        command.Parameters.AddWithValue(database.Made);
        command.Parameters.AddWithValue(stream.Starts);
        return await command.ExecuteScalarAsync(cancellationToken) is true
            ? new Behind(stream.Id, to, Starts: false) { IsDone = lines.Count < Batch }
            : null;
    }

    /// <summary>Everything anew, in place, as fast as it goes.</summary>
    /// <returns>How many lines were read.</returns>
    public async Task<long> RebuildAsync(CancellationToken cancellationToken = default)
    {
        await database.LookAsync(cancellationToken);
        await using (var restart = database.Source.CreateCommand("SELECT line_search_restart()"))
        {
            restart.CommandTimeout = 0;
            await restart.ExecuteNonQueryAsync(cancellationToken);
        }

        return await CatchUpAsync(cancellationToken);
    }

    /// <summary>Until nothing is behind, or nothing moves because a worker is at the same.</summary>
    public async Task<long> CatchUpAsync(CancellationToken cancellationToken = default)
    {
        long lines = 0;
        while (await BehindAsync(cancellationToken) is { Count: > 0 } streams)
        {
            var before = lines;
            foreach (var stream in streams)
            {
                for (Behind? at = stream; at is { IsDone: false };)
                {
                    var next = await StepAsync(at, cancellationToken);
                    lines += next is null ? 0 : next.From - at.From;
                    at = next;
                }
            }

            if (lines == before)
                await Task.Delay(200, cancellationToken);
        }

        return lines;
    }

    private async Task<List<(long Number, Dictionary<string, string>? Fields)>> ReadAsync(
        Behind stream, CancellationToken cancellationToken)
    {
        await using var command = database.Source.CreateCommand(LinesSql);
        command.Parameters.AddWithValue(stream.Id);
        command.Parameters.AddWithValue(stream.From);
        command.Parameters.AddWithValue(Batch);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new List<(long Number, Dictionary<string, string>? Fields)>();
        while (await reader.ReadAsync(cancellationToken))
            lines.Add((reader.GetInt64(0), reader.IsDBNull(1) ? null : JournalRow.Fields(reader, 1)));
        return lines;
    }

    // The parts stand nowhere in the line, and so in no phrase.
    private sealed record Words(long Number, string Main, string Beside, string Parts)
    {
        public static Words Of(long number, SearchedText text)
        {
            var main = SearchedText.Plain(text.Text);
            // What stands between the fields is told to the database, which lets no phrase go across it.
            var beside = string.Join('\u001F', text.Besides.Select(SearchedText.Plain));
            var numbers = text.Besides.Prepend(text.Text).SelectMany(SpacedNumbers.In).Select(one => one.Digits);
            var parts = numbers.Distinct().Prepend(Lexicon.Kris.PartsOf($"{main} {beside}"));
            return new Words(number, main, beside, string.Join(' ', parts));
        }
    }
}

/// <summary>A stream whose words do not go as far as its lines.</summary>
/// <param name="From">The number of the last line whose words are there.</param>
/// <param name="Starts">Whether the words that are there were made in another way, and are made again.</param>
public sealed record Behind(Guid Id, long From, bool Starts)
{
    /// <summary>Whether there was no more to take.</summary>
    public bool IsDone { get; init; }
}
