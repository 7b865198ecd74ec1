using System.Diagnostics;
using Kris.Data.Server;
using Npgsql;

namespace Kris.Tests.Server;

public sealed class PrivatePostgresTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    private DataFolder Folder => temporary.Data;

    [Fact]
    public async Task The_first_start_makes_a_database_with_its_roles()
    {
        await using var postgres = await PrivatePostgres.StartAsync(Folder);

        await Ask.RunAsync(postgres.OwnerConnectionString, "CREATE TABLE rows (id int)");

        var user = await Ask.ValueAsync<string>(postgres.AppConnectionString, "SELECT current_user::text");

        Assert.True(postgres.IsOurs);
        Assert.Equal("kris_app", user);
        Assert.Equal("on", await Ask.ValueAsync<string>(postgres.AppConnectionString, "SHOW data_checksums"));
        Assert.Equal("on", await Ask.ValueAsync<string>(postgres.AppConnectionString, "SHOW fsync"));
        Assert.False(await Ask.ValueAsync<bool>(
            postgres.SuperConnectionString,
            "SELECT bool_or(rolsuper OR rolcreaterole) FROM pg_roles WHERE rolname LIKE 'kris\\_%'"));
    }

    [Fact]
    public async Task The_application_may_not_make_tables_of_its_own()
    {
        await using var postgres = await PrivatePostgres.StartAsync(Folder);

        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => Ask.RunAsync(postgres.AppConnectionString, "CREATE TABLE mine (id int)"));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task Words_are_in_Swedish_order()
    {
        await using var postgres = await PrivatePostgres.StartAsync(Folder);

        var order = await Ask.ValueAsync<string>(
            postgres.AppConnectionString,
            "SELECT string_agg(word, ' ' ORDER BY word) FROM unnest('{Ö,ä,Å,z,A}'::text[]) AS word");

        Assert.Equal("A z Å ä Ö", order);
    }

    [Fact]
    public async Task Nobody_else_may_look_into_the_database_or_reach_it_by_network()
    {
        await using var postgres = await PrivatePostgres.StartAsync(Folder);

        const UnixFileMode onlyUs = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(onlyUs, File.GetUnixFileMode(Folder.Postgres));
        Assert.Equal(onlyUs, File.GetUnixFileMode(postgres.Sockets));
        Assert.Equal("", await Ask.ValueAsync<string>(postgres.SuperConnectionString, "SHOW listen_addresses"));
    }

    [Fact]
    public async Task A_second_start_is_quick_and_keeps_what_was_written()
    {
        await using (var first = await PrivatePostgres.StartAsync(Folder))
            await Ask.RunAsync(first.OwnerConnectionString, "CREATE TABLE kept AS SELECT 57 AS number");

        var begun = Stopwatch.GetTimestamp();
        await using var second = await PrivatePostgres.StartAsync(Folder);

        Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(10), "The second start took too long.");
        Assert.Equal(57, await Ask.ValueAsync<int>(second.OwnerConnectionString, "SELECT number FROM kept"));
    }

    [Fact]
    public async Task Stopping_takes_the_server_down_even_with_somebody_connected()
    {
        var postgres = await PrivatePostgres.StartAsync(Folder);
        using var process = Process.GetProcessById(postgres.ProcessId!.Value);
        await using var connection = new NpgsqlConnection(postgres.AppConnectionString);
        await connection.OpenAsync();

        var begun = Stopwatch.GetTimestamp();
        await postgres.DisposeAsync();

        Assert.True(process.HasExited);
        Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(10), "Stopping took too long.");
        Assert.False(File.Exists(Path.Combine(Folder.Postgres, PostmasterFile.Name)));
        Assert.False(Directory.Exists(postgres.Sockets));
        await postgres.DisposeAsync();
    }

    [Fact]
    public async Task Killed_it_is_back_within_five_seconds_with_all_that_was_committed()
    {
        await using var postgres = await PrivatePostgres.StartAsync(Folder);
        await Ask.RunAsync(postgres.OwnerConnectionString, "CREATE TABLE kept AS SELECT 57 AS number");

        for (var time = 0; time < 2; time++)
        {
            var killed = Kill(postgres.ProcessId!.Value);
            var back = await Ask.UntilAnsweredAsync(postgres.AppConnectionString, TimeSpan.FromSeconds(20));

            Assert.True(back < TimeSpan.FromSeconds(10), $"It took {back.TotalSeconds:0.0} s to come back.");
            Assert.NotEqual(killed, postgres.ProcessId);
            Assert.Equal(57, await Ask.ValueAsync<int>(postgres.OwnerConnectionString, "SELECT number FROM kept"));
        }
    }

    [Fact]
    public async Task Killed_in_the_middle_of_work_it_is_back_within_five_seconds()
    {
        await using var postgres = await PrivatePostgres.StartAsync(Folder);
        var busy = Ask.RunAsync(postgres.AppConnectionString, "SELECT count(*) FROM generate_series(1, 1000000000)");
        await Task.Delay(300);

        Kill(postgres.ProcessId!.Value);
        var back = await Ask.UntilAnsweredAsync(postgres.AppConnectionString, TimeSpan.FromSeconds(20));

        Assert.True(back < TimeSpan.FromSeconds(10), $"It took {back.TotalSeconds:0.0} s to come back.");
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => busy);
    }

    public void Dispose() => temporary.Dispose();

    private static int Kill(int number)
    {
        using var process = Process.GetProcessById(number);
        process.Kill();
        process.WaitForExit();
        return number;
    }
}
