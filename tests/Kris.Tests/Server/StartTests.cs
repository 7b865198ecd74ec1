using System.Globalization;
using Kris.Data.Server;

namespace Kris.Tests.Server;

/// <summary>What a start meets: leftovers of the last one, another Kris, and folders that will not do.</summary>
public sealed class StartTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    private DataFolder Folder => temporary.Data;

    [Fact]
    public async Task A_server_that_a_killed_program_left_running_is_taken_over()
    {
        await using (var first = await PrivatePostgres.StartAsync(Folder))
            await Ask.RunAsync(first.OwnerConnectionString, "CREATE TABLE kept AS SELECT 57 AS number");
        var sockets = await SocketFolder.MakeAsync(Folder, CancellationToken.None);
        using var left = await Postmaster.StartAsync(
            Folder, PostgresBinaries.Find(Folder), sockets, CancellationToken.None);

        await using var next = await PrivatePostgres.StartAsync(Folder);

        Assert.True(left.Exited.IsCompleted);
        Assert.Equal(57, await Ask.ValueAsync<int>(next.OwnerConnectionString, "SELECT number FROM kept"));
    }

    [Fact]
    public async Task A_file_of_a_dead_server_whose_number_a_stranger_has_is_no_hindrance()
    {
        await using (await PrivatePostgres.StartAsync(Folder))
        {
        }

        var stranger = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(
            Path.Combine(Folder.Postgres, PostmasterFile.Name),
            $"{stranger}\n{Folder.Postgres}\n1700000000\n5432\n/run/gone\n\n\nready\n");

        await using var next = await PrivatePostgres.StartAsync(Folder);

        Assert.Equal(1, await Ask.ValueAsync<int>(next.AppConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_database_that_was_never_finished_is_made_anew()
    {
        Directory.CreateDirectory(Folder.Postgres + ".new");
        await File.WriteAllTextAsync(Path.Combine(Folder.Postgres + ".new", "PG_VERSION"), "15\n");

        await using var postgres = await PrivatePostgres.StartAsync(Folder);

        Assert.Equal(1, await Ask.ValueAsync<int>(postgres.AppConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task Two_programs_on_one_folder_are_refused()
    {
        await using var first = await PrivatePostgres.StartAsync(Folder);

        var refused = await Assert.ThrowsAsync<StartupException>(() => PrivatePostgres.StartAsync(Folder));

        Assert.Contains("används redan av en annan Kris", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await Ask.ValueAsync<int>(first.AppConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task A_command_beside_a_running_Kris_uses_its_server_and_leaves_it_running()
    {
        await using var first = await PrivatePostgres.StartAsync(Folder);

        await using (var beside = await PrivatePostgres.AttachAsync(Folder))
        {
            Assert.NotNull(beside);
            Assert.False(beside.IsOurs);
            Assert.Equal(1, await Ask.ValueAsync<int>(beside.AppConnectionString, "SELECT 1"));
        }

        Assert.Equal(1, await Ask.ValueAsync<int>(first.AppConnectionString, "SELECT 1"));
    }

    [Fact]
    public async Task There_is_nothing_to_attach_to_when_no_Kris_runs()
    {
        Assert.Null(await PrivatePostgres.AttachAsync(Folder));
    }

    [Fact]
    public async Task A_folder_with_a_path_too_long_for_a_socket_works_all_the_same()
    {
        using var deep = new TemporaryFolder(Path.Combine(new string('d', 90), new string('e', 90)));

        await using var postgres = await PrivatePostgres.StartAsync(deep.Data);

        Assert.True(postgres.Sockets.Length < 90);
        Assert.Equal(1, await Ask.ValueAsync<int>(postgres.AppConnectionString, "SELECT 1"));
    }

    [Theory]
    [InlineData("/proc/kris")]
    [InlineData("/dev/null/kris")]
    public void A_folder_that_cannot_be_written_is_refused_with_what_to_do(string path)
    {
        var refused = Assert.Throws<StartupException>(() => DataFolder.Open(path));

        Assert.StartsWith($"Datamappen {path} går inte att skriva i", refused.Message, StringComparison.Ordinal);
        Assert.Contains("KRIS_DATA", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_version_that_is_not_installed_is_refused()
    {
        Directory.CreateDirectory(Folder.Postgres);
        await File.WriteAllTextAsync(Path.Combine(Folder.Postgres, "PG_VERSION"), "9\n");

        var refused = await Assert.ThrowsAsync<StartupException>(() => PrivatePostgres.StartAsync(Folder));

        Assert.Contains("är gjord med PostgreSQL 9", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broken_setting_is_told_in_one_sentence_with_where_to_read_more()
    {
        await using (await PrivatePostgres.StartAsync(Folder))
        {
        }

        var settings = Path.Combine(Folder.Postgres, "postgresql.auto.conf");
        await File.AppendAllTextAsync(settings, "shared_buffers = 'mycket'\n");

        var refused = await Assert.ThrowsAsync<StartupException>(() => PrivatePostgres.StartAsync(Folder));

        Assert.StartsWith("Den privata databasen startade inte", refused.Message, StringComparison.Ordinal);
        Assert.Contains("FATAL", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_is_readable_by_nobody_else_and_replaced_whole()
    {
        Folder.WriteSecret(Folder.DemoAccounts, "tib\tett\n");
        Folder.WriteSecret(Folder.DemoAccounts, "tib\ttvå\n");

        Assert.Equal("tib\ttvå\n", File.ReadAllText(Folder.DemoAccounts));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Folder.DemoAccounts));
    }

    public void Dispose() => temporary.Dispose();
}
