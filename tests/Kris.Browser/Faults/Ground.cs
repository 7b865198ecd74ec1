using System.Globalization;
using System.Net.Sockets;
using Kris.Browser.Running;
using Kris.Data;
using Kris.Data.Server;
using Kris.Tests.Server;
using Npgsql;

namespace Kris.Browser.Faults;

/// <summary>
/// What the faults are let loose on: one Kris with its private PostgreSQL, or several on one server that they reach
/// over wires. PostgreSQL is as durable as Kris runs it, and notes besides when each transaction was committed.
/// </summary>
internal sealed class Ground : IAsyncDisposable
{
    private readonly IDisposable folder;
    private readonly List<Wire> wires = [];
    private readonly List<KrisProgram> nodes = [];
    private PrivatePostgres? server;

    private Ground(IDisposable folder, DataFolder data, PrivatePostgres? server)
    {
        this.folder = folder;
        Data = data;
        this.server = server;
    }

    /// <summary>Where PostgreSQL has its files.</summary>
    public DataFolder Data { get; }

    public IReadOnlyList<KrisProgram> Nodes => nodes;

    /// <summary>Between each node and the database, where the server is shared.</summary>
    public IReadOnlyList<Wire> Wires => wires;

    public People People { get; private set; } = null!;

    /// <summary>Past the programs and their wires.</summary>
    public string Connection => server?.SuperConnectionString ?? PrivateDatabase.ConnectionString(
        PostmasterFile.Read(Data)!.Sockets, PrivateDatabase.SuperUser, PrivateDatabase.Name);

    public static Task<Ground> PrivateAsync()
    {
        var temporary = new TemporaryFolder();
        return PrivateAsync(temporary, temporary.Data);
    }

    /// <param name="arrange">Called when the database is made and nothing is at work in it.</param>
    public static async Task<Ground> PrivateAsync(IDisposable folder, DataFolder data, Func<Task>? arrange = null)
    {
        await (await NotingCommitsAsync(data)).DisposeAsync();
        if (arrange is not null)
            await arrange();
        var ground = new Ground(folder, data, server: null);
        try
        {
            ground.nodes.Add(await KrisProgram.StartAsync(folder: data));
            ground.People = new People(ground.Connection);
            return ground;
        }
        catch
        {
            await ground.DisposeAsync();
            throw;
        }
    }

    /// <summary>A server that nodes reach over wires of their own; there are none to begin with.</summary>
    public static async Task<Ground> SharedAsync()
    {
        var temporary = new TemporaryFolder();
        var postgres = await NotingCommitsAsync(temporary.Data);
        var ground = new Ground(temporary, temporary.Data, postgres);
        try
        {
            await Migrator.RunAsync(postgres.OwnerConnectionString, PrivateDatabase.App, CancellationToken.None);
            ground.People = new People(ground.Connection);
            return ground;
        }
        catch
        {
            await ground.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var wire in wires)
            await wire.DisposeAsync();
        foreach (var node in nodes)
            await node.DisposeAsync();
        if (server is not null)
            await server.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>Sees to it that there are that many nodes, and that all of them run.</summary>
    public async Task NeedAsync(int count)
    {
        while (nodes.Count < count)
            nodes.Add(await AddNodeAsync());
        foreach (var node in nodes)
            await node.StartAgainAsync();
    }

    /// <summary>Until it is disposed of, the shared server has a clock that can be set.</summary>
    public async Task<DatabaseClock> WithClockAsync(string library)
    {
        await server!.DisposeAsync();
        var clock = await DatabaseClock.StartAsync(
            Data, library, async () => server = await PrivatePostgres.StartAsync(Data));
        foreach (var node in nodes)
            await node.UntilShownAsync();
        return clock;
    }

    /// <summary>A node that whoever asks for it disposes of.</summary>
    /// <param name="environment">What is special about it.</param>
    public async Task<KrisProgram> AddNodeAsync(params IEnumerable<KeyValuePair<string, string>> environment)
    {
        var wire = new Wire(new UnixDomainSocketEndPoint($"{server!.Sockets}/.s.PGSQL.5432"));
        wires.Add(wire);
        var settings = new Dictionary<string, string>(environment, StringComparer.Ordinal)
        {
            ["KRIS_DB"] = string.Create(
                CultureInfo.InvariantCulture,
                $"Host=127.0.0.1;Port={wire.Port};Database={PrivateDatabase.Name};Username={PrivateDatabase.App}"),
        };
        return await KrisProgram.StartAsync(environment: settings);
    }

    // The setting needs a start of its own.
    private static async Task<PrivatePostgres> NotingCommitsAsync(DataFolder data)
    {
        await using (var first = await PrivatePostgres.StartAsync(data))
        {
            await using var source = NpgsqlDataSource.Create(first.SuperConnectionString);
            await using var command = source.CreateCommand("ALTER SYSTEM SET track_commit_timestamp = on");
            await command.ExecuteNonQueryAsync();
        }

        return await PrivatePostgres.StartAsync(data);
    }
}
