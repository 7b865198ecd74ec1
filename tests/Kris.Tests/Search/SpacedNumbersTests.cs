using Kris.Domain.Search;

namespace Kris.Tests.Search;

public sealed class SpacedNumbersTests
{
    [Theory]
    [InlineData("Ring 08-123 45 67.", "08123 0812345 081234567 12345 1234567 4567")]
    [InlineData("+46 (0)70-123 45", "070123 07012345 070123 07012345 70123 7012345 12345")]
    [InlineData("+46701234567", "0701234567")]
    [InlineData("0046701234567", "0701234567")]
    [InlineData("1\u00a0200 st", "1200")]
    [InlineData("12–34, 56", "1234")]
    [InlineData("E4 12 och 34a 56", "")]
    [InlineData("12    34", "")]
    [InlineData("4711", "")]
    [InlineData("", "")]
    public void Groups_of_digits_are_put_together(string text, string numbers) =>
        Assert.Equal(
            numbers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(number => number.Length > 3).Order(),
            SpacedNumbers.In(text).Select(number => number.Digits).Order());

    [Theory]
    [InlineData("0150-123 45", "015012345")]
    [InlineData("(0150) 123 45", "015012345")]
    [InlineData("0150-12345 växeln", null)]
    [InlineData("112", null)]
    [InlineData("SOS-112", null)]
    public void A_number_is_told_from_what_holds_one(string text, string? number) =>
        Assert.Equal(number, SpacedNumbers.Whole(text));

    [Theory]
    [InlineData("jour 0150-123 45 växel", "jour&0150-123&45&växel|jour&015012345&växel")]
    [InlineData("1 200", "1&200|1200")]
    [InlineData("1 -200", "1&-200")]
    [InlineData("12 el 34", "12&el&34")]
    public void A_number_that_was_typed_in_groups_is_asked_for_as_one_too(string typed, string ways) => Assert.Equal(
        ways,
        string.Join('|', SpacedNumbers.Ways(SearchWords.Of(typed).Alternatives[0]).Select(parts =>
            string.Join('&', parts.Select(part => (part.IsExcluded ? "-" : "") + part.Text)))));

    [Fact]
    public void A_table_of_figures_has_an_end() => Assert.Equal(
        SpacedNumbers.MaxPerText,
        SpacedNumbers.In(string.Join(' ', Enumerable.Range(10, 3_000).Select(number => number % 90 + 10))).Count());
}
