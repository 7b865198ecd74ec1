using Kris.Data.Server;

namespace Kris.Tests.Server;

/// <summary>A data folder that is gone after its test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private const string Prefix = "kris-test-";

    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private readonly string path = Path.Combine(Path.GetTempPath(), $"{Prefix}{Guid.NewGuid():N}");

    public TemporaryFolder(string below = "") => Data = DataFolder.Open(Path.Combine(path, below));

    public DataFolder Data { get; }

    /// <summary>Removes what test runs that were killed left behind, a running PostgreSQL included.</summary>
    public static async Task SweepAsync()
    {
        foreach (var old in Directory.EnumerateDirectories(Path.GetTempPath(), $"{Prefix}*"))
        {
            try
            {
                // A test that runs at the same time may be between two programs, and hold no lock.
                if (TimeProvider.System.GetUtcNow().UtcDateTime - Directory.GetCreationTimeUtc(old) < Abandoned)
                    continue;

                var folder = DataFolder.Open(old);
                using var free = FolderLock.TryTake(folder);
                if (free is null)
                    continue;

                await Leftovers.ClearAsync(folder, PostgresBinaries.Find(folder), CancellationToken.None);
                Directory.Delete(old, recursive: true);
            }
            catch (Exception failure) when (failure is StartupException or IOException or UnauthorizedAccessException)
            {
                // It belongs to somebody else, or was swept by another run at the same time.
            }
        }
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Another run swept it between the stop of the server and now.
        }
    }
}
