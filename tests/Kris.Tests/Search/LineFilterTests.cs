using Kris.Data.Journal;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Domain.Search;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Journal;
using Kris.Tests.Server;

namespace Kris.Tests.Search;

/// <summary>What is found of lines that were corrected, late, hidden or erased, and how it is shown.</summary>
[Collection(LogServerCollection.Name)]
public sealed class LineFilterTests(TestServer server) : IAsyncLifetime
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
    public async Task A_correction_is_found_as_what_it_corrects_and_as_nothing_else()
    {
        await searching.WriteAsync(incident, new LineDraft { Kind = LineKind.Beslut, Text = "Kokning i norr." });
        await searching.WriteAsync(incident, "Viktigt vid torget.");
        await searching.Kris.Journal.AppendAsync(LineActs.Pin(await LineAsync(3), Actors.Stabschef));
        await searching.WriteAsync(incident, Corrections.Of(2, "Kokning i söder."));
        await searching.WriteAsync(incident, Corrections.Of(3, "Viktigt vid stationen."));
        await searching.WriteAsync(incident, Corrections.Of(5, "Kokning i väster."));
        var asked = new SearchQuestion { Incident = incident.Id };

        Assert.Equal([2, 5, 7], await searching.NumbersAsync(asked with { Kind = LineKind.Beslut }));
        Assert.Equal([3, 6], await searching.NumbersAsync(asked with { IsPinned = true }));
        Assert.Equal([7], await searching.NumbersAsync(asked with { Kind = LineKind.Beslut, Words = "väster" }));
        Assert.Equal([5, 6, 7], await searching.NumbersAsync(asked with { Kind = LineKind.Rattelse }));
        Assert.Empty(await searching.NumbersAsync(asked with { Kind = LineKind.Uppgift }));
    }

    [Fact]
    public async Task The_wording_that_holds_is_found_however_often_it_was_corrected_and_by_the_board_too()
    {
        await searching.WriteAsync(incident, new LineDraft { Kind = LineKind.Beslut, Text = "Kokning 0." });
        await searching.Kris.Journal.AppendAsync(LineActs.Flag(await LineAsync(2), Actors.Stabschef));
        await searching.Kris.Journal.AppendAsync(LineActs.Pin(await LineAsync(2), Actors.Stabschef));
        for (var number = 5; number <= 12; number++)
            await searching.WriteAsync(incident, Corrections.Of(number is 5 ? 2 : number - 1, $"Kokning {number}."));
        var (asked, member) = (new SearchQuestion { Incident = incident.Id }, Actors.In(Duty.KlnLedamot));
        var since = new SinceLines(searching.Kris.Source, searching.Kris.Journal);

        Assert.Contains(12, await searching.NumbersAsync(asked with { Kind = LineKind.Beslut }));
        Assert.Contains(12, await searching.NumbersAsync(asked with { IsPinned = true }));
        Assert.Contains(12, await searching.NumbersAsync(asked, member));
        Assert.Contains(12, await searching.NumbersAsync(new SearchQuestion { Kind = LineKind.Beslut }, member));
        var chief = await since.OfAsync(incident.Id, 0, ReadingRight.Of(Actors.Stabschef), 10);
        Assert.Equal(12, Assert.Single(chief.KeyEvents.Lines).Number);
        await searching.Kris.Journal.AppendAsync(LineActs.Unpin(await LineAsync(12), Actors.Stabschef));
        chief = await since.OfAsync(incident.Id, 0, ReadingRight.Of(Actors.Stabschef), 10);
        Assert.Equal(12, Assert.Single(chief.Decisions.Lines).Number);
    }

    [Fact]
    public async Task Around_a_line_stand_those_too_that_are_hidden_or_erased()
    {
        await searching.WriteAsync(incident, "Raderas.");
        await searching.MarkAsync(incident, "Hemligt.", ReadingRight.Namngivna);
        await searching.WriteAsync(incident, "Öppet.");
        await searching.Kris.EraseAsync(incident.Id, 2);
        var reader = Actors.In(Duty.Lasare);
        var around = new SearchQuestion { Incident = incident.Id, Around = 4, Limit = 51 };

        Assert.Equal([1, 2, 3, 4, 5, 6], await searching.NumbersAsync(around, reader));
        Assert.Equal([4], await searching.NumbersAsync(around with { Kind = LineKind.Anteckning }, reader));
        Assert.Empty(await searching.NumbersAsync(around, Actors.In(Duty.KlnLedamot)));
    }

    [Fact]
    public async Task A_phrase_is_found_where_its_words_stand_together_and_nowhere_else()
    {
        await searching.WriteAsync(incident, "Lågt tryck i Åby.");
        await searching.WriteAsync(
            incident,
            new LineDraft
            {
                Kind = LineKind.Inkommet,
                Text = "Elavbrottet är släckt.",
                From = "Norra skolan",
                Channel = "telefon",
                Form = new() { OnBehalfOf = "Växeln" },
            });

        Assert.Equal([2], await searching.NumbersAsync("\"lågt tryck\""));
        Assert.Equal([2], await searching.NumbersAsync("\"tryck i åby\""));
        Assert.Equal([3], await searching.NumbersAsync("\"norra skola\""));
        Assert.Equal([3], await searching.NumbersAsync("avbrott växel"));
        foreach (var apart in new[] { "åby lågt", "tryck lågt", "släckt norra", "skolan växeln", "växeln avbrott" })
            Assert.Empty(await searching.NumbersAsync($"\"{apart}\""));
    }

    [Theory]
    [InlineData("avbrottet", "elavbrott")]
    [InlineData("brinner", "brann")]
    public async Task What_the_lexicon_found_is_marked_however_far_into_the_text_it_stands(string words, string found)
    {
        var before = string.Concat(Enumerable.Repeat("Läget är lugnt. ", 40));
        await searching.WriteAsync(incident, $"{before} Ett {found} i Åby.");

        var html = Assert.Single((await searching.FindAsync(words)).Hits).Highlight;

        Assert.Contains($"Ett <mark>{found}</mark> i Åby.", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hit_tells_that_it_was_written_late_and_that_it_waits()
    {
        var now = TimeProvider.System.GetUtcNow();
        var late = new LineDraft { Kind = LineKind.Anteckning, Text = "Pumpen stod.", OccurredAt = now.AddHours(-2) };
        var line = late.ToLine(incident.Id, Guid.NewGuid(), Actors.Tib, now);
        await searching.Kris.Journal.AppendAsync(LineActs.Pending(line, now.AddHours(-1)));
        await searching.Kris.WriteAsync(incident.Id, "Pumpen går.");

        var hits = (await searching.FindAsync("pumpen")).Hits.OrderBy(hit => hit.Number).ToList();

        Assert.Equal([(true, true), (false, false)], hits.Select(hit => (hit.IsLate, hit.IsPending)));
        await searching.Kris.Journal.AppendAsync(LineActs.Accept(await LineAsync(2), Actors.Stabschef));
        Assert.False((await searching.FindAsync("stod")).Hits[0].IsPending);
    }

    [Fact]
    public async Task Marked_lines_of_several_incidents_are_recorded_as_read_before_they_are_shown()
    {
        var other = await searching.OpenAsync();
        foreach (var one in new[] { incident, other })
            await searching.MarkAsync(one, "Hemlig pump.", ReadingRight.Staben);

        Assert.Equal(2, (await searching.FindAsync("pump")).Hits.Count);

        foreach (var one in new[] { incident, other })
            Assert.Single(await searching.Readings.OfLineAsync(one.Id, 2, Actors.Stabschef, 10));
    }

    private Task<JournalLine> LineAsync(long number) => searching.Kris.Journal.LineAsync(incident.Id, number);
}
