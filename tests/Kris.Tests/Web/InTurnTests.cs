using Kris.Web.Hosting;

namespace Kris.Tests.Web;

public sealed class InTurnTests
{
    private readonly InTurn turn = new();

    [Fact]
    public async Task Whoever_waited_for_one_who_was_not_answered_does_not_wait_anew()
    {
        var silent = new TaskCompletionSource<int>();
        var asked = 0;
        var first = turn.AskAsync(() => silent.Task);
        var waiting = Enumerable.Range(0, 5).Select(_ => turn.AskAsync(() => Task.FromResult(++asked))).ToList();

        silent.SetException(new TimeoutException());

        await Assert.ThrowsAsync<TimeoutException>(() => first);
        foreach (var one in waiting)
            await Assert.ThrowsAsync<TimeoutException>(() => one);
        Assert.Equal(0, asked);
        Assert.Equal(1, await turn.AskAsync(() => Task.FromResult(++asked)));
    }

    [Fact]
    public async Task Whoever_waited_for_an_answer_or_for_another_fault_asks_in_turn()
    {
        var first = new TaskCompletionSource<int>();
        var second = new TaskCompletionSource<int>();
        var answers = new[]
        {
            turn.AskAsync(() => first.Task), turn.AskAsync(() => second.Task), turn.AskAsync(() => Task.FromResult(3)),
        };

        first.SetResult(1);
        Assert.Equal(1, await answers[0]);
        Assert.False(answers[2].IsCompleted);
        second.SetException(new InvalidDataException());

        await Assert.ThrowsAsync<InvalidDataException>(() => answers[1]);
        Assert.Equal(3, await answers[2]);
    }
}
