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

    private static string Days(DateOnly? began, string clocks) => string.Join(' ', SheetRow
        .Days(began, clocks.Split(' ').Select(Row))
        .Select(day => day?.Day.ToString(CultureInfo.InvariantCulture) ?? "-"));

    private static (TimeOnly? Clock, DateOnly? Known) Row(string written)
    {
        var parts = written.Split('@');
        return (
            TimeOnly.TryParse(parts[0], CultureInfo.InvariantCulture, out var clock) ? clock : null,
            parts.Length > 1 ? new DateOnly(2026, 1, int.Parse(parts[1], CultureInfo.InvariantCulture)) : null);
    }
}
