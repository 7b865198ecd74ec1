using Kris.Data;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Domain.Search;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Server;

namespace Kris.Tests.Search;

/// <summary>Letters that look the same are the same to whoever searches.</summary>
[Collection(LogServerCollection.Name)]
public sealed class LettersTests(TestServer server) : IAsyncLifetime
{
    private const string TwoSigns = "va\u0308g";

    private Searching searching = null!;
    private Incident incident = null!;

    public async Task InitializeAsync()
    {
        searching = await Searching.NewAsync(server);
        incident = await searching.OpenAsync();
    }

    public async Task DisposeAsync() => await searching.DisposeAsync();

    [Fact]
    public async Task A_line_whose_letters_came_in_two_signs_is_written_in_one_and_found_as_it_is_typed()
    {
        var draft = new LineDraft { Kind = LineKind.Anteckning, Text = $"Stängd #{TwoSigns}." };
        var line = draft.ToLine(incident.Id, Guid.NewGuid(), Actors.Stabschef, Given.Now);
        await searching.Kris.Journal.AppendAsync(line);

        Assert.Equal(("Stängd #väg.", "väg"), (line.Fields["text"], line.Fields["tags"]));
        Assert.Equal([2], await searching.NumbersAsync("väg"));
        Assert.Equal([2], await searching.NumbersAsync(TwoSigns));
        Assert.Equal([2], await searching.NumbersAsync(new SearchQuestion { Tag = TwoSigns }));
        // Asked for again in the other way it is the same request, and one line.
        var again = (draft with { Text = "Stängd #väg." }).ToLine(incident.Id, line.Key, Actors.Stabschef, Given.Now);
        Assert.False((await searching.Kris.Journal.AppendAsync(again)).IsNew);
    }

    [Fact]
    public async Task A_line_that_stands_with_two_signs_is_found_and_marked()
    {
        var fields = LineFields.Of(LineKind.Anteckning, $"Norra {TwoSigns}en.", Actors.Stabschef, occurredAt: null);
        await searching.Kris.Journal.AppendAsync(NewLine.Of(incident.Id, Guid.NewGuid(), fields));

        var hit = Assert.Single((await searching.FindAsync("väg")).Hits);

        Assert.Equal("Norra <mark>vägen</mark>.", hit.Highlight);
    }

    [Theory]
    [InlineData("läckan", "🌩 ”<mark>Läckan</mark>”\u00a0i Åby🚒")]
    [InlineData("åby", "🌩 ”Läckan”\u00a0i <mark>Åby</mark>🚒")]
    public async Task Curly_quotes_and_pictures_are_no_part_of_a_word(string words, string html)
    {
        await searching.WriteAsync(incident, "🌩 ”Läckan”\u00a0i Åby🚒");

        Assert.Equal(html, Assert.Single((await searching.FindAsync(words)).Hits).Highlight);
    }

    [Fact]
    public async Task A_number_is_marked_however_it_was_spaced()
    {
        await searching.WriteAsync(incident, "Ring 0150-123 45 (jour).");
        await searching.WriteAsync(incident, new LineDraft
        {
            Kind = LineKind.Kontakt,
            Text = "Jouren.",
            Form = new() { Contact = "Driften", Phone = "0150-123 46" },
        });

        var hit = Assert.Single((await searching.FindAsync("0150-12345")).Hits);
        Assert.Equal("Ring <mark>0150-123 45</mark> (jour).", hit.Highlight);
        Assert.Equal([3], await searching.NumbersAsync("0150 12346"));
    }

    // Of English letters alone, as on a server whose locale is C.
    [Theory]
    [InlineData("åsa", true)]
    [InlineData("SA ÖB", true)]
    [InlineData("é", true)]
    [InlineData("(chef)", true)]
    [InlineData("åsa.*", false)]
    [InlineData("***=åsa", false)]
    [InlineData("[", false)]
    [InlineData("asa", false)]
    public async Task A_name_is_found_in_large_and_small_letters_whatever_the_server_knows(string asked, bool isFound)
    {
        var pattern = AnyCase.Pattern(asked).Replace("'", "''", StringComparison.Ordinal);

        Assert.Equal(isFound, await Ask.ValueAsync<bool>(
            searching.Kris.App, $"SELECT 'Åsa Öberg É (chef)' COLLATE \"C\" ~ '{pattern}'"));
    }
}
