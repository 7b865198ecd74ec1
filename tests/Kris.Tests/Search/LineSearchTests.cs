using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Domain.Search;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Journal;
using Kris.Tests.Server;

namespace Kris.Tests.Search;

/// <summary>What is found, in which order, and by whom.</summary>
[Collection(LogServerCollection.Name)]
public sealed class LineSearchTests(TestServer server) : IAsyncLifetime
{
    private Searching searching = null!;
    private Incident incident = null!;

    public async Task InitializeAsync()
    {
        searching = await Searching.NewAsync(server);
        incident = await searching.OpenAsync();
    }

    public async Task DisposeAsync() => await searching.DisposeAsync();

    [Fact]
    public async Task Words_phrases_exclusions_and_alternatives_are_found_as_they_are_asked()
    {
        await searching.WriteAsync(incident, "Lågt tryck i Åby.");
        await searching.WriteAsync(incident, "Trycket är inte lågt i Vik.");
        await searching.WriteAsync(incident, "Strömmen är tillbaka, larm 4711.");

        Assert.Equal([2, 3], await searching.NumbersAsync("LÅGT tryck"));
        Assert.Equal([2], await searching.NumbersAsync("\"lågt tryck\""));
        Assert.Equal([2], await searching.NumbersAsync("tryck -vik"));
        Assert.Equal([3, 4], await searching.NumbersAsync("vik or ström"));
        Assert.Equal([4], await searching.NumbersAsync("4711"));
        Assert.Equal([2], await searching.NumbersAsync("åby"));
        Assert.Empty(await searching.NumbersAsync("snöstorm"));
    }

    [Fact]
    public async Task What_stands_beside_the_text_is_found_too_and_codes_are_not()
    {
        await searching.WriteAsync(
            incident, new LineDraft { Kind = LineKind.Inkommet, Text = "Larm.", From = "Växeln", Channel = "telefon" });

        var hit = Assert.Single((await searching.FindAsync("växel")).Hits);

        Assert.Equal("Larm. · <mark>Växeln</mark>", hit.Highlight);
        Assert.Empty(await searching.NumbersAsync("telefon"));
        Assert.Empty(await searching.NumbersAsync("inkommet"));
    }

    [Fact]
    public async Task The_best_comes_first_and_the_pages_have_an_end()
    {
        await searching.WriteAsync(incident, "Vatten i en lång rad om mycket annat, snö, vägar, bussar och skolor.");
        await searching.WriteAsync(incident, "Vatten, vatten, vatten.");
        for (var line = 0; line < 5; line++)
            await searching.WriteAsync(incident, $"Vatten {line}.");

        var first = await searching.FindAsync(new SearchQuestion { Words = "vatten", Limit = 4 });
        var second = await searching.FindAsync(new SearchQuestion { Words = "vatten", Limit = 4, Skip = 4 });

        Assert.Equal(3, first.Hits[0].Number);
        Assert.Equal((4, true, 3, false), (first.Hits.Count, first.More, second.Hits.Count, second.More));
        Assert.Equal(7, first.Hits.Concat(second.Hits).Select(hit => hit.Number).Distinct().Count());
    }

    [Theory]
    [InlineData("<script>alert('läcka')</script> & läckan")]
    [InlineData("\uE000läckan\uE001 <mark>läcka</mark>")]
    public async Task A_highlight_holds_no_element_but_the_mark(string text)
    {
        await searching.WriteAsync(incident, text);

        var html = Assert.Single((await searching.FindAsync("läckan")).Hits).Highlight;

        Assert.Contains("<mark>läckan</mark>", html, StringComparison.Ordinal);
        Assert.DoesNotContain(
            '<', html.Replace("<mark>", "", StringComparison.Ordinal).Replace("</mark>", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("och")]
    [InlineData("att det är")]
    [InlineData("och -vatten")]
    public async Task Words_that_are_everywhere_are_refused(string words) =>
        await Refused.AsyncFor(Refusal.Rule, "så vanliga", () => searching.FindAsync(words));

    [Theory]
    [InlineData("läcka:* & (a | b) <-> !c")]
    [InlineData("'; DROP TABLE line_search; --")]
    [InlineData("\\ \" ord \"")]
    [InlineData("🌩 ord")]
    public async Task Nonsense_is_looked_for_like_any_words(string words)
    {
        await searching.WriteAsync(incident, "Vatten.");

        Assert.Empty(await searching.NumbersAsync(words));
        Assert.Equal([2], await searching.NumbersAsync("vatten"));
    }

    [Fact]
    public async Task A_marked_line_is_found_by_its_circle_and_by_those_who_are_named()
    {
        await searching.MarkAsync(incident, "Hemlig läcka.", ReadingRight.Staben);
        await searching.MarkAsync(incident, "Hemlig ventil.", ReadingRight.Namngivna, Actors.Tib.Id);
        await searching.WriteAsync(incident, "Hemligt för ingen.");

        Assert.Equal([2, 3, 4], await searching.NumbersAsync("hemlig"));
        Assert.Equal([2, 4], await searching.NumbersAsync("hemlig", Actors.In(Duty.Kommunikator)));
        Assert.Equal([2, 3, 4], await searching.NumbersAsync("hemlig", Actors.Stabschef));
        Assert.Equal([4], await searching.NumbersAsync("hemlig", Actors.In(Duty.Lasare)));
        Assert.Equal([4], await searching.NumbersAsync("hemlig", Actors.Forvaltningschef));
    }

    [Fact]
    public async Task What_is_hidden_is_not_counted_and_leaves_no_hole_in_a_page()
    {
        await searching.WriteAsync(incident, "Kanariefågel öppen.");
        for (var line = 0; line < 4; line++)
            await searching.MarkAsync(incident, "Kanariefågel kanariefågel.", ReadingRight.Namngivna);

        var page = await searching.FindAsync(
            new SearchQuestion { Words = "kanariefågel", Limit = 1 }, Actors.In(Duty.Lasare));
        var filtered = await searching.FindAsync(
            new SearchQuestion { Incident = incident.Id, Kind = LineKind.Anteckning, Limit = 1 },
            Actors.In(Duty.Lasare));

        Assert.Equal((2L, false), (Assert.Single(page.Hits).Number, page.More));
        Assert.Equal((2L, false), (Assert.Single(filtered.Hits).Number, filtered.More));
    }

    [Fact]
    public async Task The_board_finds_what_is_flagged_and_its_own_decisions_and_an_administrator_nothing()
    {
        await searching.WriteAsync(incident, "Vatten, flaggat.");
        await searching.WriteAsync(incident, "Vatten, inte flaggat.");
        await searching.WriteAsync(
            incident, new LineDraft { Kind = LineKind.Beslut, Text = "Vatten köps." }, Actors.Ordforande);
        await searching.Kris.Journal.AppendAsync(
            LineActs.Flag(await searching.Kris.Journal.LineAsync(incident.Id, 2), Actors.Tib));

        Assert.Equal([2, 4], await searching.NumbersAsync("vatten", Actors.Ordforande));
        Assert.Equal([2], await searching.NumbersAsync("vatten", Actors.In(Duty.KlnLedamot)));
        await Refused.AsyncFor(
            Refusal.Duty, "kan inte söka", () => searching.FindAsync("vatten", Actors.Administrator));
    }

    [Fact]
    public async Task A_log_is_narrowed_by_kind_person_unit_tag_time_and_what_was_said_of_its_lines()
    {
        var early = Given.Now.AddHours(-3);
        await searching.WriteAsync(incident, new LineDraft { Kind = LineKind.Beslut, Text = "A", OccurredAt = early });
        await searching.WriteAsync(
            incident, new LineDraft { Kind = LineKind.Atgard, Text = "B" }, Actors.Forvaltningschef);
        var fields = LineFields.Of(LineKind.Anteckning, "C #vatten", Actors.Tib, occurredAt: null);
        fields["tags"] = "snö vatten";
        await searching.Kris.Journal.AppendAsync(NewLine.Of(incident.Id, Guid.NewGuid(), fields));
        await searching.MarkAsync(incident, "D", ReadingRight.Staben);
        var pin = LineFields.Of(LineKind.System, "Rad 2 är en nyckelhändelse.", Actors.Tib, occurredAt: null);
        (pin[LineFields.Act], pin[LineFields.About]) = (LineActs.Pinned, "2");
        await searching.Kris.Journal.AppendAsync(NewLine.Of(incident.Id, Guid.NewGuid(), pin));
        var asked = new SearchQuestion { Incident = incident.Id };

        Assert.Equal([2], await searching.NumbersAsync(asked with { Kind = LineKind.Beslut }));
        Assert.Equal([1, 6], await searching.NumbersAsync(asked with { Kind = LineKind.System }));
        Assert.Equal([3], await searching.NumbersAsync(asked with { Person = "FÖRVALTNINGSCHEF" }));
        Assert.Empty(await searching.NumbersAsync(asked with { Person = "%" }));
        Assert.Equal([3], await searching.NumbersAsync(asked with { Unit = Actors.Vatten }));
        Assert.Equal([4], await searching.NumbersAsync(asked with { Tag = "#Vatten" }));
        Assert.Empty(await searching.NumbersAsync(asked with { Tag = "vat" }));
        Assert.Equal([2], await searching.NumbersAsync(asked with { Until = early.AddMinutes(1) }));
        Assert.Equal([3, 4, 5], await searching.NumbersAsync(asked with { From = early.AddMinutes(1) }));
        Assert.Equal([2], await searching.NumbersAsync(asked with { IsPinned = true }));
        Assert.Equal([5], await searching.NumbersAsync(asked with { IsMarked = true }));
        Assert.Equal([2, 3, 4], await searching.NumbersAsync(asked with { IsMarked = false }));
        Assert.Equal([1, 2, 3, 4, 5, 6], await searching.NumbersAsync(asked with { Around = 3, Limit = 51 }));
        Assert.Equal([4], await searching.NumbersAsync(asked with { Words = "vatten", Tag = "snö" }));
    }

    [Fact]
    public async Task A_filter_tells_nothing_of_a_marked_line_that_has_not_been_opened()
    {
        var fields = LineFields.Of(LineKind.Anteckning, "Läcka #vatten", Actors.Tib, occurredAt: null);
        (fields["tags"], fields[LineFields.OnBehalfOf]) = ("vatten", "Driftledaren");
        (fields[LineFields.Lagrum], fields[LineFields.Circle]) = ("osl-18-13", ReadingRight.Staben);
        await searching.Kris.Journal.AppendAsync(NewLine.Of(incident.Id, Guid.NewGuid(), fields));
        var asked = new SearchQuestion { Incident = incident.Id };

        Assert.Empty(await searching.NumbersAsync(asked with { Tag = "vatten" }));
        Assert.Empty(await searching.NumbersAsync(asked with { Person = "Driftledaren" }));
        Assert.Equal([2], await searching.NumbersAsync(asked with { Person = Actors.Tib.Name, IsMarked = true }));
        Assert.Equal([2], await searching.NumbersAsync(asked with { Words = "vatten" }));
    }

    [Fact]
    public async Task Incidents_are_searched_together_or_one_by_one_and_other_streams_never()
    {
        var other = await searching.OpenAsync();
        await searching.WriteAsync(incident, "Vatten här.");
        await searching.WriteAsync(other, "Vatten där.");

        Assert.Equal(2, (await searching.FindAsync("vatten")).Hits.Count);
        var hit = Assert.Single(
            (await searching.FindAsync(new SearchQuestion { Words = "vatten", Incident = other.Id })).Hits);
        Assert.Equal((other.Id, 2L), (hit.Incident, hit.Number));
    }

    [Fact]
    public async Task A_struck_line_is_found_and_told_to_be_struck()
    {
        await searching.WriteAsync(incident, "Läckan är i norr.");
        await searching.WriteAsync(
            incident, Corrections.Of(2, "I söder."));

        Assert.Equal(3, Assert.Single((await searching.FindAsync("läcka")).Hits).StruckBy);
    }

    [Fact]
    public async Task That_a_marked_line_has_the_words_is_told_by_its_number_and_is_a_reading()
    {
        await searching.MarkAsync(incident, "Kanariefågeln sjunger.", ReadingRight.Stabsledningen);
        await searching.Index.CatchUpAsync();
        var asked = new SearchQuestion { Incident = incident.Id, IsMarked = true };

        Assert.Equal([2L], await searching.Search.NumbersAsync(asked, Actors.Stabschef));
        Assert.Empty(await ReadingsAsync());
        var found = await searching.Search.NumbersAsync(asked with { Words = "kanariefågel" }, Actors.Stabschef);
        Assert.Equal([2L], found);
        Assert.Equal("sok", Assert.Single(await ReadingsAsync()).Way);

        Task<IReadOnlyList<Reading>> ReadingsAsync() =>
            searching.Readings.OfLineAsync(incident.Id, 2, Actors.Stabschef, 10);
    }
}
