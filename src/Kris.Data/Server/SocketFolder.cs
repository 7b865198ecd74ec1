using System.Security.Cryptography;
using System.Text;

namespace Kris.Data.Server;

/// <summary>Where the socket lies: its path is short by the system's decree, and its folder ours alone.</summary>
public static class SocketFolder
{
    private const string SocketName = "/.s.PGSQL.5432";

    private static int LongestPath => OperatingSystem.IsMacOS() ? 103 : 107;

    public static async Task<string> MakeAsync(DataFolder folder, CancellationToken cancel)
    {
        var failures = new List<string>();
        foreach (var path in Candidates(folder).Where(Fits))
        {
            try
            {
                // Where everybody may write, somebody else may have put a link in our place.
                if (new DirectoryInfo(path).LinkTarget is not null)
                    continue;

                await ServerUser.MakeFolderAsync(path, cancel);
                return path;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or StartupException)
            {
                failures.Add(failure.Message);
            }
        }

        throw new StartupException(
            $"Det finns ingen plats för databasens uttag (socket): sökvägen får vara högst {LongestPath} tecken. Välj "
            + $"en datamapp med kortare sökväg med KRIS_DATA. {string.Join(' ', failures)}".TrimEnd());
    }

    /// <summary>Takes the folder away after the server; one that still holds something is left.</summary>
    public static void Remove(string path)
    {
        try
        {
            Directory.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Nothing depends on it being gone.
        }
    }

    private static bool Fits(string path) => Encoding.UTF8.GetByteCount(path + SocketName) <= LongestPath;

    private static IEnumerable<string> Candidates(DataFolder folder)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(folder.Root));
        var name = Convert.ToHexStringLower(digest.AsSpan(0, 6));
        if (ServerUser.IsSeparate)
        {
            if (TryMakePassage("/run/kris"))
                yield return $"/run/kris/{name}";
        }
        else
        {
            yield return folder.Sockets;
            if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime)
                yield return Path.Combine(runtime, $"kris-{name}");
        }

        yield return Path.Combine(Path.GetTempPath(), $"kris-{Environment.UserName}-{name}");
        yield return $"/tmp/kris-{Environment.UserName}-{name}";
    }

    private static bool TryMakePassage(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            File.SetUnixFileMode(path, (UnixFileMode)0b111_001_001);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
