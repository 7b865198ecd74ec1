using System.Diagnostics;
using System.Globalization;
using Kris.Data.Server;

namespace Kris.Browser.Running;

/// <summary>Programs whose test run was killed: found by what they noted in their data folders, and ended.</summary>
internal static class OrphanedPrograms
{
    private const string NoteName = "browser-run.txt";

    public static void Note(DataFolder folder, Process program) => folder.WriteSecret(
        Path.Combine(folder.Root, NoteName),
        string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {program.Id}"));

    public static void Kill()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), "kris-test-*"))
        {
            var note = Path.Combine(folder, NoteName);
            if (!File.Exists(note))
                continue;

            var ids = File.ReadAllText(note).Split(' ');
            if (ids.Length == 2 && !IsAlive(ids[0], "") && IsAlive(ids[1], "kris-web.dll"))
                End(int.Parse(ids[1], CultureInfo.InvariantCulture));
        }
    }

    // The number of a process that is gone is given to another: what it runs is looked at too.
    private static bool IsAlive(string id, string runs)
    {
        var command = $"/proc/{id}/cmdline";
        try
        {
            return File.Exists(command) && File.ReadAllText(command).Contains(runs, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static void End(int id)
    {
        try
        {
            using var orphan = Process.GetProcessById(id);
            orphan.Kill();
            orphan.WaitForExit(5000);
        }
        catch (ArgumentException)
        {
            // It ended by itself.
        }
    }
}
