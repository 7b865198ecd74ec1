using System.Globalization;
using Kris.Domain.Journal;

namespace Kris.Tests.Loggblad;

/// <summary>On which day a row of a sheet happened, when the sheet has but one date.</summary>
public sealed class SheetDaysTests
{
    private static readonly DateOnly Began = new(2026, 1, 10);

    [Theory]
    [InlineData("08:00 08:00 17:45", "10 10 10")]
    [InlineData("23:50 00:10", "10 11")]
    [InlineData("20:00 08:30", "10 11")]
    [InlineData("09:00 07:30", "10 11")]
    [InlineData("22:00 01:00 14:00", "10 11 11")]
    [InlineData("22:00 01:00 14:00 13:30 02:00", "10 11 11 11 12")]
    [InlineData("14:05 13:58 14:10", "10 10 10")]
    [InlineData("14:00 13:00", "10 10")]
    [InlineData("14:00 12:59", "10 11")]
    [InlineData("23:58 00:10 23:59 00:20", "10 11 10 11")]
    [InlineData("00:05 23:58 00:06", "10 9 10")]
    [InlineData("23:00 - 01:00", "10 - 11")]
    [InlineData("- 01:00 00:30", "- 10 10")]
    public void A_row_is_the_first_time_that_its_clock_shows_after_the_one_above(string clocks, string days) =>
        Assert.Equal(days, Days(Began, clocks));

    [Theory]
    [InlineData("23:50 00:10@14 09:00 08:00 06:00", "10 14 14 14 15")]
    [InlineData("23:50@3 00:10 00:30", "3 4 4")]
    [InlineData("10:00 09:00@9 11:00", "10 9 9")]
    public void A_day_that_is_known_is_what_those_below_are_reckoned_from(string clocks, string days) =>
        Assert.Equal(days, Days(Began, clocks));

    [Fact]
    public void Without_a_date_the_rows_above_the_first_known_one_have_no_day() =>
        Assert.Equal("- 3 4", Days(null, "22:00 23:50@3 00:10"));

    // On 25 October 2026 the hour from two to three comes twice: first at +02:00, then at +01:00.
    [Theory]
    [InlineData("02:10 02:40 02:05 02:30", "2 2 1 1")]
    [InlineData("01:50 02:05 02:05 03:10", "2 2 2 1")]
    [InlineData("02:40 03:05 02:50", "2 1 1")]
    [InlineData("23:30 02:10+1 02:30 02:05+2 02:10", "2 1 1 2 2")]
    [InlineData("02:30@25+1 02:20@25", "1 1")]
    public void In_the_hour_that_comes_twice_a_clock_that_stands_back_is_in_the_second(string clocks, string offsets)
    {
        var began = new DateOnly(2026, 10, clocks[0] is '2' ? 24 : 25);

        var moments = SheetClock.Moments(began, clocks.Split(' ').Select(row => Row(row, 10)));

        Assert.Equal(offsets, string.Join(' ', moments.Select(at => at!.Value.Offset.Hours)));
        Assert.All(moments.Skip(clocks[0] is '2' ? 1 : 0), at => Assert.Equal(25, at!.Value.Day));
    }

    private static string Days(DateOnly? began, string clocks) => string.Join(' ', SheetClock
        .Moments(began, clocks.Split(' ').Select(row => Row(row)))
        .Select(at => at?.Day.ToString(CultureInfo.InvariantCulture) ?? "-"));

    // 02:10@25+1: at ten past two, on the 25th, at +01:00.
    private static SheetClock Row(string written, int month = 1)
    {
        var (timed, offset) = written.Split('+') is [var before, var hours]
            ? (before, TimeSpan.FromHours(int.Parse(hours, CultureInfo.InvariantCulture)))
            : (written, (TimeSpan?)null);
        var parts = timed.Split('@');
        return new SheetClock(
            TimeOnly.TryParse(parts[0], CultureInfo.InvariantCulture, out var clock) ? clock : null,
            parts.Length > 1 ? new DateOnly(2026, month, int.Parse(parts[1], CultureInfo.InvariantCulture)) : null,
            offset);
    }
}
