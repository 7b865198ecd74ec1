using Kris.Domain;
using Kris.Web.Components;
using Kris.Web.Search;

namespace Kris.Tests.Web;

public sealed class SwedishTests
{
    private static readonly DateTimeOffset Now = Utc("2026-11-22T13:05:00Z");

    [Fact]
    public void Times_are_shown_in_Swedish_time_summer_and_winter()
    {
        Assert.Equal("14:05", Swedish.Clock(Now));
        Assert.Equal("15:05", Swedish.Clock(Utc("2026-07-22T13:05:00Z")));
    }

    [Fact]
    public void A_date_is_the_Swedish_one_even_when_it_is_still_yesterday_elsewhere()
    {
        var afterMidnight = Utc("2026-11-21T23:30:00Z");

        Assert.Equal("2026-11-22", Swedish.Date(afterMidnight));
        Assert.Equal("22 november 2026", Swedish.LongDate(afterMidnight));
    }

    [Fact]
    public void A_moment_names_its_date_only_on_another_day()
    {
        Assert.Equal("03:10", Swedish.Moment(Utc("2026-11-22T02:10:00Z"), Now));
        Assert.Equal("2026-11-21 23:59", Swedish.Moment(Utc("2026-11-21T22:59:00Z"), Now));
    }

    [Theory]
    [InlineData("2026-10-25T00:30:00Z", "02:30 (+02:00)")]
    [InlineData("2026-10-25T01:30:00Z", "02:30 (+01:00)")]
    [InlineData("2026-10-25T02:30:00Z", "03:30")]
    [InlineData("2026-10-24T23:30:00Z", "01:30")]
    public void The_hour_that_comes_twice_shows_its_offset(string utc, string shown) =>
        Assert.Equal(shown, Swedish.Clock(Utc(utc)));

    [Theory]
    [InlineData("2026-10-25T02:30", "2026-10-25T00:30:00Z", "2026-10-25T01:31:00Z")]
    [InlineData("2026-10-25T01:59", "2026-10-24T23:59:00Z", "2026-10-25T00:00:00Z")]
    [InlineData("2026-10-25T03:00", "2026-10-25T02:00:00Z", "2026-10-25T02:01:00Z")]
    [InlineData("2026-03-29T01:59", "2026-03-29T00:59:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("2026-03-29T02:30", "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z")]
    [InlineData("2026-03-29T03:00", "2026-03-29T01:00:00Z", "2026-03-29T01:01:00Z")]
    public void A_filter_takes_all_of_a_minute_on_the_nights_when_the_clock_is_set(
        string minute, string from, string until)
    {
        var read = FilterAddress.Read($"http://kris/sok?fran={minute}&till={minute}");

        Assert.Equal((Utc(from), Utc(until)), (read.From, read.Until));
    }

    [Theory]
    [InlineData(0, "mindre än 1 min")]
    [InlineData(12, "12 min")]
    [InlineData(185, "3 h 05 min")]
    [InlineData(3120, "2 d 4 h")]
    public void Elapsed_time_is_as_short_as_it_can_be_read(int minutes, string shown) =>
        Assert.Equal(shown, Swedish.Elapsed(TimeSpan.FromMinutes(minutes)));

    [Theory]
    [InlineData(1234.5, 1, "1 234,5")]
    [InlineData(1234, 1, "1 234")]
    [InlineData(0.25, 1, "0,3")]
    [InlineData(4100, 0, "4 100")]
    public void Numbers_have_a_space_between_thousands_and_a_decimal_comma(double number, int decimals, string shown) =>
        Assert.Equal(shown, Swedish.Number(number, decimals).Replace('\u00a0', ' '));

    [Theory]
    [InlineData("14:05", "2026-11-22T13:05:00Z")]
    [InlineData("3.10", "2026-11-22T02:10:00Z")]
    [InlineData("kl 0310", "2026-11-22T02:10:00Z")]
    [InlineData("2026-07-01 08:00", "2026-07-01T06:00:00Z")]
    public void A_typed_time_is_read_as_Swedish_time(string typed, string utc) =>
        Assert.Equal(Utc(utc), SwedishMoment.Read(typed, Now));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData(" Nu ")]
    public void Nothing_typed_is_no_time_of_its_own(string? typed) => Assert.Null(SwedishMoment.Read(typed, Now));

    [Theory]
    [InlineData("2026-10-25T00:30:00Z")]
    [InlineData("2026-10-25T01:30:00Z")]
    [InlineData("2026-03-29T01:30:00Z")]
    [InlineData("2026-11-22T13:05:00Z")]
    public void What_a_field_shows_it_also_reads(string utc) =>
        Assert.Equal(Utc(utc), SwedishMoment.Read(Swedish.DateAndClock(Utc(utc)), Now));

    [Theory]
    [InlineData("2026-10-25T00:40:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("2026-10-25T01:40:00Z", "2026-10-25T01:30:00Z")]
    public void Without_an_offset_the_hour_that_comes_twice_is_the_latest_that_has_been(string now, string meant) =>
        Assert.Equal(Utc(meant), SwedishMoment.Read("2026-10-25 02:30", Utc(now)));

    [Theory]
    [InlineData("23:50", "2026-11-22T23:05:00Z", "2026-11-22T22:50:00Z")]
    [InlineData("14:10", "2026-11-22T13:05:00Z", "2026-11-22T13:10:00Z")]
    [InlineData("20:00", "2026-11-22T13:05:00Z", "2026-11-22T19:00:00Z")]
    public void A_clock_without_a_date_is_the_nearest_that_can_have_been(string typed, string now, string meant) =>
        Assert.Equal(Utc(meant), SwedishMoment.Read(typed, Utc(now)));

    [Theory]
    [InlineData("i går", "Skriv tiden som")]
    [InlineData("25:10", "Skriv tiden som")]
    [InlineData("14:60", "Skriv tiden som")]
    [InlineData("2026-02-30 14:05", "2026-02-30 finns inte i kalendern.")]
    [InlineData("0001-01-01 00:00", "0001-01-01 ligger för långt bort. Kontrollera årtalet.")]
    [InlineData("9999-12-31 23:59", "9999-12-31 ligger för långt bort. Kontrollera årtalet.")]
    [InlineData("2026-03-29 02:30", "Klockan var aldrig 02:30 den 2026-03-29: då ställdes den fram.")]
    public void A_time_that_never_was_is_refused_in_a_sentence(string typed, string begins)
    {
        var refused = Assert.Throws<RefusedException>(() => SwedishMoment.Read(typed, Now));

        Assert.StartsWith(begins, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(44, "44 B")]
    [InlineData(40_000, "39 kB")]
    [InlineData(25 * 1024 * 1024, "25 MB")]
    [InlineData(1_300_000, "1,2 MB")]
    public void A_size_is_written_as_it_is_said(long bytes, string words) => Assert.Equal(words, Swedish.Size(bytes));

    private static DateTimeOffset Utc(string text) =>
        DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
