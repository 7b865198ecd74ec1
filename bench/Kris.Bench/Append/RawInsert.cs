using System.Security.Cryptography;
using System.Text.Json;
using Kris.Bench.Setup;
using Npgsql;
using NpgsqlTypes;

namespace Kris.Bench.Append;

/// <summary>
/// The reference: a prepared INSERT with its COMMIT, on a connection of its own, of one row that holds as much as
/// Kris keeps of a line. No chain, no key looked up, no rights, nothing made from what is sent.
/// </summary>
internal sealed class RawInsert : IAsyncDisposable
{
    private const string Table =
        """
        CREATE TABLE IF NOT EXISTS bench_raw (
            key uuid PRIMARY KEY, stream_id uuid NOT NULL, number bigint NOT NULL, recorded_at timestamptz NOT NULL,
            digest bytea NOT NULL, hash bytea NOT NULL, secret bytea NOT NULL, request_digest bytea NOT NULL,
            fields jsonb NOT NULL);
        GRANT SELECT, INSERT ON bench_raw TO kris_app;
        """;

    private const string Insert =
        "INSERT INTO bench_raw VALUES ($1, $2, $3, clock_timestamp(), $4, $4, $4, $4, $5)";

    private readonly NpgsqlDataSource source;
    private readonly List<NpgsqlCommand> commands = [];
    private readonly string fields;
    private readonly byte[] hash = RandomNumberGenerator.GetBytes(32);
    private readonly Guid stream = Guid.CreateVersion7();

    private RawInsert(NpgsqlDataSource source)
    {
        this.source = source;
        fields = JsonSerializer.Serialize(Lines.Next(stream).Fields);
    }

    /// <param name="writers">How many may insert at a time.</param>
    public static async Task<RawInsert> MakeAsync(Ground ground, int writers)
    {
        await using (var owner = NpgsqlDataSource.Create(ground.OwnerConnection))
        {
            await using var table = owner.CreateCommand(Table);
            await table.ExecuteNonQueryAsync();
        }

        var raw = new RawInsert(NpgsqlDataSource.Create(ground.AppConnection));
        for (var writer = 0; writer < writers; writer++)
            raw.commands.Add(await raw.PrepareAsync());
        return raw;
    }

    public async Task OnceAsync(int writer)
    {
        var command = commands[writer];
        ((NpgsqlParameter<Guid>)command.Parameters[0]).TypedValue = Guid.CreateVersion7();
        if (await command.ExecuteNonQueryAsync() != 1)
            throw new BenchException("Den råa raden skrevs inte.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in commands)
        {
            await command.Connection!.DisposeAsync();
            await command.DisposeAsync();
        }

        await source.DisposeAsync();
    }

    private async Task<NpgsqlCommand> PrepareAsync()
    {
        var connection = await source.OpenConnectionAsync();
        var command = new NpgsqlCommand(Insert, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = stream });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = stream });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = 1 });
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = hash });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = fields, NpgsqlDbType = NpgsqlDbType.Jsonb });
        await command.PrepareAsync();
        return command;
    }
}
