using Kris.Web.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Kris.Tests.Api;

/// <summary>A request has one time for all that it asks of the database.</summary>
public sealed class AnswerTimeTests
{
    private readonly FakeTimeProvider clock = new();
    private readonly TaskCompletionSource<int> silent = new();

    [Fact]
    public async Task What_came_before_is_taken_off_the_time_that_is_left()
    {
        var request = Request();
        clock.Advance(TimeSpan.FromSeconds(2.5));
        Assert.Equal(7, await AnswerTime.WithinAsync(request, ValueTask.FromResult(7)));
        var asked = AnswerTime.WithinAsync(request, new ValueTask<int>(silent.Task)).AsTask();

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(asked.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.5));

        var away = await Assert.ThrowsAsync<TimeoutException>(() => asked);
        Assert.True(DatabaseAway.Is(away));
    }

    [Fact]
    public async Task A_request_whose_time_is_up_waits_no_more()
    {
        var request = Request();
        clock.Advance(TimeSpan.FromSeconds(20));

        var asked = AnswerTime.WithinAsync(request, new ValueTask<int>(silent.Task)).AsTask();

        await Assert.ThrowsAsync<TimeoutException>(() => asked);
    }

    private DefaultHttpContext Request()
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(clock).BuildServiceProvider();
        var request = new DefaultHttpContext { RequestServices = services };
        AnswerTime.Begin(request);
        return request;
    }
}
