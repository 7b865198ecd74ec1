using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Server;

namespace Kris.Tests.Journal;

/// <summary>What later lines say about a line, as the database projects it.</summary>
[Collection(LogServerCollection.Name)]
public sealed class LineStateTests(TestServer server) : IAsyncLifetime
{
    private const string Projection =
        "SELECT coalesce(string_agg(s::text, ' ' ORDER BY s.stream_id, s.number), '') FROM line_state s";

    private TestKris kris = null!;
    private Incident incident = null!;

    public async Task InitializeAsync()
    {
        kris = await TestKris.NewAsync(server);
        incident = await kris.OpenAsync();
        await kris.WriteAsync(incident.Id, "Vattnet är borta.");
    }

    public async Task DisposeAsync() => await kris.DisposeAsync();

    [Fact]
    public async Task A_corrected_line_is_struck_by_the_first_that_corrects_it()
    {
        await CorrectAsync(2);
        await CorrectAsync(2);

        Assert.Equal(new LineState(StruckBy: 3, FlaggedBy: null), await StateAsync(2));
        Assert.Equal(LineState.Untouched with { Origin = 2 }, await StateAsync(3));
    }

    [Fact]
    public async Task A_correction_is_a_key_event_and_before_the_board_as_its_line_is_and_as_long()
    {
        await SayAsync(2, LineActs.Pin);
        await SayAsync(2, LineActs.Flag);
        await CorrectAsync(2);
        await CorrectAsync(5);

        Assert.Equal(
            new LineState(StruckBy: null, FlaggedBy: 4) { PinnedBy = 3, Origin = 2 }, await StateAsync(6));
        var flagged = await kris.Journal.FlaggedAsync(incident.Id, author: null, 10);
        Assert.Equal([6L, 5, 2], flagged.Select(line => line.Number));

        await SayAsync(6, LineActs.Unpin);
        await SayAsync(6, LineActs.Unflag);
        Assert.Equal(new LineState(StruckBy: 5, FlaggedBy: null), await StateAsync(2));
        await SayAsync(6, LineActs.Pin);
        Assert.Equal((null, 9), ((await StateAsync(5)).PinnedBy, (await StateAsync(6)).PinnedBy));
    }

    [Fact]
    public async Task A_correction_of_a_correction_that_is_erased_is_still_of_the_line_that_was_first()
    {
        await SayAsync(2, LineActs.Pin);
        await CorrectAsync(2);
        await CorrectAsync(4);
        await kris.EraseAsync(incident.Id, 4);
        await SayAsync(2, LineActs.Unpin);
        await SayAsync(5, LineActs.Pin);
        var before = await Ask.ValueAsync<string>(kris.App, Projection);

        await Ask.ValueAsync<long>(kris.App, "SELECT journal_rebuild()");

        Assert.Equal(before, await Ask.ValueAsync<string>(kris.App, Projection));
        Assert.Equal(2, (await StateAsync(5)).Origin);
        Assert.Equal((null, 9), ((await StateAsync(2)).PinnedBy, (await StateAsync(5)).PinnedBy));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(900)]
    public async Task A_line_says_nothing_about_itself_or_about_what_is_not_written_yet(long about)
    {
        await CorrectAsync(about);
        await kris.WriteAsync(incident.Id, "En rad till.");

        Assert.Equal("", await Ask.ValueAsync<string>(kris.App, Projection));
    }

    [Fact]
    public async Task A_flag_stands_until_it_is_taken_back_and_can_be_put_again()
    {
        await FlagAsync();
        var flagged = await kris.Journal.FlaggedAsync(incident.Id, author: null, 10);
        Assert.Equal([2L], flagged.Select(line => line.Number));
        await UnflagAsync();
        Assert.Empty(await kris.Journal.FlaggedAsync(incident.Id, author: null, 10));
        await FlagAsync();

        Assert.Equal(new LineState(StruckBy: null, FlaggedBy: 5), await StateAsync(2));
    }

    [Fact]
    public async Task A_moved_line_is_struck_where_it_stood_and_stands_where_it_came()
    {
        var other = await kris.OpenAsync();
        var line = await kris.Journal.LineAsync(incident.Id, 2);
        var (strike, copy) = LineCorrections.Move(
            line, incident.Name, other.Id, other.Name, "Fel händelse.", Actors.Stabschef);

        await kris.Journal.AppendTogetherAsync([strike, copy]);

        Assert.Equal(new LineState(StruckBy: 3, FlaggedBy: null), await StateAsync(2));
        var moved = await kris.Journal.LineAsync(other.Id, 2);
        Assert.Equal((line.Text, LineState.Untouched), (moved.Text, moved.State));
        Assert.Equal(IsoTime.Format(line.RecordedAt), IsoTime.Format(moved.OccurredAt));
    }

    [Fact]
    public async Task The_projection_is_rebuilt_from_the_lines_as_it_was()
    {
        await FlagAsync();
        await UnflagAsync();
        await CorrectAsync(2);
        await CorrectAsync(2);
        await CorrectAsync(900);
        await kris.WriteAsync(incident.Id, "Att flagga.");
        await kris.Journal.AppendAsync(LineActs.Flag(await kris.Journal.LineAsync(incident.Id, 8), Actors.Tib));
        var before = await Ask.ValueAsync<string>(kris.App, Projection);

        await Ask.RunAsync(
            kris.Super, "DELETE FROM line_state; INSERT INTO line_state VALUES (gen_random_uuid(), 1, 2, 3)");
        await Ask.ValueAsync<long>(kris.App, "SELECT journal_rebuild()");

        Assert.Equal(before, await Ask.ValueAsync<string>(kris.App, Projection));
        Assert.Contains(",2,5,,", before, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rebuilding_waits_for_those_who_write_and_misses_nothing_of_theirs()
    {
        var writing = Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var line = 0; line < 10; line++)
            {
                var written = await kris.WriteAsync(incident.Id, "Fel.");
                await CorrectAsync(written.Number);
            }
        });
        var rebuilding = Enumerable.Range(0, 5).Select(_ => Ask.ValueAsync<long>(kris.App, "SELECT journal_rebuild()"));

        await Task.WhenAll([.. writing, .. rebuilding]);

        var lines = await kris.Journal.LinesAsync(incident.Id, 0, 500);
        Assert.Equal(80, lines.Count(line => line.State.StruckBy is not null));
    }

    private async Task CorrectAsync(long number) => await kris.Journal.AppendAsync(TestKris.Line(
        incident.Id, "", draft: Corrections.Of(number, "Rätt.")));

    private async Task SayAsync(long number, Func<JournalLine, Actor, NewLine> act) =>
        await kris.Journal.AppendAsync(act(await kris.Journal.LineAsync(incident.Id, number), Actors.Stabschef));

    private async Task FlagAsync() => await kris.Journal.AppendAsync(
        LineActs.Flag(await kris.Journal.LineAsync(incident.Id, 2), Actors.Tib));

    private async Task UnflagAsync() => await kris.Journal.AppendAsync(
        LineActs.Unflag(await kris.Journal.LineAsync(incident.Id, 2), Actors.Tib));

    private async Task<LineState> StateAsync(long number) =>
        (await kris.Journal.LineAsync(incident.Id, number)).State;
}
