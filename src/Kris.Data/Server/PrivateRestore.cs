using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Kris.Data.Server;

/// <summary>
/// Reads a copy back beside the database in use, has it proven, and only then lets them change places. What was there
/// before is kept under another name.
/// </summary>
public sealed class PrivateRestore(PrivatePostgres postgres, TimeProvider clock)
{
    /// <param name="prove">Told the name of the copy's database; what it throws stops the restore.</param>
    /// <returns>The name under which the database of before is kept.</returns>
    /// <exception cref="StartupException">The file cannot be read back.</exception>
    public async Task<string> FromAsync(string file, Func<string, Task> prove, CancellationToken cancel = default)
    {
        var stamp = clock.GetLocalNow().ToString("yyyyMMdd_HHmmss", CultureInfo.InvariantCulture);
        var (next, kept) = ($"kris_ny_{stamp}", $"kris_fore_{stamp}");
        try
        {
            await RunAsync($"CREATE DATABASE {next} OWNER {PrivateDatabase.Owner} TEMPLATE template0", cancel);
            await ReadBackAsync(file, next, cancel);
            await prove(next);
            await LetInAsync(next, cancel);
            await SwapAsync(next, kept, cancel);
            return kept;
        }
        catch
        {
            NpgsqlConnection.ClearAllPools();
            await RunAsync($"DROP DATABASE IF EXISTS {next} WITH (FORCE)", CancellationToken.None);
            throw;
        }
    }

    private async Task ReadBackAsync(string file, string database, CancellationToken cancel)
    {
        var start = ServerUser.Command(
            postgres.Binaries["pg_restore"], "--host", postgres.Sockets, "--username", PrivateDatabase.SuperUser,
            "--dbname", database, "--exit-on-error", "--no-password");
        using var restore = Process.Start(start)
            ?? throw new StartupException("Programmet pg_restore gick inte att starta.");
        try
        {
            var output = restore.StandardOutput.ReadToEndAsync(cancel);
            var errors = restore.StandardError.ReadToEndAsync(cancel);
            await SendAsync(file, restore, cancel);
            await restore.WaitForExitAsync(cancel);
            await output;
            if (restore.ExitCode != 0)
            {
                throw new StartupException(
                    $"Filen {file} gick inte att läsa tillbaka; databasen är som den var. pg_restore säger: "
                    + (await errors).Trim().Split('\n')[0]);
            }
        }
        finally
        {
            if (!restore.HasExited)
                restore.Kill(entireProcessTree: true);
        }
    }

    private static async Task SendAsync(string file, Process restore, CancellationToken cancel)
    {
        await using var copy = OpenCopy(file);
        try
        {
            await copy.CopyToAsync(restore.StandardInput.BaseStream, cancel);
            restore.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has stopped listening; why, it says in its own words.
        }
    }

    private static FileStream OpenCopy(string file)
    {
        try
        {
            return File.OpenRead(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"Filen {file} går inte att läsa ({failure.Message.TrimEnd('.')}).", failure);
        }
    }

    private async Task LetInAsync(string database, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        await PrivateDatabase.GrantAsync(connection, database, cancel);
    }

    // Both names change in one transaction: a restore that is cut off leaves the one database or the other.
    private async Task SwapAsync(string next, string kept, CancellationToken cancel)
    {
        NpgsqlConnection.ClearAllPools();
        await RunAsync(
            $"""
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
            WHERE datname IN ('{PrivateDatabase.Name}', '{next}')
            """,
            cancel);
        await RunAsync(
            $"""
            BEGIN;
            ALTER DATABASE {PrivateDatabase.Name} RENAME TO {kept};
            ALTER DATABASE {next} RENAME TO {PrivateDatabase.Name};
            COMMIT
            """,
            cancel);
    }

    private async Task RunAsync(string sql, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancel);
    }

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(
            postgres.ConnectionString(PrivateDatabase.SuperUser, "postgres") + ";Pooling=false");
        await connection.OpenAsync(cancel);
        return connection;
    }
}
