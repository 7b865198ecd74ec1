namespace Kris.Data.Server;

/// <summary>The folder of everything one Kris keeps on its own machine, and the modes of what lies in it.</summary>
public sealed class DataFolder
{
    private const UnixFileMode OnlyUs = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OnlyUsFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private DataFolder(string root) => Root = root;

    public string Root { get; }

    /// <summary>The database's own files: they belong to the user that PostgreSQL runs as.</summary>
    public string Postgres => Path.Combine(Root, "postgres");

    public string Sockets => Path.Combine(Root, "sockets");

    public string Backups => Path.Combine(Root, "backups");

    public string Certificates => Path.Combine(Root, "certificates");

    public string DemoAccounts => Path.Combine(Root, "demo-accounts.txt");

    public string AdminLink => Path.Combine(Root, "admin-link.txt");

    public string LockFile => Path.Combine(Root, "kris.lock");

    /// <summary>The folder that was asked for, or the default of this machine; made if it is missing.</summary>
    public static DataFolder Open(string? asked = null)
    {
        var path = Path.GetFullPath(string.IsNullOrWhiteSpace(asked) ? DefaultPath() : asked);
        try
        {
            Make(path);
            var folder = new DataFolder(RealPath(path));
            folder.TryWriting();
            foreach (var sub in new[] { folder.Backups, folder.Certificates })
                Directory.CreateDirectory(sub, OnlyUs);
            return folder;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw StartupException.NotWritable(path, failure);
        }
    }

    /// <summary>Writes a file that only we may read; a reader sees the old content or the new, never half.</summary>
    public void WriteSecret(string path, string content)
    {
        var aside = path + ".new";
        try
        {
            File.Delete(aside);
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = OnlyUsFile,
            };
            using (var stream = new FileStream(aside, options))
            using (var writer = new StreamWriter(stream))
            {
                writer.Write(content);
                writer.Flush();
                stream.Flush(flushToDisk: true);
            }

            File.Move(aside, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw StartupException.NotWritable(Root, failure);
        }
    }

    private static string DefaultPath()
    {
        if (ServerUser.IsSeparate)
            return "/var/lib/kris/main";

        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Kris.sln")))
                return Path.Combine(at.FullName, ".kris");
        }

        return Path.Combine(Environment.CurrentDirectory, ".kris");
    }

    // As root the database runs as another user, who must be able to pass through, but not to look around. A folder
    // that was there before is given nothing but that: it may be one that others use too.
    private static void Make(string path)
    {
        var missing = new List<string>();
        for (var at = path; at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
            missing.Add(at);

        Directory.CreateDirectory(path, OnlyUs);
        if (!ServerUser.IsSeparate)
            return;

        foreach (var made in missing)
            File.SetUnixFileMode(made, OnlyUs | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);

        var mode = File.GetUnixFileMode(path);
        if (!mode.HasFlag(UnixFileMode.OtherExecute))
            File.SetUnixFileMode(path, mode | UnixFileMode.OtherExecute);
    }

    private void TryWriting()
    {
        var probe = Path.Combine(Root, $".probe-{Guid.NewGuid():N}");
        File.WriteAllText(probe, "Kris");
        File.Delete(probe);
    }

    // The system tells where a process stands without symbolic links: to compare we need our path in the same form.
    private static string RealPath(string path)
    {
        var parent = Path.GetDirectoryName(path);
        if (parent is null)
            return path;

        var here = Path.Combine(RealPath(parent), Path.GetFileName(path));
        return new DirectoryInfo(here).ResolveLinkTarget(returnFinalTarget: true) is { } target
            ? RealPath(target.FullName)
            : here;
    }
}
