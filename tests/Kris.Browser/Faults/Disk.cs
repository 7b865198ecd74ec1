using System.Diagnostics;
using Kris.Data.Server;
using Kris.Tests.Server;

namespace Kris.Browser.Faults;

/// <summary>A small disk of its own for one data folder, which can be filled and emptied.</summary>
internal sealed class Disk : IDisposable
{
    private const int Chunk = 1 << 20;

    // Whether one can be mounted is known when one has been.
    private static readonly Lazy<string?> Lacking = new(() =>
    {
        var (disk, why) = TryMakeAsync(megabytes: 1).GetAwaiter().GetResult();
        disk?.Dispose();
        return why;
    });

    private readonly TemporaryFolder around = new();
    private readonly string path;

    private Disk()
    {
        path = Path.Combine(around.Data.Root, "disk");
        Directory.CreateDirectory(path);
    }

    /// <summary>For a database that lies on the disk with all that it has.</summary>
    public DataFolder Data => DataFolder.Open(path);

    private string Ballast => Path.Combine(path, "ballast");

    /// <returns>Why there can be none here; nothing where there can.</returns>
    public static string? Lacks() => Lacking.Value;

    /// <returns>The disk, or why there can be none here.</returns>
    public static async Task<(Disk? Made, string? Why)> TryMakeAsync(int megabytes = 420)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return (null, "det krävs Linux och root för att montera en liten disk.");
        var disk = new Disk();
        string[] mount = ["-t", "tmpfs", "-o", $"size={megabytes}m,mode=0711", "kris-faults", disk.path];
        if (await RunAsync("mount", mount) is { } problem)
        {
            disk.around.Dispose();
            return (null, $"en liten disk gick inte att montera ({problem}).");
        }

        return (disk, null);
    }

    /// <summary>Moves what PostgreSQL writes ahead to this disk, while no server is at work in the folder.</summary>
    public async Task TakeLogAsync(DataFolder data)
    {
        var (old, moved) = (Path.Combine(data.Postgres, "pg_wal"), Path.Combine(path, "pg_wal"));
        if (await RunAsync("cp", "-a", old, moved) is { } problem)
            throw new IOException(problem);
        Directory.Delete(old, recursive: true);
        Directory.CreateSymbolicLink(old, moved);
    }

    /// <summary>Leaves no byte free.</summary>
    public void Fill()
    {
        using var ballast = File.OpenHandle(Ballast, FileMode.OpenOrCreate, FileAccess.Write);
        var chunk = new byte[Chunk];
        var at = RandomAccess.GetLength(ballast);
        for (var size = chunk.Length; size > 0;)
        {
            try
            {
                RandomAccess.Write(ballast, chunk.AsSpan(0, size), at);
                at += size;
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    public void Empty() => File.Delete(Ballast);

    public void Dispose()
    {
        RunAsync("umount", "--lazy", path).GetAwaiter().GetResult();
        around.Dispose();
    }

    private static async Task<string?> RunAsync(string program, params IEnumerable<string> words)
    {
        var start = new ProcessStartInfo(program, words) { RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? null : said.Trim();
    }
}
