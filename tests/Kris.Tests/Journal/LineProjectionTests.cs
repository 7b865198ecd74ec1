using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Server;

namespace Kris.Tests.Journal;

/// <summary>The page, the append and the rebuild make the same of what lines say about each other.</summary>
[Collection(LogServerCollection.Name)]
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

    [Fact]
    public async Task What_was_written_while_its_line_was_marked_is_as_secret_as_that()
    {
        await kris.Journal.AppendAsync(Marked($"{Guid.NewGuid()}"));
        var told = LineFields.Of(LineKind.System, "Skickad till pressen.", Actors.Stabschef, occurredAt: null);
        told[LineFields.Act] = LineActs.Released;
        told[LineFields.About] = "2";
        await kris.Journal.AppendAsync(NewLine.Of(incident.Id, Guid.CreateVersion7(), told));
        var correction = LineFields.Of(LineKind.Rattelse, "Rätt ord.", Actors.Stabschef, occurredAt: null);
        correction[LineFields.Corrects] = "2";
        await kris.Journal.AppendAsync(NewLine.Of(incident.Id, Guid.CreateVersion7(), correction));

        var lines = await kris.Journal.LinesAsync(incident.Id, 1, 500);

        Assert.All(lines, line => Assert.Equal(lines[0].State.Marking!.Readers, line.State.Marking?.Readers));
        Assert.All(lines, line => Assert.False(ReadingRight.Of(Actors.Tib).Reads(line.State.Marking)));
    }

    private static IEnumerable<LineState> Folded(IReadOnlyList<JournalLine> lines)
    {
        var held = new List<JournalLine>();
        foreach (var line in lines)
        {
            var subject = LineStates.Subject(line) is { } number && number < line.Number ? held[(int)number - 1] : null;
            for (var i = 0; i < held.Count; i++)
                held[i] = held[i].After(line, subject);
            held.Add(line with { State = LineStates.Beginning(line, subject) });
        }

        return held.Select(line => line.State);
    }

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
        if (random.Next(3) == 0)
            fields[LineFields.MarkingOf] = "2";
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
