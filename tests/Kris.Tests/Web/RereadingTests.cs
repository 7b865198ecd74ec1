using System.Net.Sockets;
using Kris.Web.Components;

namespace Kris.Tests.Web;

/// <summary>What a page shows is never older than what it was told of.</summary>
public sealed class RereadingTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly List<TaskCompletionSource> readings = [];
    private readonly Rereading rereading;

    public RereadingTests() => rereading = new Rereading(ReadAsync, TimeSpan.FromMilliseconds(20));

    public void Dispose() => rereading.Dispose();

    [Fact]
    public async Task What_is_told_during_a_reading_is_one_more_and_no_two_overlap()
    {
        var first = rereading.NowAsync();
        Task[] told = [rereading.NowAsync(), rereading.WhenToldAsync()];
        await rereading.WhenToldAsync().WaitAsync(Limit);
        Assert.Single(readings);

        readings[0].SetResult();
        await UntilAsync(2);
        Assert.All(told, task => Assert.False(task.IsCompleted));
        readings[1].SetResult();

        await Task.WhenAll([first, .. told]).WaitAsync(Limit);
        Assert.Equal(2, readings.Count);
    }

    [Fact]
    public async Task A_reading_that_is_over_is_followed_by_another()
    {
        for (var time = 0; time < 2; time++)
        {
            var reading = rereading.NowAsync();
            readings[time].SetResult();
            await reading.WaitAsync(Limit);
        }

        Assert.Equal(2, readings.Count);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_asked_until_it_does_and_whoever_waits_is_told()
    {
        var told = rereading.WhenToldAsync();
        readings[0].SetException(new TimeoutException());
        await UntilAsync(2);
        readings[1].SetException(new TimeoutException());
        await UntilAsync(3);
        var asked = rereading.NowAsync();
        readings[2].SetException(new SocketException());
        await Assert.ThrowsAsync<SocketException>(() => asked.WaitAsync(Limit));
        await UntilAsync(4);
        readings[3].SetResult();

        await told.WaitAsync(Limit);
    }

    [Fact]
    public async Task A_page_that_has_gone_asks_no_more_and_other_failures_are_no_ones_to_try_again()
    {
        var told = rereading.WhenToldAsync();
        readings[0].SetException(new FormatException());
        await Assert.ThrowsAsync<FormatException>(() => told.WaitAsync(Limit));

        var again = rereading.WhenToldAsync();
        rereading.Dispose();
        readings[1].SetException(new TimeoutException());

        await again.WaitAsync(Limit);
        Assert.Equal(2, readings.Count);
    }

    [Fact]
    public async Task A_burst_is_one_reading_when_it_is_over()
    {
        Task[] told = [rereading.SoonAsync(), rereading.SoonAsync(), rereading.SoonAsync()];
        Assert.Empty(readings);

        await UntilAsync(1);
        readings[0].SetResult();

        await Task.WhenAll(told).WaitAsync(Limit);
        Assert.Single(readings);
    }

    private Task ReadAsync()
    {
        readings.Add(new TaskCompletionSource());
        return readings[^1].Task;
    }

    private async Task UntilAsync(int count)
    {
        for (var begun = TimeProvider.System.GetTimestamp(); readings.Count < count; await Task.Delay(5))
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Limit, $"Only {readings.Count} readings.");
    }
}
