using System.Diagnostics;
using System.Globalization;

namespace Kris.Data.Server;

/// <summary>The programs of one PostgreSQL on this machine.</summary>
public sealed record PostgresBinaries(string Folder, int Major)
{
    public const int OldestMajor = 15;

    private static readonly string[] Needed = ["initdb", "pg_ctl", "postgres"];

    public string this[string tool] => Path.Combine(Folder, tool);

    /// <summary>The version that the data folder is made by, or the newest when there is no database yet.</summary>
    public static PostgresBinaries Find(DataFolder folder)
    {
        var found = Folders().Distinct(StringComparer.Ordinal).Where(IsComplete).Select(Look)
            .Where(b => b.Major >= OldestMajor).OrderByDescending(b => b.Major).ToList();
        if (found.Count == 0)
        {
            throw new StartupException(
                $"PostgreSQL {OldestMajor} eller nyare finns inte på den här datorn. Installera paketet postgresql "
                + "(Debian och Ubuntu: apt-get install postgresql, macOS: brew install postgresql@17), eller peka ut "
                + "en databas med KRIS_DB.");
        }

        if (MadeBy(folder) is not { } major)
            return found[0];

        return found.Find(b => b.Major == major) ?? throw new StartupException(
            $"Databasen i {folder.Postgres} är gjord med PostgreSQL {major}, men här finns bara version "
            + $"{string.Join(", ", found.Select(b => b.Major).Distinct())}. Installera PostgreSQL {major}, eller läs "
            + "tillbaka en säkerhetskopia i en ny datamapp.");
    }

    private static int? MadeBy(DataFolder folder)
    {
        var file = Path.Combine(folder.Postgres, "PG_VERSION");
        return File.Exists(file) && int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var major)
            ? major
            : null;
    }

    private static IEnumerable<string> Folders() =>
    [
        .. Below("/usr/lib/postgresql", "*", "bin"),
        .. Below("/usr", "pgsql-*", "bin"),
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries),
        .. Below("/opt/homebrew/opt", "postgresql*", "bin"),
        .. Below("/usr/local/opt", "postgresql*", "bin"),
        .. Below("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
    ];

    private static IEnumerable<string> Below(string folder, string pattern, string last) =>
        Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder, pattern).Select(d => Path.Combine(d, last))
            : [];

    private static bool IsComplete(string folder) => Needed.All(tool => File.Exists(Path.Combine(folder, tool)));

    // It answers "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)", or "17beta1" in the place of "15.18".
    private static PostgresBinaries Look(string folder)
    {
        var start = new ProcessStartInfo(Path.Combine(folder, "postgres"), ["--version"])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start);
        var words = process?.StandardOutput.ReadToEnd().Split(' ') ?? [];
        var digits = words.Length > 2 ? string.Concat(words[2].TakeWhile(char.IsAsciiDigit)) : "";
        _ = int.TryParse(digits, CultureInfo.InvariantCulture, out var major);
        return new PostgresBinaries(folder, major);
    }
}
