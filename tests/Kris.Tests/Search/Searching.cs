using Kris.Data.Journal;
using Kris.Data.Search;
using Kris.Data.Server;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Domain.Search;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Server;

namespace Kris.Tests.Search;

/// <summary>A database with the search on it, whose words are brought up to the lines when the test says so.</summary>
public sealed class Searching : IAsyncDisposable
{
    private Searching(TestKris kris)
    {
        Kris = kris;
        Database = new SearchDatabase(kris.App);
        Index = new LineIndex(Database);
        Readings = new ReadingLog(kris.Source, kris.Journal, TimeProvider.System);
        Search = new LineSearch(Database, Readings);
    }

    public TestKris Kris { get; }

    public SearchDatabase Database { get; }

    public LineIndex Index { get; }

    public ReadingLog Readings { get; }

    public LineSearch Search { get; }

    public static async Task<Searching> NewAsync(TestServer server)
    {
        var kris = await TestKris.NewAsync(server);
        await MakeDictionaryAsync(kris);
        return new Searching(kris);
    }

    /// <summary>On a database that has not heard of the dictionary.</summary>
    public static async Task<Searching> BareAsync(TestServer server) => new(await TestKris.NewAsync(server));

    /// <summary>Whether the server that the tests run on has the dictionary's files.</summary>
    public static Task<bool> MakeDictionaryAsync(TestKris kris) =>
        SearchConfiguration.EnsureAsync(kris.Owner, PrivateDatabase.App, CancellationToken.None);

    /// <summary>An incident whose own lines no test looks for.</summary>
    public Task<Incident> OpenAsync() =>
        Kris.OpenAsync(facts: new IncidentFacts { Title = "Prov", Began = Given.Now });

    public Task WriteAsync(Incident incident, string text) => Kris.WriteAsync(incident.Id, text);

    public async Task MarkAsync(Incident incident, string text, string circle, params Guid[] readers)
    {
        var fields = LineFields.Of(LineKind.Anteckning, text, Actors.Stabschef, occurredAt: null);
        fields[LineFields.Lagrum] = "osl-18-13";
        fields[LineFields.Circle] = circle;
        fields[LineFields.Readers] = string.Join(' ', readers);
        await Kris.Journal.AppendAsync(NewLine.Of(incident.Id, Guid.NewGuid(), fields));
    }

    public Task WriteAsync(Incident incident, LineDraft draft, Actor? by = null) => Kris.Journal.AppendAsync(
        draft.ToLine(incident.Id, Guid.NewGuid(), by ?? Actors.Stabschef, Given.Now));

    public async Task<FoundPage> FindAsync(SearchQuestion question, Actor? by = null)
    {
        await Index.CatchUpAsync();
        return await Search.FindAsync(question, by ?? Actors.Tib);
    }

    public Task<FoundPage> FindAsync(string words, Actor? by = null) =>
        FindAsync(new SearchQuestion { Words = words }, by);

    /// <summary>The numbers of what was found, in order of number.</summary>
    public async Task<IReadOnlyList<long>> NumbersAsync(SearchQuestion question, Actor? by = null) =>
        [.. (await FindAsync(question, by)).Hits.Select(hit => hit.Number).Order()];

    public Task<IReadOnlyList<long>> NumbersAsync(string words, Actor? by = null) =>
        NumbersAsync(new SearchQuestion { Words = words }, by);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await Kris.DisposeAsync();
    }
}
