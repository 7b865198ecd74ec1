using System.Diagnostics;
using Kris.Data.Server;
using Kris.Tests.Server;

namespace Kris.Browser.Faults;

/// <summary>A small disk of its own for one data folder, which can be filled and emptied.</summary>
internal sealed class Disk : IDisposable
{
    private const string Size = "size=420m,mode=0711";
    private const int Chunk = 1 << 20;

    private readonly TemporaryFolder around = new();
    private readonly string path;

    private Disk()
    {
        path = Path.Combine(around.Data.Root, "disk");
        Directory.CreateDirectory(path);
    }

    public DataFolder Data { get; private set; } = null!;

    private string Ballast => Path.Combine(path, "ballast");

    /// <returns>The disk, or why there can be none here.</returns>
    public static async Task<(Disk? Made, string? Why)> TryMakeAsync()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            return (null, "det krävs Linux och root för att montera en liten disk.");
        var disk = new Disk();
        if (await RunAsync("mount", "-t", "tmpfs", "-o", Size, "kris-faults", disk.path) is { } problem)
        {
            disk.around.Dispose();
            return (null, $"en liten disk gick inte att montera ({problem}).");
        }

        disk.Data = DataFolder.Open(disk.path);
        return (disk, null);
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
