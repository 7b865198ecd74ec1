namespace Kris.Data.Server;

/// <summary>The files of the private database: made once, with settings that are written anew at every start.</summary>
public static class Cluster
{
    private const long NeededToMake = 300L << 20;
    private const long NeededToStart = 50L << 20;

    // What a person wrote must be on the disk when the page says so: the first three are never traded for speed.
    // The log is kept a week and without values, which may be personal data.
    private const string Settings = """
        fsync = on
        full_page_writes = on
        synchronous_commit = on
        max_connections = 100
        shared_buffers = 128MB
        effective_cache_size = 512MB
        work_mem = 8MB
        maintenance_work_mem = 64MB
        max_wal_size = 512MB
        random_page_cost = 1.1
        jit = off
        timezone = 'UTC'
        log_timezone = 'UTC'
        default_text_search_config = 'pg_catalog.swedish'
        logging_collector = on
        log_directory = 'log'
        log_filename = 'postgresql-%a.log'
        log_file_mode = 0600
        log_rotation_age = 1d
        log_rotation_size = 0
        log_truncate_on_rotation = on
        log_line_prefix = '%m [%p] %u@%d '
        log_error_verbosity = terse
        log_parameter_max_length = 0
        log_parameter_max_length_on_error = 0

        """;

    public static async Task PrepareAsync(DataFolder folder, PostgresBinaries binaries, CancellationToken cancel)
    {
        var isNew = !File.Exists(Path.Combine(folder.Postgres, "PG_VERSION"));
        RefuseWithoutSpace(folder, isNew ? NeededToMake : NeededToStart);
        if (isNew)
            await MakeAsync(folder, binaries, cancel);

        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.Postgres, "kris.conf"), Settings, cancel);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw StartupException.NotWritable(folder.Root, failure);
        }
    }

    /// <summary>The last lines of the newest log, where PostgreSQL says why it stopped.</summary>
    public static string LastWords(DataFolder folder)
    {
        try
        {
            var newest = new DirectoryInfo(Path.Combine(folder.Postgres, "log")).EnumerateFiles("*.log")
                .MaxBy(f => f.LastWriteTimeUtc);
            return newest is null ? "" : string.Join('\n', File.ReadLines(newest.FullName).TakeLast(20));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    // Made aside and renamed when it is whole: a start that is interrupted half-way leaves nothing to trip over.
    private static async Task MakeAsync(DataFolder folder, PostgresBinaries binaries, CancellationToken cancel)
    {
        var aside = folder.Postgres + ".new";
        if (Directory.Exists(aside))
            Directory.Delete(aside, recursive: true);
        await ServerUser.MakeFolderAsync(aside, cancel);

        // Swedish order of å, ä and ö comes from ICU, which is the same on every system.
        var (made, output) = await ServerUser.RunAsync(
            TimeSpan.FromMinutes(2), cancel, binaries["initdb"], "-D", aside, "-U", PrivateDatabase.SuperUser,
            "--auth=trust", "--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=sv-SE",
            "--data-checksums");
        if (!made)
        {
            throw output.Contains("No space left", StringComparison.Ordinal)
                ? StartupException.DiskFull(folder.Root)
                : new StartupException(
                    $"Databasen kunde inte skapas i {folder.Postgres}. PostgreSQL säger: {output.Split('\n')[^1]}");
        }

        // The socket's folder is closed to all but the server's user and root, and there is no other way in.
        await File.WriteAllTextAsync(Path.Combine(aside, "pg_hba.conf"), "local all all trust\n", cancel);
        await File.AppendAllTextAsync(
            Path.Combine(aside, "postgresql.conf"), "\ninclude_if_exists = 'kris.conf'\n", cancel);
        if (Directory.Exists(folder.Postgres))
            Directory.Delete(folder.Postgres);
        Directory.Move(aside, folder.Postgres);
    }

    private static void RefuseWithoutSpace(DataFolder folder, long needed)
    {
        if (new DriveInfo(folder.Root).AvailableFreeSpace < needed)
            throw StartupException.DiskFull(folder.Root);
    }
}
