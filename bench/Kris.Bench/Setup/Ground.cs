using Kris.Data;
using Kris.Data.Journal;
using Kris.Data.Server;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Kris.Bench.Setup;

/// <summary>
/// A private PostgreSQL in a temporary folder, migrated, with Kris put together on it as the program puts it
/// together. The host is not started here: the parts that need a server start one in a process of its own.
/// </summary>
internal sealed class Ground : IAsyncDisposable
{
    public const int Incidents = 200;

    private readonly PrivatePostgres postgres;
    private readonly WebApplication host;

    private Ground(string folder, PrivatePostgres postgres, WebApplication host)
    {
        Folder = folder;
        this.postgres = postgres;
        this.host = host;
    }

    public string Folder { get; }

    public string AppConnection => postgres.AppConnectionString;

    public string SuperConnection => postgres.SuperConnectionString;

    public string OwnerConnection => postgres.OwnerConnectionString;

    public IServiceProvider Services => host.Services;

    public JournalStore Journal => Services.GetRequiredService<JournalStore>();

    public Desk Desk => Services.GetRequiredService<Desk>();

    public IReadOnlyList<Guid> Streams { get; private set; } = [];

    /// <summary>One of the incidents, by chance.</summary>
    public Guid AnyStream() => Streams[Random.Shared.Next(Streams.Count)];

    public static async Task<Ground> MakeAsync(CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"kris-bench-{Guid.NewGuid():N}");
        var server = await PrivatePostgres.StartAsync(DataFolder.Open(folder), cancel: cancellationToken);
        await Migrator.RunAsync(server.OwnerConnectionString, PrivateDatabase.App, cancellationToken);
        var ground = new Ground(folder, server, KrisHost.Build(KrisChild.Settings, server.AppConnectionString));
        ground.Streams = await ground.OpenIncidentsAsync();
        return ground;
    }

    public async Task<Incident> OpenIncidentAsync(string title)
    {
        var now = TimeProvider.System.GetUtcNow();
        return await Desk.AddAsync(async db => Incident.Open(
            await Kris.Data.Incidents.IncidentQueries.NextNumberAsync(db.Incidents),
            new IncidentFacts { Title = title, Began = now },
            Lines.Writer,
            now));
    }

    /// <returns>What the last line is known by.</returns>
    public async Task<byte[]> FillAsync(Guid stream, int lines)
    {
        var text = "";
        for (var number = 0; number < lines; number++)
            await Journal.AppendAsync(Lines.Of(stream, text = Lines.NextText()));
        return Lines.Mark(text);
    }

    public async Task<string> ServerVersionAsync() => (await AskAsync("SHOW server_version")) is { } version
        ? $"PostgreSQL {version}"
        : throw new BenchException("PostgreSQL säger inte vilken version den är.");

    public async Task<string> FsyncAsync() => await AskAsync("SHOW fsync") is "on"
        ? "on"
        : throw new BenchException("fsync är av: då mäts något annat än det som Kris lovar.");

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await postgres.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task<IReadOnlyList<Guid>> OpenIncidentsAsync()
    {
        var opened = new List<Guid>();
        for (var number = 1; number <= Incidents; number++)
            opened.Add((await OpenIncidentAsync($"Avbrott i dricksvatten, område {number}")).Id);
        return opened;
    }

    private async Task<string?> AskAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(AppConnection);
        await using var command = source.CreateCommand(sql);
        return (string?)await command.ExecuteScalarAsync();
    }
}
