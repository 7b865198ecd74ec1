using Kris.Web.Components;
using Kris.Web.Tasks;

namespace Kris.Tests.Tasks;

public sealed class TaskDueTests
{
    // 03:15 in Sweden, in the winter.
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 2, 15, 0, TimeSpan.Zero);

    // 00:30 on the day that has 25 hours.
    private static readonly DateTimeOffset LongDay = new(2026, 10, 24, 22, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("16:00", "2026-11-22 16:00")]
    [InlineData("02:00", "2026-11-23 02:00")]
    [InlineData("18", "2026-11-22 18:00")]
    [InlineData(" kl 9.30 ", "2026-11-22 09:30")]
    [InlineData("om 2 h", "2026-11-22 05:15")]
    [InlineData("+30 min", "2026-11-22 03:45")]
    [InlineData("2 dygn", "2026-11-24 03:15")]
    [InlineData("I morgon 08:00", "2026-11-23 08:00")]
    [InlineData("idag 02:00", "2026-11-22 02:00")]
    [InlineData("2026-11-20 12:00", "2026-11-20 12:00")]
    [InlineData("2026-12-24 15:00", "2026-12-24 15:00")]
    public void A_clock_without_a_date_is_the_next_time_that_it_shows_so(string typed, string due) =>
        Assert.Equal(due, Swedish.DateAndClock(TaskDue.Read(typed, Now)!.Value));

    [Theory]
    [InlineData("00:10", "2026-10-26 00:10")]
    [InlineData("02:30", "2026-10-25 02:30 (+02:00)")]
    [InlineData("2026-10-25 02:30 (+01:00)", "2026-10-25 02:30 (+01:00)")]
    public void Tomorrow_is_the_next_day_of_the_calendar_and_of_two_hours_the_first_counts(string typed, string due) =>
        Assert.Equal(due, Swedish.DateAndClock(TaskDue.Read(typed, LongDay)!.Value));

    [Fact]
    public void Nothing_is_no_deadline_and_nonsense_is_refused()
    {
        Assert.Null(TaskDue.Read("", Now));
        Assert.Null(TaskDue.Read(null, Now));
        Refused.ForRule("Skriv klart senast som", () => TaskDue.Read("snart", Now));
        Refused.ForRule("Skriv klart senast som", () => TaskDue.Read("25:00", Now));
        Refused.ForRule("finns inte i kalendern", () => TaskDue.Read("2026-02-30 12:00", Now));
        Refused.ForRule("ställs den fram", () => TaskDue.Read("2027-03-28 02:30", Now));
    }
}
