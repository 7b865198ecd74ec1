using Kris.Data.Search;
using Kris.Domain;
using Kris.Domain.Journal;
using Kris.Domain.Search;

namespace Kris.Tests.Search;

public sealed class SearchWordsTests
{
    [Theory]
    [InlineData("vatten  läcka", "vatten&läcka")]
    [InlineData("\"lågt tryck\" vik", "lågt tryck&vik")]
    [InlineData("vatten -skola", "vatten&!skola")]
    [InlineData("-\"lågt tryck\" vik", "!lågt tryck&vik")]
    [InlineData("vatten or ström", "vatten|ström")]
    [InlineData("\"or\" vatten", "or&vatten")]
    [InlineData("or vatten or", "vatten")]
    [InlineData("vatten - \"\" ... &", "vatten")]
    [InlineData("\"öppet citat", "öppet citat")]
    [InlineData("a\"b c\"d", "a&b c&d")]
    [InlineData("--vatten", "!-vatten")]
    [InlineData("", "")]
    [InlineData("”lågt tryck” vik", "lågt tryck&vik")]
    [InlineData("„lågt tryck“ vik", "lågt tryck&vik")]
    [InlineData("»lågt tryck» –«på torget» vik", "lågt tryck&!på torget&vik")]
    [InlineData("vatten –skola −bro", "vatten&!skola&!bro")]
    [InlineData("vatten – skola", "vatten&skola")]
    [InlineData("Norrvåga–Vik", "Norrvåga–Vik")]
    [InlineData("vatten eller ström OR snö", "vatten|ström|snö")]
    [InlineData("”eller” vatten", "eller&vatten")]
    public void What_is_typed_is_read_as_words_phrases_and_exclusions(string typed, string read) =>
        Assert.Equal(read, string.Join('|', SearchWords.Of(typed).Alternatives.Select(parts =>
            string.Join('&', parts.Select(part => (part.IsExcluded ? "!" : "") + part.Text)))));

    [Theory]
    [InlineData("-vatten")]
    [InlineData("-vatten -läcka")]
    [InlineData("vatten or -läcka")]
    [InlineData("\"\"")]
    [InlineData("& | !")]
    public void With_nothing_to_find_there_is_nothing_to_ask(string typed) =>
        Refused.ForRule("minst ett ord", () => new SearchQuestion { Words = typed }.Checked());

    [Fact]
    public void A_question_that_cannot_be_asked_is_refused()
    {
        var words = new SearchQuestion { Words = "vatten" };
        var now = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        Assert.Throws<RefusedException>(() => new SearchQuestion { Words = "  ", Person = " ", Tag = "#" }.Checked());
        new SearchQuestion { Words = "  ", Kind = LineKind.Beslut }.Checked();
        Refused.ForRule("för lång", () => new SearchQuestion { Words = new string('a', 201) }.Checked());
        Refused.ForRule("går att spara", () => new SearchQuestion { Words = "a\0b" }.Checked());
        Refused.ForRule("Högst 1000", () => (words with { Skip = 1_000 }).Checked());
        Refused.ForRule("slutar innan", () => (words with { From = now, Until = now }).Checked());
        Assert.Throws<RefusedException>(() => (words with { Limit = 101 }).Checked());
        Assert.Throws<RefusedException>(() => (words with { Limit = 0 }).Checked());
        Assert.Throws<RefusedException>(() => (words with { Skip = -1 }).Checked());
    }

    [Theory]
    [InlineData("elavbrottet", "avbrottet el")]
    [InlineData("nödvattnets", "vattnet nöd")]
    [InlineData("teleavbrotten i centrum", "avbrotten tele")]
    [InlineData("skyddsrummet", "rummet skydds")]
    [InlineData("centrum", "")]
    [InlineData("kristallkronan", "")]
    [InlineData("strömmingen", "")]
    [InlineData("eleverna", "")]
    [InlineData("det brann i natt", "brinna natt")]
    [InlineData("vatten", "")]
    [InlineData("", "")]
    public void The_lexicon_knows_the_parts_of_compounds_and_the_forms_of_words(string text, string parts) =>
        Assert.Equal(parts, Lexicon.Kris.PartsOf(text));

    [Theory]
    [InlineData("# nothing\n-avbrott avbrottet\n", "strömavbrottet", "avbrottet")]
    [InlineData("~rum rummet\nskydds- skydd\n", "skyddsrum centrum", "rum skydd")]
    public void A_lexicon_is_read_as_it_says(string lexicon, string text, string parts) =>
        Assert.Equal(parts, Lexicon.Of(lexicon).PartsOf(text));
}
