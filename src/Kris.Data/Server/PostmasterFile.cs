using System.Globalization;

namespace Kris.Data.Server;

/// <summary>What PostgreSQL tells of itself while it runs: process, socket's folder, whether it is ready.</summary>
public sealed record PostmasterFile(int Process, string Sockets, bool IsReady)
{
    public const string Name = "postmaster.pid";

    public static PostmasterFile? Read(DataFolder folder)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(Path.Combine(folder.Postgres, Name));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // The lines: process, data folder, start, port, socket folder, address, shared memory, state.
        if (lines.Length < 1 || !int.TryParse(lines[0], CultureInfo.InvariantCulture, out var process))
            return null;

        return new PostmasterFile(
            process,
            Sockets: lines.Length > 4 ? lines[4] : "",
            IsReady: lines.Length > 7 && lines[7].StartsWith("ready", StringComparison.Ordinal));
    }
}
