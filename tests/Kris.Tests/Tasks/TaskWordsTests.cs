using Kris.Domain.Accounts;
using Kris.Tests.Accounts;
using Kris.Web.Components;
using Kris.Web.Tasks;

namespace Kris.Tests.Tasks;

public sealed class TaskWordsTests
{
    // 03:15 in Sweden, in the winter.
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 2, 15, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("16:00", "2026-11-22 16:00")]
    [InlineData("02:00", "2026-11-23 02:00")]
    [InlineData(" kl 9.30 ", "2026-11-22 09:30")]
    [InlineData("2026-11-20 12:00", "2026-11-20 12:00")]
    [InlineData("2026-12-24 15:00", "2026-12-24 15:00")]
    public void A_clock_without_a_date_is_the_next_time_that_it_shows_so(string typed, string due) =>
        Assert.Equal(due, Swedish.DateAndClock(TaskWords.ReadDue(typed, Now)!.Value));

    [Fact]
    public void Nothing_is_no_deadline_and_nonsense_is_refused()
    {
        Assert.Null(TaskWords.ReadDue("", Now));
        Assert.Null(TaskWords.ReadDue(null, Now));
        Refused.ForRule("Skriv tiden som", () => TaskWords.ReadDue("snart", Now));
        Refused.ForRule("finns inte i kalendern", () => TaskWords.ReadDue("2026-02-30 12:00", Now));
    }

    [Fact]
    public void A_task_is_mine_by_my_name_or_by_the_duty_i_act_in()
    {
        var names = TaskWords.NamesOf(Actors.In(Duty.Loggforare) with { Name = "Åsa Berg" }, "asa.berg");

        foreach (var name in new[] { "Åsa Berg", "åsa berg", "loggförare", "loggforare", "asa.berg", "@asa.berg" })
            Assert.Contains(name, names);
        Assert.DoesNotContain("stabschef", names);
    }
}
