using Kris.Web.Loggblad;

namespace Kris.Tests.Loggblad;

/// <summary>What the hand wrote, as it is read.</summary>
public sealed class SheetFormTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Times_go_over_midnight_and_back_again_where_rows_stand_out_of_order()
    {
        var form = Form("2026-11-25", "23.50", "2358", "00:10", "23:59", "00:20");

        var (rows, wrong) = form.Read(Now);

        Assert.Empty(wrong);
        Assert.Equal(
            ["25T22:50", "25T22:58", "25T23:10", "25T22:59", "25T23:20"],
            rows.Select(row => row.OccurredAt.UtcDateTime.ToString("dd'T'HH:mm", null)));
        Assert.Equal((null, "2026-11-26"), (form.DayOf(form.Rows[1]), form.DayOf(form.Rows[2])));
    }

    [Fact]
    public void A_small_step_back_is_the_same_day() => Assert.Equal(
        [25, 25, 25],
        Form("2026-11-25", "14:05", "13:58", "14:10").Read(Now).Rows.Select(row => row.OccurredAt.Day));

    [Fact]
    public void Rows_that_are_empty_are_left_out_and_numbers_stay()
    {
        var form = Form("2026-11-25", "10:00");
        (form.Rows[6].Time, form.Rows[6].Text) = ("11:00", "Rad sju.");

        Assert.Equal([1, 7], form.Read(Now).Rows.Select(row => row.Number));
    }

    [Theory]
    [InlineData("25:00", "Ett.", "Rad 1: Skriv tiden som 14:05.")]
    [InlineData("", "Ett.", "Rad 1: Skriv tiden som 14:05.")]
    [InlineData("tio", "Ett.", "Rad 1: Skriv tiden som 14:05.")]
    [InlineData("10:00", " ", "Rad 1: Skriv vad som står i raden.")]
    public void What_is_wrong_in_a_row_is_told_at_the_row(string time, string text, string sentence)
    {
        var form = Form("2026-11-25", time);
        (form.Rows[0].Text, form.Rows[0].From) = (text, "SOS");

        var (rows, wrong) = form.Read(Now);

        Assert.Empty(rows);
        Assert.Equal([sentence], wrong);
        Assert.NotNull(form.Rows[0].Wrong);
    }

    [Fact]
    public void A_day_that_has_not_been_is_told_at_the_row() => Assert.StartsWith(
        "Rad 1: Tidpunkten ligger mer än fem minuter framåt.",
        Form("2026-12-24", "15:00").Read(Now).Wrong.Single(),
        StringComparison.Ordinal);

    [Fact]
    public void The_hour_that_never_was_is_told_at_the_row() => Assert.Equal(
        ["Rad 1: Klockan var aldrig 02:30 den 2026-03-29: då ställdes den fram."],
        Form("2026-03-29", "02:30").Read(Now).Wrong);

    [Theory]
    [InlineData("igår")]
    [InlineData("2026-02-30")]
    [InlineData(null)]
    public void Without_a_date_nothing_is_read(string? date) => Assert.Equal(
        ["Skriv datumet för första raden som 2026-11-25."], Form(date, "10:00").Read(Now).Wrong);

    [Fact]
    public void A_row_that_stands_in_the_log_is_not_read_again()
    {
        var form = Form("2026-11-25", "10:00", "10:05");
        form.Rows[0].Line = 7;

        Assert.Equal([2], form.Read(Now).Rows.Select(row => row.Number));
    }

    private static SheetForm Form(string? date, params string[] times)
    {
        var form = new SheetForm { Date = date };
        for (var i = 0; i < times.Length; i++)
            (form.Rows[i].Time, form.Rows[i].Text) = (times[i], $"Rad {i + 1}.");
        return form;
    }
}
