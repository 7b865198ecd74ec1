using Kris.Domain.Journal;
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
        Assert.Equal(
            ["2026-11-25", "2026-11-26", null],
            new[] { form.Rows[1], form.Rows[2], form.Rows[7] }.Select(form.DayOf));
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

    [Fact]
    public void In_the_hour_that_comes_twice_the_rows_follow_each_other_and_an_offset_tells()
    {
        var form = Form("2026-10-25", "02:10", "02:40", "02:05", "02:50 (+02:00)", "0255 +01:00");

        var (rows, wrong) = form.Read(Now);

        Assert.Empty(wrong);
        Assert.Equal(
            ["00:10", "00:40", "01:05", "00:50", "01:55"],
            rows.Select(row => row.OccurredAt.UtcDateTime.ToString("HH:mm", null)));
        Assert.Equal(
            ["sommartid (+02:00)", "vintertid (+01:00)", null],
            new[] { form.Rows[0], form.Rows[2], form.Rows[7] }.Select(form.PassOf));
    }

    [Theory]
    [InlineData("igår")]
    [InlineData("2026-02-30")]
    [InlineData(null)]
    public void Without_a_date_nothing_is_read(string? date) => Assert.Equal(
        ["Skriv datumet för första raden som 2026-11-25."], Form(date, "10:00").Read(Now).Wrong);

    [Fact]
    public void A_row_that_stands_in_the_log_is_not_read_again_and_those_below_are_reckoned_from_it()
    {
        var form = Form(null, "23:50", "00:10", "00:30");
        (form.Rows[0].Line, form.Rows[0].EnteredAt) = (7, new(2026, 11, 25, 22, 50, 0, TimeSpan.Zero));
        (form.Rows[1].Line, form.Rows[1].EnteredAt) = (8, new(2026, 11, 25, 23, 10, 0, TimeSpan.Zero));

        var (rows, wrong) = form.Read(Now);

        Assert.Empty(wrong);
        Assert.Equal((3, new(2026, 11, 25, 23, 30, 0, TimeSpan.Zero)), (rows[0].Number, rows[0].OccurredAt));
        Assert.False(form.NeedsDate);
    }

    [Fact]
    public void A_row_has_a_date_of_its_own_where_the_reckoned_one_is_wrong()
    {
        var form = Form("2026-11-24", "08:00", "09:00", "10:00");
        form.Rows[1].Date = "2026-11-25";

        Assert.Equal([24, 25, 25], form.Read(Now).Rows.Select(row => row.OccurredAt.Day));

        form.Rows[1].Date = "25/11";
        Assert.Equal(["Rad 2: Skriv datumet som 2026-11-25."], form.Read(Now).Wrong);
    }

    [Fact]
    public void A_row_is_marked_as_it_is_typed()
    {
        var basis = new LegalBasis("osl-21-7", "OSL 21:7", "Hälsa", DateOnly.MinValue, null);
        var form = Form("2026-11-25", "10:00", "10:05");
        form.Bases = [basis];
        (form.Rows[1].Lagrum, form.Rows[1].MarkingReason) = ("osl-21-7", "Gäller en person.");

        var rows = form.Read(Now).Rows;

        Assert.Null(rows[0].Marking);
        Assert.Equal(
            (basis, "Gäller en person.", ReadingRight.Stabsledningen),
            (rows[1].Marking!.Basis, rows[1].Marking!.Reason, rows[1].Marking!.Circle));
    }

    private static SheetForm Form(string? date, params string[] times)
    {
        var form = new SheetForm { Date = date };
        for (var i = 0; i < times.Length; i++)
            (form.Rows[i].Time, form.Rows[i].Text) = (times[i], $"Rad {i + 1}.");
        return form;
    }
}
