using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Journal;
using Kris.Tests.Server;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace Kris.Tests.Secrecy;

/// <summary>Who has read what, in a stream of its own, and each quarter of an hour once.</summary>
[Collection(LogServerCollection.Name)]
public sealed class ReadingLogTests(TestServer server) : IAsyncLifetime
{
    private const string Word = "Kanariefågeln";

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 11, 25, 3, 1, 0, TimeSpan.Zero));
    private TestKris kris = null!;
    private NpgsqlDataSource source = null!;
    private Incident incident = null!;

    public async Task InitializeAsync()
    {
        kris = await TestKris.NewAsync(server);
        source = NpgsqlDataSource.Create(kris.App);
        incident = await kris.OpenAsync();
        await kris.WriteAsync(incident.Id, $"{Word} är öppen.");
        await kris.Journal.AppendAsync(Secret("stabsledningen"));
    }

    public async Task DisposeAsync()
    {
        await source.DisposeAsync();
        await kris.DisposeAsync();
    }

    [Fact]
    public async Task Opening_a_marked_line_is_recorded_once_a_quarter_for_each_person()
    {
        var log = Log();
        await log.OpenAsync(incident.Id, 3, Actors.Stabschef);
        await log.OpenAsync(incident.Id, 3, Actors.Stabschef);
        // Another node has its own memory; the journal knows all the same.
        await Log().OpenAsync(incident.Id, 3, Actors.Stabschef);
        await log.OpenAsync(incident.Id, 3, Actors.Kommundirektor);
        clock.Advance(TimeSpan.FromMinutes(15));
        await log.OpenAsync(incident.Id, 3, Actors.Stabschef);

        var readings = await log.OfLineAsync(incident.Id, 3, Actors.Stabschef, 100);

        Assert.Equal([3L, 2L, 1L], readings.Select(reading => reading.Number));
        Assert.Equal(["stabschef", "kommundirektor", "stabschef"], readings.Select(reading => reading.Duty));
        Assert.All(readings, reading => Assert.Equal("oppnad", reading.Way));
        Assert.Null(await StoredStream.VerifyAsync(kris.Super, Readings.Stream(incident.Id)));
    }

    [Fact]
    public async Task Twenty_at_once_are_one_reading()
    {
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Log().OpenAsync(incident.Id, 3, Actors.Stabschef)));

        Assert.Single(await Log().OfLineAsync(incident.Id, 3, Actors.Stabschef, 100));
    }

    [Fact]
    public async Task Nobody_stands_in_the_way_of_a_reading_by_taking_its_key()
    {
        var key = Readings.Of(incident.Id, 3, ReadingWay.Opened, Actors.Stabschef, clock.GetUtcNow()).Key;
        var fields = LineFields.Of(LineKind.Anteckning, "I vägen.", Actors.Tib, occurredAt: null);
        await kris.Journal.AppendAsync(NewLine.Of(incident.Id, key, fields));

        await Log().OpenAsync(incident.Id, 3, Actors.Stabschef);

        Assert.Single(await Log().OfLineAsync(incident.Id, 3, Actors.Stabschef, 100));
    }

    [Fact]
    public async Task An_open_line_is_read_without_a_note_and_so_is_one_that_was_opened_to_all()
    {
        await Log().OpenAsync(incident.Id, 2, Actors.Tib);
        var marked = await kris.Journal.LineAsync(incident.Id, 3);
        await kris.Journal.AppendAsync(LineMarkings.Unmark(marked, "Känt.", Actors.Stabschef));
        await Log().OpenAsync(incident.Id, 3, Actors.Tib);

        Assert.Empty(await Log().OfLineAsync(incident.Id, 2, Actors.Stabschef, 100));
        Assert.Empty(await Log().OfLineAsync(incident.Id, 3, Actors.Stabschef, 100));
    }

    [Fact]
    public async Task Who_may_not_read_opens_nothing_and_leaves_no_trace()
    {
        await Refused.AsyncFor(
            Refusal.Duty, "hör inte till dem", () => Log().OpenAsync(incident.Id, 3, Actors.Tib));
        await Refused.AsyncFor(Refusal.Unknown, "finns inte", () => Log().OpenAsync(incident.Id, 9, Actors.Stabschef));

        Assert.Empty(await Log().OfLineAsync(incident.Id, 3, Actors.Stabschef, 100));
        await Refused.AsyncFor(
            Refusal.Duty, "Vem som har läst", () => Log().OfLineAsync(incident.Id, 3, Actors.Kommundirektor, 100));
    }

    [Fact]
    public async Task An_export_or_a_search_notes_every_marked_line_that_it_shows_and_repeats_none()
    {
        for (var i = 0; i < 450; i++)
            await kris.Journal.AppendAsync(Secret("staben"));
        var lines = await kris.Journal.LinesAsync(incident.Id, 0, 500);

        await Log().NoteAsync(Actors.Stabschef, lines, ReadingWay.Found);

        var readings = await kris.Journal.LinesAsync(Readings.Stream(incident.Id), 0, 500);
        Assert.Equal(451, readings.Count);
        Assert.All(readings, reading => Assert.DoesNotContain(
            Word, string.Join(' ', reading.Fields!.Values), StringComparison.Ordinal));
        var mine = Assert.Single(await Log().OfLineAsync(incident.Id, 200, Actors.Stabschef, 100));
        Assert.Equal(("sok", "stabschef"), (mine.Way, mine.Duty));
    }

    [Fact]
    public async Task Without_the_database_nothing_is_opened()
    {
        await using var away = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Timeout=2");
        var log = new ReadingLog(away, kris.Journal, clock);

        await Assert.ThrowsAnyAsync<NpgsqlException>(() => log.OpenAsync(incident.Id, 3, Actors.Stabschef));
    }

    [Fact]
    public async Task The_register_gives_the_bases_that_are_valid_on_the_day_in_the_order_of_the_law()
    {
        await Ask.RunAsync(kris.Super, "UPDATE legal_basis SET valid_until = '2027-12-31' WHERE code = 'osl-18-13'");
        var register = new LegalBases(source);

        var now = await register.ValidAsync(new DateOnly(2027, 12, 31));
        var later = await register.ValidAsync(new DateOnly(2028, 1, 1));

        Assert.Equal(
            ["osl-15-1", "osl-15-2", "osl-18-1", "osl-18-8", "osl-18-13"], now.Take(5).Select(basis => basis.Code));
        Assert.DoesNotContain(later, basis => basis.Code == "osl-18-13");
        Assert.All(now, basis => Assert.Equal(basis.Paragraph, LegalBasis.Abbreviated(basis.Code)));
    }

    private ReadingLog Log() => new(source, kris.Journal, clock);

    private NewLine Secret(string circle) => new LineDraft
    {
        Kind = LineKind.Anteckning,
        Text = $"{Word} sjunger.",
        Marking = new MarkingDraft
        {
            Basis = new LegalBasis("osl-18-13", "OSL 18:13", "", default, null),
            Reason = "Visar förmåga.",
            Circle = circle,
        },
    }.ToLine(incident.Id, Guid.CreateVersion7(), Actors.In(Duty.Loggforare), clock.GetUtcNow());
}
