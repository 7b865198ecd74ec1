using System.Collections.Concurrent;
using Kris.Domain.Journal;
using Kris.Tests.Server;
using Kris.Web.Journal;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Kris.Tests.Journal;

/// <summary>Each who watches a stream gets every line after the last that they have, once and in order.</summary>
[Collection(LogServerCollection.Name)]
public sealed class LiveFeedTests(TestServer server) : IAsyncLifetime
{
    private TestKris kris = null!;
    private Guid stream;

    public async Task InitializeAsync()
    {
        kris = await TestKris.NewAsync(server);
        stream = (await kris.OpenAsync()).Id;
        for (var line = 2; line <= 6; line++)
            await kris.WriteAsync(stream, $"Rad {line}");
    }

    public async Task DisposeAsync() => await kris.DisposeAsync();

    [Fact]
    public async Task Who_comes_while_later_lines_are_being_read_misses_none_of_the_earlier()
    {
        using var feed = new LiveFeed(kris.Journal, kris.Signal, NullLogger<LiveFeed>.Instance);
        var (early, late) = (new ConcurrentQueue<long>(), new ConcurrentQueue<long>());
        using var first = await ReadingAsync(feed, early);

        using var second = feed.Watch(stream, after: 1, lines => Note(late, lines));
        await first.ReleaseAsync();

        await UntilAsync(() => early.Count == 2 && late.Count == 5);
        Assert.Equal([5, 6], early);
        Assert.Equal([2, 3, 4, 5, 6], late);
    }

    // A watcher whose lines are on their way: the read waits for a lock, and has already said from where.
    private async Task<Held> ReadingAsync(LiveFeed feed, ConcurrentQueue<long> given)
    {
        var held = await Held.TakeAsync(kris.Super);
        held.Watch = feed.Watch(stream, after: 4, lines => Note(given, lines));
        await UntilAsync(async () => await Ask.ValueAsync<long>(
            kris.Super, "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'log_content'::regclass") > 0);
        return held;
    }

    private static void Note(ConcurrentQueue<long> given, IReadOnlyList<JournalLine> lines)
    {
        foreach (var line in lines)
            given.Enqueue(line.Number);
    }

    private static Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await isSo())
            await Task.Delay(20, limit.Token);
    }

    /// <summary>A lock on what lines hold, and whoever waits for it.</summary>
    private sealed class Held(NpgsqlConnection connection, NpgsqlTransaction transaction) : IDisposable
    {
        public IDisposable? Watch { get; set; }

        public static async Task<Held> TakeAsync(string super)
        {
            var connection = new NpgsqlConnection(super);
            await connection.OpenAsync();
            var transaction = await connection.BeginTransactionAsync();
            await using var locking = new NpgsqlCommand("LOCK TABLE log_content", connection);
            await locking.ExecuteNonQueryAsync();
            return new Held(connection, transaction);
        }

        public Task ReleaseAsync() => transaction.RollbackAsync();

        public void Dispose()
        {
            Watch?.Dispose();
            transaction.Dispose();
            connection.Dispose();
        }
    }
}
