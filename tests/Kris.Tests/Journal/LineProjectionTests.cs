using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Server;

namespace Kris.Tests.Journal;

/// <summary>The page, the append and the rebuild make the same of what lines say about each other.</summary>
[Collection(TestServerCollection.Name)]
public sealed class LineProjectionTests(TestServer server) : IAsyncLifetime
{
    private static readonly string[] Acts =
    [
        LineActs.Struck, LineActs.Flagged, LineActs.Unflagged, LineActs.Pinned, LineActs.Unpinned, LineActs.Released,
        LineActs.Accepted, LineActs.TaskDone, LineActs.TaskReopened, LineActs.TaskChanged, LineActs.Marked,
        LineActs.Unmarked, LineActs.SpillProposed, LineActs.SpillDeclined, LineActs.Erased, "something-of-later",
    ];

    private TestKris kris = null!;
    private Incident incident = null!;

    public async Task InitializeAsync()
    {
        kris = await TestKris.NewAsync(server);
        incident = await kris.OpenAsync();
    }

    public async Task DisposeAsync() => await kris.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_is_said_in_whatever_order_all_three_agree(int seed)
    {
        var random = new Random(seed);
        for (var line = 0; line < 60; line++)
            await kris.Journal.AppendAsync(Line(random));

        var appended = await kris.Journal.LinesAsync(incident.Id, 0, 500);
        await Ask.ValueAsync<long>(kris.App, "SELECT journal_rebuild()");
        var rebuilt = await kris.Journal.LinesAsync(incident.Id, 0, 500);

        Assert.Equal(appended.Select(line => line.State), rebuilt.Select(line => line.State));
        Assert.Equal(appended.Select(line => line.State), Folded(appended));
        Assert.Contains(appended, line => line.State.Marking is not null);
    }

    [Fact]
    public async Task Readers_that_are_nobody_stop_no_append_and_let_nobody_in()
    {
        await kris.Journal.AppendAsync(Marked("inte-en-uuid ' ; 7d9f4c10-3a62-4f0b-8f1d-0b6a5c2e9d11"));

        var line = await kris.Journal.LineAsync(incident.Id, 2);

        Assert.Equal("7d9f4c10-3a62-4f0b-8f1d-0b6a5c2e9d11", line.State.Marking!.Readers);
        Assert.True(line.State.Marking.Names(Guid.Parse(line.State.Marking.Readers)));
        Assert.False(line.State.Marking.Names(Guid.NewGuid()));
    }

    private static IEnumerable<LineState> Folded(IReadOnlyList<JournalLine> lines) => lines.Select(line => lines
        .Aggregate(
            line with { State = LineState.Untouched with { Marked = LineStates.OwnMarking(line) } },
            (held, later) => held.After(later))
        .State);

    private NewLine Line(Random random)
    {
        if (random.Next(4) == 0)
            return Marked($"{Guid.NewGuid()} {Guid.NewGuid()}");

        var fields = LineFields.Of(LineKind.System, "Sagt om en rad.", Actors.Stabschef, occurredAt: null);
        fields[LineFields.About] = $"{random.Next(1, 20)}";
        if (random.Next(6) == 0)
        {
            fields.Remove(LineFields.About);
            fields[LineFields.Corrects] = $"{random.Next(1, 20)}";
            return NewLine.Of(incident.Id, Guid.CreateVersion7(), fields);
        }

        fields[LineFields.Act] = Acts[random.Next(Acts.Length)];
        fields[LineFields.Strikes] = $"{random.Next(1, 20)}";
        fields[LineFields.Also] = $"{random.Next(1, 60)} {random.Next(1, 60)}";
        if (random.Next(3) == 0)
            fields[LineFields.Lagrum] = "osl-18-13";
        fields[LineFields.Circle] = "staben";
        fields[LineFields.Readers] = $"{Guid.NewGuid()}";
        return NewLine.Of(incident.Id, Guid.CreateVersion7(), fields);
    }

    private NewLine Marked(string readers)
    {
        var fields = LineFields.Of(LineKind.Anteckning, "Hemlig rad.", Actors.Stabschef, occurredAt: null);
        fields[LineFields.Lagrum] = "osl-18-13";
        fields[LineFields.Circle] = "stabsledningen";
        fields[LineFields.Readers] = readers;
        return NewLine.Of(incident.Id, Guid.CreateVersion7(), fields);
    }
}
