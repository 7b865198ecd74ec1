using System.Diagnostics;
using System.Globalization;

namespace Kris.Data.Server;

/// <summary>
/// Copies of the private database as files: taken while people write, written aside and renamed, so that a file with
/// the right name is always a whole one.
/// </summary>
public sealed class PrivateBackup(PrivatePostgres postgres, TimeProvider clock)
{
    /// <summary>How long the copies in the data folder are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(14);

    private const string Stamp = "yyyyMMdd-HHmmss";
    private const string Prefix = "kris-";
    private const string Suffix = ".dump";

    private string Folder => postgres.Folder.Backups;

    public string NextPath() =>
        Path.Combine(Folder, Prefix + clock.GetLocalNow().ToString(Stamp, CultureInfo.InvariantCulture) + Suffix);

    /// <summary>When the newest copy in the data folder was taken, by its name.</summary>
    public DateTime? Newest() => Copies().Select(copy => copy.TakenAt).DefaultIfEmpty().Max();

    /// <summary>The copies in the data folder, by name and when they were taken, the oldest first.</summary>
    public IReadOnlyList<(string Name, DateTime TakenAt)> All() =>
    [
        .. Copies().Where(copy => copy.TakenAt is not null)
            .Select(copy => (Path.GetFileName(copy.File), copy.TakenAt!.Value))
            .OrderBy(copy => copy.Item2),
    ];

    /// <exception cref="StartupException">No space, no right to write, or pg_dump says no.</exception>
    public async Task TakeAsync(string path, CancellationToken cancel = default)
    {
        var full = Path.GetFullPath(path);
        var aside = full + ".new";
        try
        {
            await DumpAsync(aside, cancel);
            File.Move(aside, full, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw failure is IOException io && StartupException.IsDiskFull(io)
                ? new StartupException($"Disken är full där {full} ligger. Säkerhetskopian blev inte av.", failure)
                : new StartupException(
                    $"Säkerhetskopian går inte att skriva till {full} ({failure.Message.TrimEnd('.')}).", failure);
        }
        finally
        {
            if (File.Exists(aside))
                File.Delete(aside);
        }
    }

    /// <summary>Removes what has been kept long enough; the newest copy stays, however old it is.</summary>
    public int Prune()
    {
        var newest = Newest();
        var oldest = clock.GetLocalNow().DateTime - Kept;
        var old = Copies().Where(copy => copy.TakenAt < oldest && copy.TakenAt != newest).ToList();
        foreach (var (file, _) in old)
            File.Delete(file);
        return old.Count;
    }

    private IEnumerable<(string File, DateTime? TakenAt)> Copies()
    {
        foreach (var file in Directory.EnumerateFiles(Folder, $"{Prefix}*{Suffix}"))
        {
            var name = Path.GetFileName(file)[Prefix.Length..^Suffix.Length];
            if (DateTime.TryParseExact(name, Stamp, CultureInfo.InvariantCulture, DateTimeStyles.None, out var taken))
                yield return (file, taken);
        }
    }

    // The dump comes through a pipe, so that the database's user needs no right to where the file lies.
    private async Task DumpAsync(string aside, CancellationToken cancel)
    {
        var start = ServerUser.Command(
        [
            postgres.Binaries["pg_dump"], "--host", postgres.Sockets, "--username", PrivateDatabase.SuperUser,
            "--format=custom", "--lock-wait-timeout=60s", .. PrivateDatabase.LeftOut, PrivateDatabase.Name,
        ]);
        File.Delete(aside);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using var dump = Process.Start(start) ?? throw new StartupException("Programmet pg_dump gick inte att starta.");
        try
        {
            dump.StandardInput.Close();
            var errors = dump.StandardError.ReadToEndAsync(cancel);
            await using (var file = new FileStream(aside, options))
            {
                await dump.StandardOutput.BaseStream.CopyToAsync(file, cancel);
                file.Flush(flushToDisk: true);
            }

            await dump.WaitForExitAsync(cancel);
            if (dump.ExitCode != 0)
                throw new StartupException($"Säkerhetskopian blev inte av. pg_dump säger: {(await errors).Trim()}");
        }
        finally
        {
            if (!dump.HasExited)
                dump.Kill(entireProcessTree: true);
        }
    }
}
