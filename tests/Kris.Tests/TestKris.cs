using Kris.Data;
using Kris.Data.Incidents;
using Kris.Data.Journal;
using Kris.Data.Server;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace Kris.Tests;

/// <summary>A migrated database of its own with what works on it, as the application has it: in its role.</summary>
public sealed class TestKris : IAsyncDisposable
{
    private const string Template = "template_kris";

    private readonly NpgsqlDataSource source;
    private readonly TestServer server;
    private readonly string database;

    private TestKris(TestServer server, string database)
    {
        (this.server, this.database) = (server, database);
        source = NpgsqlDataSource.Create(server.App(database));
        var options = new DbContextOptionsBuilder<KrisDb>().UseNpgsql(source).Options;
        Factory = new PooledDbContextFactory<KrisDb>(options);
        Journal = new JournalStore(source, Signal);
        Desk = new Desk(Factory, Journal, Signal);
        Erasures = new Erasures(source, Journal, Signal);
    }

    public NpgsqlDataSource Source => source;

    public PooledDbContextFactory<KrisDb> Factory { get; }

    public JournalSignal Signal { get; } = new();

    public JournalStore Journal { get; }

    public Desk Desk { get; }

    public Erasures Erasures { get; }

    public string App => server.App(database) + ";Pooling=false";

    public string Owner => server.Owner(database) + ";Pooling=false";

    public string Super => server.Super(database) + ";Pooling=false";

    public static async Task<TestKris> NewAsync(TestServer server)
    {
        await server.TemplateAsync(Template, name => Migrator.RunAsync(server.Owner(name), PrivateDatabase.App));
        return new TestKris(server, await server.NewDatabaseAsync(Template));
    }

    public Task<Incident> OpenAsync(Actor? by = null, Once? once = null, IncidentFacts? facts = null) =>
        Desk.AddAsync(
            async db =>
            {
                var number = await db.Incidents.NextNumberAsync();
                return Incident.Open(number, facts ?? Given.Facts, by ?? Actors.Tib, Given.Now);
            },
            once);

    public async Task<Incident> LoadAsync(Guid id)
    {
        await using var db = await Factory.CreateDbContextAsync();
        return await db.Incidents.AsNoTracking().SingleAsync(incident => incident.Id == id);
    }

    /// <summary>A line as a person writes it, not yet in the journal.</summary>
    public static NewLine Line(Guid stream, string text, Guid? key = null, LineDraft? draft = null) =>
        (draft ?? new LineDraft { Kind = LineKind.Anteckning, Text = text })
            .ToLine(stream, key ?? Guid.NewGuid(), Actors.Stabschef, Given.Now);

    public Task<Written> WriteAsync(Guid stream, string text, Guid? key = null) =>
        Journal.AppendAsync(Line(stream, text, key));

    /// <summary>Erased by the decision of two persons.</summary>
    public async Task<Written> EraseAsync(Guid stream, long number, string reason = "Fel sak på fel plats.")
    {
        var line = await Journal.LineAsync(stream, number);
        await Journal.AppendAsync(
            LineErasure.Propose(line, Spill.Personuppgift, reason, Actors.Stabschef));
        line = await Journal.LineAsync(stream, number);
        var proposal = await Journal.LineAsync(stream, line.State.ErasureBy!.Value);
        var told = await new RelatedLines(Source).TellingAsync(line);
        var decision = LineErasure.Confirm(line, proposal, Actors.Kommundirektor, told);
        return (await Erasures.EraseAsync([(line, decision)]))[0];
    }

    public async Task<IReadOnlyList<string>> ActsAsync(Guid stream) =>
        [.. (await Journal.LinesAsync(stream, 0, 500)).Select(line => line.Field(LineFields.Act) ?? line.Kind.Code())];

    public async ValueTask DisposeAsync() => await source.DisposeAsync();
}
