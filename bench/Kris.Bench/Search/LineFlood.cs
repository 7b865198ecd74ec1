using System.Globalization;
using System.Text;
using Kris.Bench.Setup;
using Npgsql;

namespace Kris.Bench.Search;

/// <summary>
/// Lines in the hundreds of thousands, copied into the tables that they would have come to by and by. Their chain
/// proves nothing, which no search asks for.
/// </summary>
internal sealed class LineFlood(Ground ground, Vocabulary vocabulary, int lines)
{
    public const int RareEvery = 500;

    /// <summary>Who, where and what stands in a few of the oldest lines and in no other.</summary>
    public static readonly (string Name, Guid Unit, string Tag) Old =
        ("Gunhild Sällan", Guid.Parse("01a00000-0000-7000-8000-000000000001"), "sällsynt");

    private const int MarkedEvery = 100;
    private const int PinnedEvery = 40;
    private const string Zeroes = "0000000000000000000000000000000000000000000000000000000000000000";

    private readonly StringBuilder text = new();
    private readonly StringBuilder words = new();
    private IReadOnlyDictionary<Guid, long> begins = new Dictionary<Guid, long>();

    public async Task PourAsync(CancellationToken stop)
    {
        begins = await ground.Journal.NumbersAsync([.. ground.Streams], stop);
        await using var source = NpgsqlDataSource.Create(ground.SuperConnection);
        await using var connection = await source.OpenConnectionAsync(stop);
        await RunAsync(
            connection,
            "SET session_replication_role = replica; SET maintenance_work_mem = '512MB'; "
            + "DROP INDEX line_search_words");
        await CopyAsync(connection, "log_chain (stream_id, number, key, recorded_at, digest, hash)", Chain);
        await CopyAsync(connection, "log_content (stream_id, number, secret, request_digest, fields)", Content);
        await CopyAsync(connection, "line_search (stream_id, number, recorded_at, words)", Words);
        await CopyAsync(connection, "line_state (stream_id, number, marked_by, circle, readers, pinned_by)", State);
        await RunAsync(
            connection,
            "CREATE INDEX line_search_words ON line_search USING gin (words) WITH (fastupdate = off); "
            + "VACUUM ANALYZE line_search; VACUUM ANALYZE log_chain; VACUUM ANALYZE log_content; "
            + "VACUUM ANALYZE line_state; CHECKPOINT");
    }

    /// <summary>Where the line of that place stands.</summary>
    public (Guid Stream, long Number) At(int place) =>
        (ground.Streams[place % ground.Streams.Count],
            begins[ground.Streams[place % ground.Streams.Count]] + 1 + place / ground.Streams.Count);

    private string Chain(int place) => $"{Key(place)}\t{Guid.NewGuid()}\t{When(place)}\t\\\\x{Zeroes}\t\\\\x{Zeroes}";

    // The same words as the vector: both are made from the place alone.
    private string Content(int place)
    {
        Compose(place);
        return $"{Key(place)}\t\\\\x{Zeroes}\t\\\\x{Zeroes}\t"
            + $"{{\"kind\": \"{(place / 3 == 1 ? "observation" : "anteckning")}\", \"text\": \"{text}\", "
            + $"\"author\": \"{Lines.Writer.Id}\", \"duty\": \"loggforare\", {Rarely(place)}}}";
    }

    private static string Rarely(int place) => (place / 3) switch
    {
        0 => $"\"authorName\": \"{Old.Name}\"",
        2 => $"\"authorName\": \"{Lines.Writer.Name}\", \"unit\": \"{Old.Unit}\"",
        3 => $"\"authorName\": \"{Lines.Writer.Name}\", \"tags\": \"{Old.Tag}\"",
        _ => $"\"authorName\": \"{Lines.Writer.Name}\"",
    };

    private string Words(int place)
    {
        Compose(place);
        return $"{Key(place)}\t{When(place)}\t{words}";
    }

    private string? State(int place) => (place % MarkedEvery, place % PinnedEvery) switch
    {
        (0, _) => $"{Key(place)}\t1\t{(place % 200 == 0 ? "staben" : "stabsledningen")}\t{{}}\t\\N",
        (_, 1) => $"{Key(place)}\t\\N\t\\N\t\\N\t1",
        _ => null,
    };

    private void Compose(int place)
    {
        var own = new Random(place);
        text.Clear();
        words.Clear();
        var count = own.Next(12, 26);
        for (var at = 1; at <= count; at++)
        {
            var rank = vocabulary.AnyRank(own);
            text.Append(Vocabulary.Word(rank)).Append(' ');
            foreach (var lexeme in vocabulary.Lexemes[rank])
                Append(lexeme, at);
        }

        if (place % RareEvery != 0)
            return;
        var rare = Vocabulary.Rare(place / RareEvery);
        text.Append(rare);
        Append(rare, count + 1);
    }

    private void Append(string lexeme, int at) =>
        words.Append('\'').Append(lexeme).Append("':").Append(at.ToString(CultureInfo.InvariantCulture)).Append("A ");

    private string Key(int place)
    {
        var (stream, number) = At(place);
        return string.Create(CultureInfo.InvariantCulture, $"{stream}\t{number}");
    }

    private static string When(int place) =>
        new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(20 * place).ToString("O");

    private async Task CopyAsync(NpgsqlConnection connection, string table, Func<int, string?> row)
    {
        await using var writer = await connection.BeginTextImportAsync($"COPY {table} FROM STDIN");
        for (var place = 0; place < lines; place++)
        {
            if (row(place) is { } line)
                await writer.WriteAsync(line + "\n");
        }
    }

    // Each by itself: a VACUUM stands in no transaction with others.
    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        foreach (var one in sql.Split("; "))
        {
            await using var command = new NpgsqlCommand(one, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync();
        }
    }
}
