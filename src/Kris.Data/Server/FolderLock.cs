using System.Diagnostics;

namespace Kris.Data.Server;

/// <summary>Holds a data folder for one program. The lock goes with the process, however it ends.</summary>
public sealed class FolderLock : IDisposable
{
    // A command that only asks whether the folder is in use holds the lock for a moment: that is waited out.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly FileStream held;

    private FolderLock(FileStream held) => this.held = held;

    public static async Task<FolderLock> TakeAsync(DataFolder folder, CancellationToken cancel)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            if (TryTake(folder) is { } taken)
                return taken;

            if (Stopwatch.GetElapsedTime(begun) > Patience)
                throw Refused(folder);

            await Task.Delay(50, cancel);
        }
    }

    public static FolderLock? TryTake(DataFolder folder)
    {
        try
        {
            return new FolderLock(
                new FileStream(folder.LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (UnauthorizedAccessException failure)
        {
            throw StartupException.NotWritable(folder.Root, failure);
        }
        catch (IOException failure) when (!StartupException.IsDiskFull(failure))
        {
            return null;
        }
    }

    public void Dispose() => held.Dispose();

    private static StartupException Refused(DataFolder folder) => new(
        $"Datamappen {folder.Root} används redan av en annan Kris. Stoppa den först, eller välj en annan mapp med "
        + "KRIS_DATA.");
}
