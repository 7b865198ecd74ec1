using System.Net;
using System.Text.RegularExpressions;
using Kris.Domain.Accounts;
using Kris.Domain.Search;
using Kris.Tests.Api;
using Kris.Tests.Server;
using Kris.Tests.Web;
using Kris.Web.Search;

namespace Kris.Tests.Search;

/// <summary>A filter in an address that cannot be read is told, and shows no more than it was meant to.</summary>
[Collection(LogServerCollection.Name)]
public sealed class UnreadFilterTests(TestServer postgres) : ApiTests(postgres)
{
    private const string Written = "Pumpen går igen.";

    [Theory]
    [InlineData("typ=drake", "Filtret Typ (”drake”) i adressen går inte att läsa. Välj om under Filter.")]
    [InlineData("typ=drake&person=prov", "Filtret Typ (”drake”) i adressen")]
    [InlineData("fran=i+g%C3%A5r&enhet=7", "Filtren Enhet (”7”), Hände från (”i går”) i adressen går inte att läsa.")]
    [InlineData("nyckel=kanske", "Filtret Bara nyckelhändelser (”kanske”) i adressen")]
    [InlineData("person=prov&person=annan", "Filtret Person (”prov, annan”) i adressen")]
    public async Task It_is_named_in_the_log_and_on_the_page_for_searching(string query, string sentence)
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Tib.WriteAsync(incident, Written);
        var person = await Kris.PersonAsync(Duty.Stabschef);

        var log = await TextAsync(person, $"/handelser/{incident}?{query}");
        var everywhere = await TextAsync(person, $"/sok?{query}");
        var export = await TextAsync(person, $"/handelser/{incident}/exporter?{query}");

        Assert.Contains(sentence, log, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"traff-", log, StringComparison.Ordinal);
        Assert.DoesNotContain("Skriv ut det här", log, StringComparison.Ordinal);
        Assert.Contains(sentence, everywhere, StringComparison.Ordinal);
        Assert.DoesNotContain(Written, everywhere, StringComparison.Ordinal);
        Assert.Contains(sentence.Split(" Välj")[0], export, StringComparison.Ordinal);
        Assert.DoesNotContain("Gör PDF", export, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("niva=drake", "Filtret Nivå (”drake”) i adressen går inte att läsa.")]
    [InlineData("visa=mina&ovning=kanske", "Filtren Visa (”mina”), Övning (”kanske”) i adressen går inte att läsa.")]
    [InlineData("visa=oppna&niva=&ovning=nej", null)]
    public async Task Of_incidents_none_is_listed_for_a_filter_that_cannot_be_read(string query, string? sentence)
    {
        var incident = (await Tib.OpenAsync()).Id;

        var list = await TextAsync(await Kris.PersonAsync(Duty.Stabschef), $"/handelser?{query}");

        // As it stands in the list; in the head of every page it is there too.
        var listed = $"<a href=\"/handelser/{incident}\">";
        Assert.Contains(sentence ?? listed, list, StringComparison.Ordinal);
        if (sentence is not null)
            Assert.DoesNotContain(listed, list, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("handelse=skr%C3%A4p", "Filtret Händelse (”skräp”) i adressen går inte att läsa.")]
    [InlineData("horisont=x&mina=nej", "Filtren Horisont (”x”), Mina (”nej”) i adressen går inte att läsa.")]
    [InlineData("visa=allt&forsenade=1", "Filtren Visa (”allt”), Försenade (”1”) i adressen går inte att läsa.")]
    [InlineData("visa=alla&handelse=&horisont=&mina=", null)]
    public async Task Of_tasks_none_is_listed_for_a_filter_that_cannot_be_read(string query, string? sentence)
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Tib.PutAsync(
            Calls.Line(incident, Guid.CreateVersion7()), new { kind = "uppgift", text = Written });

        var list = await TextAsync(await Kris.PersonAsync(Duty.Stabschef), $"/uppgifter?{query}");

        Assert.Contains(sentence ?? Written, list, StringComparison.Ordinal);
        if (sentence is not null)
            Assert.DoesNotContain(Written, list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_can_be_read_goes_on_to_what_is_given_out_and_nothing_else_of_the_address()
    {
        var incident = (await Tib.OpenAsync()).Id;
        await Tib.WriteAsync(incident, Written);
        var chief = await Kris.PersonAsync(Duty.Stabschef);

        var log = await TextAsync(chief, $"/handelser/{incident}?typ=anteckning&TAGG=&sida=1&utm_source=brev");
        var export = await TextAsync(chief, $"/handelser/{incident}/exporter?typ=anteckning&utm_source=brev");
        var file = Regex.Match(export, "/api/v1/[^\"]*/csv[^\"]*", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;

        Assert.Contains($"/handelser/{incident}/utskrift?typ=anteckning&TAGG=\"", log, StringComparison.Ordinal);
        Assert.EndsWith("/csv?typ=anteckning", file, StringComparison.Ordinal);
        Assert.Contains(Written, (await chief.LookAsync(file)).Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_for_a_tag_or_a_person_says_what_it_leaves_out()
    {
        const string note = "bara öppna rader";
        const string ofPerson = "inte på för vem";
        var incident = (await Tib.OpenAsync()).Id;
        var chief = await Kris.PersonAsync(Duty.Stabschef);

        foreach (var address in new[] { $"/handelser/{incident}", "/sok" })
        {
            var byTag = await TextAsync(chief, $"{address}?tagg=vatten");
            var byPerson = await TextAsync(chief, $"{address}?person=vatten");
            var byWord = await TextAsync(chief, $"{address}?q=vatten");
            Assert.Contains(note, byTag, StringComparison.Ordinal);
            Assert.Contains(ofPerson, byPerson, StringComparison.Ordinal);
            Assert.DoesNotContain(ofPerson, byTag, StringComparison.Ordinal);
            Assert.DoesNotContain(note, byWord, StringComparison.Ordinal);
        }
    }

    // Cut off, it would be a filter that nobody asked for.
    [Fact]
    public async Task One_that_is_too_long_is_refused_and_not_cut_off()
    {
        var person = await Kris.PersonAsync(Duty.Stabschef);
        var name = new string('p', SearchQuestion.PersonMaxLength + 1);

        var page = await TextAsync(person, $"/sok?typ=beslut&person={name}");

        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        Assert.Contains("Inga rader visas", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, false, "Inga träffar")]
    [InlineData(1, 1, false, "1 träff")]
    [InlineData(25, 1, false, "25 träffar")]
    [InlineData(25, 1, true, "Träff 1–25 av fler")]
    [InlineData(25, 2, true, "Träff 26–50 av fler")]
    [InlineData(3, 2, false, "Träff 26–28 av 28")]
    [InlineData(0, 3, false, "Inga fler träffar")]
    public void How_much_was_found_is_said_in_words(int count, int page, bool more, string words) => Assert.Equal(
        words,
        FoundWords.Of(new FoundPage([.. Enumerable.Repeat(new SearchHit(Guid.Empty, 1, false), count)], more), page));

    private static async Task<string> TextAsync(HttpClient who, string address)
    {
        var answer = await who.LookAsync(address);
        Assert.Equal(200, answer.Code);
        return WebUtility.HtmlDecode(answer.Raw);
    }
}
