using CsCheck;
using Kris.Domain;

namespace Kris.Tests;

public sealed class RefuseTests
{
    private const string Missing = "Skriv något.";

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \t\r\n")]
    [InlineData("\u00a0\u2003")]
    [InlineData("\u200b \u200f\ufeff")]
    public void Nothing_is_refused_where_text_is_needed_and_is_nothing_where_it_is_not(string? text)
    {
        Refused.ForRule(Missing, () => Refuse.UnlessText(text, 10, Missing));
        Assert.Null(Refuse.UnlessStorable(text, 10));
    }

    // Not InlineData: an attribute is kept as UTF-8, and a lone surrogate would be another letter when it comes here.
    [Fact]
    public void What_cannot_be_stored_or_hashed_is_refused() => Assert.All(
        [
            "\ud83d", "\ude92", "a\ud83d", "\ude92\ud83d", "\ud83d\ud83d\ude92",
            "\0", "a\0b", "a\u001bb", "a\u007fb", "a\u009fb",
        ],
        text =>
        {
            Refused.ForRule("inte går att spara", () => Refuse.UnlessText(text, 10, Missing));
            Refused.ForRule("inte går att spara", () => Refuse.UnlessStorable(text, 10));
        });

    [Fact]
    public void The_length_is_told_with_the_limit_and_counts_after_trimming()
    {
        Refused.ForRule("11 tecken, högst 10 ryms", () => Refuse.UnlessText(new string('a', 11), 10, Missing));
        Assert.Equal(new string('a', 10), Refuse.UnlessText($"  {new string('a', 10)}\n", 10, Missing));
    }

    [Fact]
    public void Lines_end_in_one_way_and_letters_stay_as_they_were()
    {
        Assert.Equal("Å\nä\nö\n\t🚒", Refuse.UnlessText(" Å\r\nä\rö\u2028\t🚒 ", 20, Missing));
    }

    [Fact]
    public void A_letter_in_two_signs_becomes_one_and_what_is_only_kept_stays()
    {
        Assert.Equal("åÄ", Refuse.UnlessText("a\u030aA\u0308", 2, Missing));
        Assert.Equal("a\u030a", Refuse.UnlessKept(" a\u030a", 2, Missing));
        Assert.Equal("a\u030a\ufffe", Refuse.UnlessText("a\u030a\ufffe", 3, Missing));
        Refused.ForRule("3 tecken, högst 2 ryms", () => Refuse.UnlessKept("a\u030ab", 2, Missing));
    }

    [Fact]
    public void A_key_of_another_request_is_a_conflict()
    {
        Refuse.UnlessSame(true);
        var refused = Assert.Throws<RefusedException>(() => Refuse.UnlessSame(false));

        Assert.Equal(Refusal.Stale, refused.Kind);
    }

    [Fact]
    public void Each_guard_says_no_with_its_own_kind()
    {
        Refuse.If(false, Missing);
        Refuse.UnlessDuty(true, Missing);
        Refuse.IfMalformed(false, Missing);

        Refused.ForRule(Missing, () => Refuse.If(true, Missing));
        Refused.ForDuty(Missing, () => Refuse.UnlessDuty(false, Missing));
        var malformed = Assert.Throws<RefusedException>(() => Refuse.IfMalformed(true, Missing));
        Assert.Equal(Refusal.Malformed, malformed.Kind);
    }

    [Fact]
    public void Whatever_is_let_through_has_a_form_in_utf8_and_comes_through_unchanged_the_second_time()
    {
        var units = Gen.OneOf(
            Gen.Char['\0', ' '], Gen.Char['a', 'ö'], Gen.Char['\ud7f0', '\ue010'], Gen.Char['\u2020', '\u2030']);

        Gen.String[units, 0, 12].Sample(text =>
        {
            string? kept;
            try
            {
                kept = Refuse.UnlessStorable(text, 12);
            }
            catch (RefusedException)
            {
                return;
            }

            var strict = new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true);
            Assert.Equal(kept ?? "", strict.GetString(strict.GetBytes(kept ?? "")));
            Assert.DoesNotContain('\0', kept ?? "");
            Assert.Equal(kept, Refuse.UnlessStorable(kept, 12));
        });
    }
}
