using Kris.Data.Search;
using Kris.Data.Server;
using Kris.Domain.Incidents;
using Kris.Domain.Search;
using Kris.Tests.Accounts;
using Kris.Tests.Server;

namespace Kris.Tests.Search;

/// <summary>The words behind the search: made after the commit, made anew, and never in the way.</summary>
[Collection(LogServerCollection.Name)]
public sealed class LineIndexTests(TestServer server) : IAsyncLifetime
{
    private const string Words =
        "SELECT coalesce(string_agg(w::text, ' ' ORDER BY w.stream_id, w.number), '') FROM line_search w";

    // As if the dictionary's files had gone from under the server; the catalog is the superuser's to bend.
    private const string LoseDictionary =
        "UPDATE pg_ts_dict SET dictinitoption = 'dictfile = ''gone'', afffile = ''gone''' WHERE dictname = 'hunspell'";

    private const string FindDictionary =
        "UPDATE pg_ts_dict SET dictinitoption = 'dictfile = ''sv_se'', afffile = ''sv_se''' "
        + "WHERE dictname = 'hunspell'";

    private Searching searching = null!;
    private Incident incident = null!;

    public async Task InitializeAsync()
    {
        searching = await Searching.NewAsync(server);
        incident = await searching.OpenAsync();
    }

    public async Task DisposeAsync() => await searching.DisposeAsync();

    [Fact]
    public async Task It_goes_on_where_it_was_and_takes_each_line_once()
    {
        for (var line = 0; line < LineIndex.Batch + 20; line++)
            await searching.WriteAsync(incident, $"Rad {line}.");
        var behind = Assert.Single(await searching.Index.BehindAsync());
        var at = await searching.Index.StepAsync(behind);

        // The program ends here and another begins.
        await using var again = new SearchDatabase(searching.Kris.App);
        var left = Assert.Single(await new LineIndex(again).BehindAsync());
        var lines = await new LineIndex(again).CatchUpAsync();

        Assert.Equal((LineIndex.Batch, LineIndex.Batch), (at!.From, left.From));
        Assert.Equal(21, lines);
        Assert.Empty(await searching.Index.BehindAsync());
        Assert.Null(await searching.Index.StepAsync(behind));
        Assert.Equal(
            LineIndex.Batch + 21, await Ask.ValueAsync<long>(searching.Kris.App, "SELECT count(*) FROM line_search"));
    }

    [Fact]
    public async Task Two_at_once_make_the_same_as_one()
    {
        for (var line = 0; line < 3 * LineIndex.Batch; line++)
            await searching.WriteAsync(incident, $"Vatten {line}.");
        await using var other = new SearchDatabase(searching.Kris.App);

        await Task.WhenAll(searching.Index.CatchUpAsync(), new LineIndex(other).CatchUpAsync());

        Assert.Empty(await searching.Index.BehindAsync());
        var lines = await Ask.ValueAsync<long>(searching.Kris.App, "SELECT count(*) FROM line_search");
        Assert.Equal(3 * LineIndex.Batch + 1L, lines);
    }

    [Fact]
    public async Task Made_anew_the_words_are_as_they_were()
    {
        await searching.WriteAsync(incident, "Läckan är tätad.");
        await searching.WriteAsync(incident, "Elavbrottet är över.");
        await searching.Index.CatchUpAsync();
        var before = await Ask.ValueAsync<string>(searching.Kris.App, Words);

        await Ask.RunAsync(
            searching.Kris.Super,
            "UPDATE line_search SET words = 'falskt:1' WHERE number = 2; DELETE FROM line_search WHERE number = 3");
        var lines = await searching.Index.RebuildAsync();

        Assert.Equal(before, await Ask.ValueAsync<string>(searching.Kris.App, Words));
        Assert.Equal(3, lines);
        Assert.Contains("'läcka'", before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Content_that_is_erased_takes_its_words_with_it_and_they_do_not_come_back()
    {
        await searching.WriteAsync(incident, "Kanariefågel.");
        Assert.Equal([2], await searching.NumbersAsync("kanariefågel"));

        await searching.Kris.EraseAsync(incident.Id, 2);

        Assert.Empty(await searching.NumbersAsync("kanariefågel"));
        await searching.Index.RebuildAsync();
        Assert.DoesNotContain(
            "kanarie", await Ask.ValueAsync<string>(searching.Kris.App, Words), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dictionary_that_goes_missing_stops_no_line_and_no_search()
    {
        await searching.WriteAsync(incident, "Skolan är stängd.");
        await searching.Index.CatchUpAsync();
        Assert.NotNull(searching.Database.Configuration);

        await Ask.RunAsync(searching.Kris.Super, LoseDictionary);
        await searching.WriteAsync(incident, "Bron är stängd.");

        // What was found by the stemmer's form still is; and what comes is found that way too.
        Assert.Equal([2], (await searching.Search.FindAsync(new SearchQuestion { Words = Stangd }, Actors.Tib))
            .Hits.Select(hit => hit.Number));
        Assert.Null(searching.Database.Configuration);
        Assert.Equal([2, 3], await searching.NumbersAsync(Stangd));
        Assert.Empty(await searching.NumbersAsync("broar"));

        await Ask.RunAsync(searching.Kris.Super, FindDictionary);
        await searching.Database.LookAsync();
        Assert.Equal([3], await searching.NumbersAsync("broar"));
    }

    [Fact]
    public async Task A_dictionary_that_comes_later_makes_the_words_anew()
    {
        await using var bare = await Searching.BareAsync(server);
        var other = await bare.OpenAsync();
        await bare.WriteAsync(other, "Skolan är stängd.");
        Assert.Empty(await bare.NumbersAsync("skolor"));

        Assert.True(await Searching.MakeDictionaryAsync(bare.Kris));
        await bare.Database.LookAsync();

        Assert.Equal([2L], await bare.NumbersAsync("skolor"));
    }

    [Fact]
    public async Task Without_any_table_of_words_a_line_is_written_as_before()
    {
        await Ask.RunAsync(searching.Kris.Super, "DROP TABLE line_search, line_search_reach CASCADE");

        var written = await searching.Kris.WriteAsync(incident.Id, "Ändå.");

        Assert.Equal((2L, true), (written.Number, written.IsNew));
        await Assert.ThrowsAnyAsync<Npgsql.NpgsqlException>(() => searching.Index.BehindAsync());
    }

    [Fact]
    public async Task A_copy_holds_neither_the_dictionary_nor_the_words_and_is_read_back_without_them()
    {
        await searching.WriteAsync(incident, "Läckan är tätad.");
        await searching.Index.CatchUpAsync();
        var binaries = server.Postgres.Binaries;
        var database = await Ask.ValueAsync<string>(searching.Kris.App, "SELECT current_database()::text");
        string[] dump =
            [binaries["pg_dump"], "-h", server.Postgres.Sockets, "-U", PrivateDatabase.SuperUser, database];

        var (isDumped, copy) = await ServerUser.RunAsync(
            TimeSpan.FromMinutes(1), CancellationToken.None, [.. dump, .. PrivateDatabase.LeftOut]);
        var (_, whole) = await ServerUser.RunAsync(TimeSpan.FromMinutes(1), CancellationToken.None, dump);

        Assert.True(isDumped, copy);
        Assert.Contains("CREATE TABLE public.line_search ", copy, StringComparison.Ordinal);
        Assert.DoesNotContain("kris_search", copy, StringComparison.Ordinal);
        Assert.DoesNotContain("COPY public.line_search ", copy, StringComparison.Ordinal);
        Assert.Contains("COPY public.line_search ", whole, StringComparison.Ordinal);
        Assert.Contains("TEXT SEARCH DICTIONARY kris_search.hunspell", whole, StringComparison.Ordinal);
    }

    private static string Stangd => "stängd";

}
