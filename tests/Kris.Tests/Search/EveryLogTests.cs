using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Domain.Search;
using Kris.Tests.Accounts;
using Kris.Tests.Journal;
using Kris.Tests.Server;

namespace Kris.Tests.Search;

/// <summary>Filters without words over all logs: asked of the newest lines before they are asked of all.</summary>
[Collection(LogServerCollection.Name)]
public sealed class EveryLogTests(TestServer server) : IAsyncLifetime
{
    // More than what is looked at first.
    private const int Newer = 1_010;

    private Searching searching = null!;
    private Incident old = null!;

    public async Task InitializeAsync()
    {
        searching = await Searching.NewAsync(server);
        old = await searching.OpenAsync();
    }

    public async Task DisposeAsync() => await searching.DisposeAsync();

    [Fact]
    public async Task What_stands_far_back_is_found_by_each_filter_and_pages_go_on_from_the_newest_to_the_oldest()
    {
        await searching.WriteAsync(old, new LineDraft { Kind = LineKind.Beslut, Text = "Kokning i norr. #vatten" });
        await searching.Kris.Journal.AppendAsync(LineActs.Pin(await LineAsync(2), Actors.Stabschef));
        await searching.WriteAsync(old, Corrections.Of(2, "Kokning i söder."));
        await searching.WriteAsync(
            old,
            new LineDraft { Kind = LineKind.Observation, Text = "Pump.", Form = new() { OnBehalfOf = "Växeln" } });
        var own = new LineDraft { Kind = LineKind.Anteckning, Text = "Pump." };
        await searching.WriteAsync(old, own, Actors.Forvaltningschef);
        await searching.Kris.Journal.AppendAsync(LineActs.Flag(await LineAsync(6), Actors.Stabschef));
        var until = (await LineAsync(6)).RecordedAt.AddMilliseconds(1);
        var other = await searching.OpenAsync();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Newer),
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (_, _) => await searching.WriteAsync(other, "Nyare."));

        Assert.Equal([2, 4], await FoundAsync(new() { Kind = LineKind.Beslut }));
        Assert.Equal([2, 4], await FoundAsync(new() { IsPinned = true }));
        Assert.Equal([5], await FoundAsync(new() { Person = "växeln" }));
        Assert.Equal([6], await FoundAsync(new() { Unit = Actors.Forvaltningschef.Unit }));
        Assert.Equal([2], await FoundAsync(new() { Tag = "vatten" }));
        Assert.Equal([6], await FoundAsync(new() { Until = until, Person = Actors.Forvaltningschef.Name }));
        Assert.Equal([6], await FoundAsync(new() { Kind = LineKind.Anteckning }, Actors.In(Duty.KlnLedamot)));
        var all = new SearchQuestion { Kind = LineKind.Anteckning, Limit = 100 };
        var pages = new List<SearchHit>();
        for (var skip = 0; skip <= 900; skip += 100)
            pages.AddRange((await searching.FindAsync(all with { Skip = skip })).Hits);
        Assert.Equal(1_000, pages.Select(hit => (hit.Incident, hit.Number)).Distinct().Count());
    }

    [Fact]
    public async Task For_whom_a_marked_line_was_written_is_not_told_by_a_filter()
    {
        var form = new ShortForm { OnBehalfOf = "Växeln" };
        await searching.WriteAsync(old, new LineDraft { Kind = LineKind.Anteckning, Text = "Pump.", Form = form });
        var fields = LineFields.Of(LineKind.Anteckning, "Hemlig pump.", Actors.Stabschef, occurredAt: null);
        fields[LineFields.OnBehalfOf] = "Växeln";
        fields[LineFields.Lagrum] = "osl-18-13";
        fields[LineFields.Circle] = ReadingRight.Stabsledningen;
        await searching.Kris.Journal.AppendAsync(NewLine.Of(old.Id, Guid.NewGuid(), fields));

        Assert.Equal([2], await FoundAsync(new() { Person = "växeln" }, Actors.Stabschef));
        Assert.Equal([2, 3], await FoundAsync(new() { Person = Actors.Stabschef.Name }, Actors.Stabschef));
    }

    private Task<JournalLine> LineAsync(long number) => searching.Kris.Journal.LineAsync(old.Id, number);

    private Task<IReadOnlyList<long>> FoundAsync(SearchQuestion question, Actor? by = null) =>
        searching.NumbersAsync(question, by);
}
