using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Web.Exports;

namespace Kris.Tests.Exports;

/// <summary>Which lines are chosen by what is typed, and what is said of it.</summary>
public sealed class ExportFieldsTests
{
    [Theory]
    [InlineData("200", 200L)]
    [InlineData(" 1 234 ", 1_234L)]
    [InlineData("1\u00A0234", 1_234L)]
    [InlineData("1\u202F234", 1_234L)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_number_is_read_as_it_is_written(string? typed, long? number)
    {
        var fields = new ExportFields { From = typed };

        Assert.True(fields.IsReadable);
        Assert.Equal(number, fields.First);
    }

    [Theory]
    [InlineData("200-", null)]
    [InlineData(null, "många")]
    [InlineData("-5", null)]
    [InlineData("0", null)]
    [InlineData("9", "8")]
    public void What_cannot_be_read_chooses_nothing(string? from, string? to) =>
        Assert.False(new ExportFields { From = from, To = to }.IsReadable);

    [Fact]
    public void There_is_no_address_of_what_cannot_be_read()
    {
        var fields = new ExportFields { From = "200-" };

        var no = Assert.Throws<RefusedException>(() => fields.Query("first", "last", "system=false", ""));

        Assert.Equal("Skriv radnummer med siffror.", no.Message);
    }

    [Fact]
    public void That_a_print_has_ended_is_told_as_it_ended()
    {
        var job = new ExportJob(
            Guid.NewGuid(),
            Guid.NewGuid(),
            Actor.Machine,
            new LogCut(1, 2, WithSystem: true),
            new ChainHead(2, new byte[32]),
            Lines: 2);
        var (done, failed) = (job with { State = ExportState.Done }, job with { State = ExportState.Failed });

        Assert.Equal("PDF:en är klar.", ExportProgress.Told([job], [done]));
        Assert.Equal("PDF:en kunde inte göras. Skälet står vid den.", ExportProgress.Told([job], [failed]));
        Assert.Null(ExportProgress.Told([job], [job]));
        Assert.Null(ExportProgress.Told([done], [done]));
    }
}
