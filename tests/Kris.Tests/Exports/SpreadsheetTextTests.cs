using Kris.Web.Exports;

namespace Kris.Tests.Exports;

/// <summary>What a Swedish Excel would change as it opens the file, and what it would not.</summary>
public sealed class SpreadsheetTextTests
{
    [Theory]
    [InlineData("0701234567")]
    [InlineData("070-123 45 67")]
    [InlineData("3-4")]
    [InlineData("3/4")]
    [InlineData("2026-03-01")]
    [InlineData("14:05")]
    [InlineData("3,50")]
    [InlineData("1 234")]
    [InlineData("50 %")]
    [InlineData("1e5")]
    [InlineData("(12)")]
    [InlineData(".5")]
    [InlineData("5 maj")]
    [InlineData("mars 2026")]
    [InlineData("SANT")]
    [InlineData("1234567890123456")]
    [InlineData("＝1+1")]
    public void It_is_kept_by_an_apostrophe(string typed) =>
        Assert.Equal($"'{typed}", SpreadsheetText.Kept(typed));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("12")]
    [InlineData("Maj Ek")]
    [InlineData("mars")]
    [InlineData("Jan 3 pumpar")]
    [InlineData("3 pumpar, 4 slangar")]
    [InlineData("112 ringde")]
    [InlineData("E4")]
    [InlineData("Bron är stängd.")]
    public void It_is_left_alone(string? typed) => Assert.Equal(typed, SpreadsheetText.Kept(typed));
}
