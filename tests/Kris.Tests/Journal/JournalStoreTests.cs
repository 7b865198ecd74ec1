using Kris.Domain;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Server;

namespace Kris.Tests.Journal;

[Collection(LogServerCollection.Name)]
public sealed class JournalStoreTests(TestServer server) : IAsyncLifetime
{
    private TestKris kris = null!;
    private Incident incident = null!;

    public async Task InitializeAsync()
    {
        kris = await TestKris.NewAsync(server);
        incident = await kris.OpenAsync();
    }

    public async Task DisposeAsync() => await kris.DisposeAsync();

    [Fact]
    public async Task A_line_comes_back_as_it_was_written_with_the_next_number()
    {
        var line = TestKris.Line(incident.Id, "Nödvatten \"utkört\" \\ 🚰 <b>&amp;</b>\n\tvid torget");

        var written = await kris.Journal.AppendAsync(line);

        var kept = await kris.Journal.LineAsync(incident.Id, written.Number);
        Assert.Equal((2, true), (written.Number, written.IsNew));
        Assert.Equal((line.Key, written.RecordedAt), (kept.Key, kept.RecordedAt));
        Assert.Equal(written.Hash, kept.Hash);
        Assert.Equal(line.Fields.OrderBy(field => field.Key), kept.Fields!.OrderBy(field => field.Key));
    }

    [Fact]
    public async Task The_same_line_asked_for_again_is_answered_as_then()
    {
        var key = Guid.NewGuid();
        var first = await kris.WriteAsync(incident.Id, "Vattnet är borta.", key);
        await kris.WriteAsync(incident.Id, "Något annat.");

        var again = await kris.WriteAsync(incident.Id, "Vattnet är borta.", key);

        Assert.Equal((first.Number, first.RecordedAt, false), (again.Number, again.RecordedAt, again.IsNew));
        Assert.Equal(first.Hash, again.Hash);
        Assert.Equal(3, (await kris.Journal.LinesAsync(incident.Id, 0, 500)).Count);
    }

    [Fact]
    public async Task Another_line_under_the_key_is_refused_in_the_same_stream_and_in_any_other()
    {
        var key = Guid.NewGuid();
        var other = await kris.OpenAsync();
        await kris.WriteAsync(incident.Id, "Vattnet är borta.", key);

        await Refused.AsyncFor(
            Refusal.Stale, "Nyckeln används redan", () => kris.WriteAsync(incident.Id, "Vattnet är åter.", key));
        await Refused.AsyncFor(
            Refusal.Stale, "Nyckeln används redan", () => kris.WriteAsync(other.Id, "Vattnet är borta.", key));

        Assert.Single(await kris.Journal.LinesAsync(other.Id, 0, 500));
    }

    [Fact]
    public async Task After_erasure_the_key_takes_nothing_and_the_log_goes_on()
    {
        var key = Guid.NewGuid();
        await kris.WriteAsync(incident.Id, "En persons sjukdom.", key);
        await Ask.RunAsync(
            kris.Super,
            "ALTER TABLE log_content DISABLE TRIGGER log_content_goes; DELETE FROM log_content WHERE number = 2");

        await Refused.AsyncFor(
            Refusal.Stale, "raderats genom beslut", () => kris.WriteAsync(incident.Id, "En persons sjukdom.", key));

        Assert.True((await kris.Journal.LineAsync(incident.Id, 2)).IsErased);
        Assert.Equal(3, (await kris.WriteAsync(incident.Id, "Loggen går vidare.")).Number);
    }

    [Fact]
    public async Task A_stream_that_nothing_began_takes_no_lines()
    {
        var nowhere = Guid.NewGuid();

        await Refused.AsyncFor(Refusal.Unknown, "finns inte", () => kris.WriteAsync(nowhere, "Hallå?"));

        Assert.Empty(await kris.Journal.LinesAsync(nowhere, 0, 500));
        await Refused.AsyncFor(Refusal.Unknown, "Rad 1", () => kris.Journal.LineAsync(nowhere, 1));
    }

    [Fact]
    public async Task Thirty_two_who_write_in_one_stream_are_numbered_without_gaps_and_chained()
    {
        var written = await Task.WhenAll(Enumerable.Range(0, 32).Select(async writer =>
        {
            var numbers = new List<long>();
            for (var line = 0; line < 8; line++)
                numbers.Add((await kris.WriteAsync(incident.Id, $"Skribent {writer}, rad {line}.")).Number);
            return numbers;
        }));

        Assert.Equal(Enumerable.Range(2, 256).Select(number => (long)number), written.SelectMany(n => n).Order());
        Assert.All(written, numbers => Assert.Equal(numbers.Order(), numbers));
        Assert.Null(await StoredStream.VerifyAsync(kris.Super, incident.Id));
    }

    [Fact]
    public async Task A_key_that_many_send_at_once_is_one_line()
    {
        var key = Guid.NewGuid();

        var written = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => kris.WriteAsync(incident.Id, "Skickas om.", key)));

        Assert.Single(written, line => line.IsNew);
        Assert.All(written, line => Assert.Equal(2, line.Number));
    }

    [Fact]
    public async Task A_key_that_is_raced_into_two_streams_stands_in_one_of_them()
    {
        var other = await kris.OpenAsync();
        for (var round = 0; round < 8; round++)
        {
            var key = Guid.NewGuid();
            var answers = await Task.WhenAll(
                new[] { incident.Id, other.Id }.Select(stream =>
                    DeskTests.OutcomeAsync(() => kris.WriteAsync(stream, "Vart?", key))));

            Assert.Equal([null, Refusal.Stale], answers.Order());
        }
    }

    [Fact]
    public async Task Lines_are_read_in_order_after_a_number_and_never_without_a_bound()
    {
        for (var line = 2; line <= 6; line++)
            await kris.WriteAsync(incident.Id, $"Rad {line}.");

        Assert.Equal([3L, 4L], Numbers(await kris.Journal.LinesAsync(incident.Id, after: 2, limit: 2)));
        Assert.Equal([4L, 3L], Numbers(await kris.Journal.LatestAsync(incident.Id, before: 5, limit: 2)));
        Assert.Single(await kris.Journal.LinesAsync(incident.Id, 0, limit: 0));
        Assert.Single(await kris.Journal.LatestAsync(incident.Id, long.MaxValue, limit: -5));
        Assert.Equal(6, (await kris.Journal.LinesAsync(incident.Id, 0, int.MaxValue)).Count);
    }

    [Fact]
    public async Task The_last_line_of_each_stream_is_known_and_a_stream_without_lines_is_left_out()
    {
        var quiet = await kris.OpenAsync();
        var written = await kris.WriteAsync(incident.Id, "Sist.");
        Guid[] asked = [incident.Id, quiet.Id, Guid.NewGuid()];

        var numbers = await kris.Journal.NumbersAsync(asked);
        var last = await kris.Journal.LastLineAsync(asked);

        Assert.Equal(new Dictionary<Guid, long> { [incident.Id] = 2, [quiet.Id] = 1 }, numbers);
        Assert.Equal(written.RecordedAt, last[incident.Id]);
        Assert.Equal(2, last.Count);
    }

    [Fact]
    public async Task Lines_that_belong_together_are_all_written_or_none()
    {
        var other = await kris.OpenAsync();
        var key = Guid.NewGuid();
        await kris.WriteAsync(other.Id, "Redan där.", key);

        await Refused.AsyncFor(Refusal.Unknown, "finns inte", () => kris.Journal.AppendTogetherAsync(
            [TestKris.Line(incident.Id, "Ett."), TestKris.Line(Guid.NewGuid(), "Två.")]));
        await Refused.AsyncFor(Refusal.Stale, "", () => kris.Journal.AppendTogetherAsync(
            [TestKris.Line(incident.Id, "Ett."), TestKris.Line(other.Id, "Redan där.", key)]));

        Assert.Single(await kris.Journal.LinesAsync(incident.Id, 0, 500));
        Assert.Equal(2, (await kris.Journal.LinesAsync(other.Id, 0, 500)).Count);
    }

    [Fact]
    public async Task Lines_that_belong_together_are_answered_in_the_order_they_were_given()
    {
        var other = await kris.OpenAsync();
        await kris.WriteAsync(other.Id, "En rad före.");
        var (here, there) = (TestKris.Line(incident.Id, "Här."), TestKris.Line(other.Id, "Där."));

        var one = await kris.Journal.AppendTogetherAsync([here, there]);
        var two = await kris.Journal.AppendTogetherAsync(
            [TestKris.Line(other.Id, "Där."), TestKris.Line(incident.Id, "Här.")]);

        Assert.Equal([2L, 3L], one.Select(line => line.Number));
        Assert.Equal([4L, 3L], two.Select(line => line.Number));
    }

    [Fact]
    public async Task Lines_written_together_in_opposite_order_never_wait_for_each_other_crosswise()
    {
        var other = await kris.OpenAsync();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(pair =>
        {
            NewLine[] lines = [TestKris.Line(incident.Id, $"Par {pair}."), TestKris.Line(other.Id, $"Par {pair}.")];
            return kris.Journal.AppendTogetherAsync(pair % 2 == 0 ? lines : lines.Reverse());
        }));

        var numbers = await kris.Journal.NumbersAsync([incident.Id, other.Id]);
        Assert.All(numbers.Values, number => Assert.Equal(41, number));
    }

    [Fact]
    public async Task A_signal_is_given_once_for_a_line_and_not_for_a_retry()
    {
        var told = new List<Guid>();
        kris.Signal.StreamGrew += told.Add;
        var key = Guid.NewGuid();

        await kris.WriteAsync(incident.Id, "Hej.", key);
        await kris.WriteAsync(incident.Id, "Hej.", key);

        Assert.Equal([incident.Id], told);
    }

    private static IEnumerable<long> Numbers(IEnumerable<JournalLine> lines) => lines.Select(line => line.Number);
}
