using System.Diagnostics;
using System.Globalization;

namespace Kris.Data.Server;

/// <summary>
/// What a killed Kris, or a killed PostgreSQL, leaves behind in the folder. Only for the one who holds the lock: then
/// every PostgreSQL at work in the folder is one that nobody looks after.
/// </summary>
public static class Leftovers
{
    public static async Task ClearAsync(DataFolder folder, PostgresBinaries binaries, CancellationToken cancel)
    {
        if (PostmasterFile.Read(folder) is { } left && IsOurs(left.Process, folder))
        {
            foreach (var mode in new[] { "fast", "immediate" })
            {
                var (stopped, _) = await ServerUser.RunAsync(
                    TimeSpan.FromSeconds(15), cancel,
                    binaries["pg_ctl"], "stop", "-D", folder.Postgres, "-m", mode, "-w", "-t", "8");
                if (stopped)
                    break;
            }
        }

        await KillOrphansAsync(folder, cancel);

        // A dead server's number may by now belong to a stranger, and PostgreSQL would then refuse to start.
        if (PostmasterFile.Read(folder) is { } stale && !IsOurs(stale.Process, folder))
        {
            File.Delete(Path.Combine(folder.Postgres, PostmasterFile.Name));
            if (Directory.Exists(stale.Sockets))
                File.Delete(Path.Combine(stale.Sockets, ".s.PGSQL.5432.lock"));
        }
    }

    // Without its postmaster a backend can do nothing but keep the shared memory, and with it the next start, waiting.
    // The dead may stand as zombies for long where nobody reaps them; they work in no folder and are not waited for.
    private static async Task KillOrphansAsync(DataFolder folder, CancellationToken cancel)
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var orphans = RunningProcesses().Where(p => IsOurs(p, folder)).ToList();
            if (orphans.Count == 0)
                return;

            foreach (var number in orphans)
                Kill(number);
            await Task.Delay(20, cancel);
        }
    }

    private static void Kill(int number)
    {
        try
        {
            using var process = Process.GetProcessById(number);
            process.Kill();
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            // It ended by itself between the look and the kill.
        }
    }

    private static IEnumerable<int> RunningProcesses() => !OperatingSystem.IsLinux()
        ? []
        : Directory.EnumerateDirectories("/proc")
            .Select(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number > 0);

    // A number in a file proves nothing: the process must be PostgreSQL, and at work in our folder.
    private static bool IsOurs(int number, DataFolder folder)
    {
        try
        {
            if (!OperatingSystem.IsLinux())
                return CommandLine(number).Contains(folder.Postgres, StringComparison.Ordinal);

            var at = $"/proc/{number}";
            return File.ReadAllText($"{at}/comm").StartsWith("postgres", StringComparison.Ordinal)
                && File.ReadAllText($"{at}/cmdline").Split('\0')
                    .Append(new FileInfo($"{at}/cwd").LinkTarget).Contains(folder.Postgres, StringComparer.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string CommandLine(int number)
    {
        string[] words = ["-o", "command=", "-p", number.ToString(CultureInfo.InvariantCulture)];
        var start = new ProcessStartInfo("ps", words) { RedirectStandardOutput = true, UseShellExecute = false };
        using var ps = Process.Start(start);
        return ps?.StandardOutput.ReadToEnd() ?? "";
    }
}
