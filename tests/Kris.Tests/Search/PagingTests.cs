using Kris.Domain;
using Kris.Domain.Incidents;
using Kris.Domain.Search;
using Kris.Tests.Accounts;
using Kris.Tests.Server;
using Kris.Web.Search;

namespace Kris.Tests.Search;

/// <summary>Pages of what was found, while lines are written.</summary>
[Collection(LogServerCollection.Name)]
public sealed class PagingTests(TestServer server) : IAsyncLifetime
{
    private const int Shown = 2;

    private Searching searching = null!;
    private Incident incident = null!;

    public async Task InitializeAsync()
    {
        searching = await Searching.NewAsync(server);
        incident = await searching.OpenAsync();
        for (var line = 0; line < 3 * Shown; line++)
            await searching.WriteAsync(incident, "Pumpen går.");
    }

    public async Task DisposeAsync() => await searching.DisposeAsync();

    [Theory]
    [InlineData("pumpen", false)]
    [InlineData(null, true)]
    [InlineData(null, false)]
    public async Task A_page_repeats_nothing_and_leaves_nothing_out_when_lines_come_between(string? words, bool inOne)
    {
        var asked = new SearchQuestion
        {
            Words = words,
            Incident = inOne ? incident.Id : null,
            Person = Actors.Stabschef.Name,
            Limit = Shown,
        };
        var before = (await NumbersAsync(asked with { Limit = 100 })).ToList();

        var first = await searching.FindAsync(asked);
        for (var line = 0; line < Shown; line++)
            await searching.WriteAsync(incident, "Pumpen, pumpen, pumpen!");
        var second = await searching.FindAsync(asked with { After = first.Last });
        var third = await searching.FindAsync(asked with { After = second.Last });
        var back = await searching.FindAsync(asked with { Before = third.First });
        var top = await searching.FindAsync(asked with { Before = first.First });

        Assert.Equal(before, first.Hits.Concat(second.Hits).Concat(third.Hits).Select(hit => hit.Number));
        Assert.Equal((true, true, false), (first.More, second.More, third.More));
        Assert.Equal(second.Hits.Select(hit => hit.Number), back.Hits.Select(hit => hit.Number));
        Assert.True(back.More);
        Assert.Equal([9, 8], top.Hits.Select(hit => hit.Number));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3")]
    [InlineData("7fc00000.1.00000000000040008000000000000001.1")]
    [InlineData("00000000.8000000000000000.00000000000040008000000000000001.1")]
    [InlineData("00000000.7fffffffffffffff.00000000000040008000000000000001.1")]
    public void What_is_no_place_is_none(string text) => Assert.Null(SearchPlace.Parse(text));

    [Fact]
    public void A_place_stands_in_an_address_and_comes_back_as_it_was()
    {
        var at = new DateTimeOffset(2026, 10, 25, 1, 30, 0, 123, 456, TimeSpan.Zero);
        var place = new SearchPlace(0.0607927f, at, incident.Id, 70_000);

        Assert.Equal(place, SearchPlace.Parse(place.ToString()));
        Assert.Equal(place.ToString(), Uri.EscapeDataString(place.ToString()));
        var read = FilterAddress.Read($"http://kris/sok?q=pump&sida=3&efter={place}&fore={place}");
        Assert.Equal((place, 0), (read.After, read.Skip));
        Assert.Null(read.Before);
        Assert.Equal(50, FilterAddress.Read("http://kris/sok?q=pump&sida=3&efter=x").Skip);
        Assert.Throws<RefusedException>(() => (read with { Before = place }).Checked());
    }

    [Fact]
    public void A_question_that_follows_another_calls_it_off()
    {
        var asking = new Asking();
        var first = asking.Anew();
        var second = asking.Anew();

        Assert.Equal((true, false), (first.IsCancellationRequested, second.IsCancellationRequested));
        asking.Dispose();
        Assert.True(second.IsCancellationRequested);
    }

    private async Task<IEnumerable<long>> NumbersAsync(SearchQuestion asked) =>
        (await searching.FindAsync(asked)).Hits.Select(hit => hit.Number);
}
