using Kris.Domain;

namespace Kris.Web.Exports;

/// <summary>
/// Where a document lies while it is printed: a folder that nobody else on the machine may look into, gone afterwards.
/// </summary>
internal sealed class PrintFolder : IDisposable
{
    private const string Name = "kris-utskrift-";
    private const long MaxSize = 100 * 1024 * 1024;

    private PrintFolder(string path) => Path = path;

    public string Path { get; }

    // The temporary folder of .NET is made for its owner alone (0700).
    public static PrintFolder Make() => new(Directory.CreateTempSubdirectory(Name).FullName);

    /// <summary>Takes away what a program that was killed left behind.</summary>
    public static int Sweep(DateTime before)
    {
        var left = new DirectoryInfo(System.IO.Path.GetTempPath()).EnumerateDirectories($"{Name}*")
            .Where(folder => folder.LastWriteTimeUtc < before)
            .ToList();
        return left.Count(folder => TryDelete(folder.FullName));
    }

    public string Of(string file) => System.IO.Path.Combine(Path, file);

    public Stream Create(string file) => File.Create(Of(file));

    public async Task<byte[]> ReadAsync(string file)
    {
        Refuse.If(new FileInfo(Of(file)).Length > MaxSize, "PDF:en blev för stor. Välj ett kortare urval.");
        return await File.ReadAllBytesAsync(Of(file));
    }

    public void Dispose() => TryDelete(Path);

    // A browser that was just ended may still be closing its files; what it leaves is swept at the next start.
    private static bool TryDelete(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
            return true;
        }
        catch (Exception busy) when (busy is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
