using System.Diagnostics;
using Kris.Data;
using Kris.Data.Server;
using Npgsql;

namespace Kris.Tests.Server;

/// <summary>How long Kris waits for a database that is silent, and how long the database waits for Kris.</summary>
[Collection(TestServerCollection.Name)]
public sealed class KrisDataSourceTests(TestServer server)
{
    [Fact]
    public async Task An_answer_that_does_not_come_is_given_up_within_seconds_and_the_next_one_comes()
    {
        await using var source = KrisDataSource.Create(server.App(PrivateDatabase.Name));
        var begun = Stopwatch.GetTimestamp();

        var late = await Assert.ThrowsAsync<NpgsqlException>(() => AskAsync(source, "SELECT pg_sleep(30)"));

        Assert.IsType<TimeoutException>(late.InnerException);
        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalSeconds, 2.5, 10);
        Assert.Equal(1, await AskAsync(source, "SELECT 1"));
    }

    [Fact]
    public async Task A_transaction_that_is_forsaken_does_not_hold_its_locks_for_long()
    {
        await using var source = KrisDataSource.Create(server.App(PrivateDatabase.Name));

        Assert.Equal("10s", await AskAsync(source, "SHOW idle_in_transaction_session_timeout"));
    }

    private static async Task<object?> AskAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
