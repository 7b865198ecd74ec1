using System.Diagnostics;
using System.Text;

namespace Kris.Data.Server;

/// <summary>
/// PostgreSQL refuses to run as root, so as root its programs run as the user postgres, and otherwise as ourselves.
/// </summary>
public static class ServerUser
{
    private const string Name = "postgres";

    private static readonly string[] AsServer =
        ["setpriv", $"--reuid={Name}", $"--regid={Name}", "--init-groups", "--inh-caps=-all", "--"];

    public static bool IsSeparate => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;

    /// <summary>A program to run as the server's user, with nothing from our surroundings to mislead it.</summary>
    public static ProcessStartInfo Command(params IEnumerable<string> words)
    {
        string[] command = [.. IsSeparate ? AsServer : [], .. words];
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in start.Environment.Keys.Where(MisleadsPostgres).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    /// <summary>Runs to the end, or is killed when the time is up, which counts as failing.</summary>
    public static async Task<(bool Succeeded, string Output)> RunAsync(
        TimeSpan limit, CancellationToken cancel, params IEnumerable<string> words)
    {
        using var process = Process.Start(Command(words))
            ?? throw new StartupException($"Programmet {words.First()} gick inte att starta.");
        process.StandardInput.Close();
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        time.CancelAfter(limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(time.Token);
            var errors = process.StandardError.ReadToEndAsync(time.Token);
            await process.WaitForExitAsync(time.Token);
            return (process.ExitCode == 0, new StringBuilder(await output).Append(await errors).ToString().Trim());
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            return (false, $"Programmet {words.First()} blev inte klart på {limit.TotalSeconds:0} s.");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>A folder that the server's user alone may open.</summary>
    public static async Task MakeFolderAsync(string path, CancellationToken cancel)
    {
        if (!IsSeparate)
        {
            const UnixFileMode onlyUs = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            Directory.CreateDirectory(path, onlyUs);
            File.SetUnixFileMode(path, onlyUs);
            return;
        }

        await GiveAsync(path, cancel);
        var (reached, _) = await RunAsync(TimeSpan.FromSeconds(5), cancel, "test", "-w", path);
        if (!reached)
        {
            throw new StartupException(
                $"Mappen {path} ligger där användaren {Name}, som databasen körs som, inte kommer in. Välj en annan "
                + "datamapp med KRIS_DATA, till exempel under /var/lib/kris.");
        }
    }

    private static async Task GiveAsync(string path, CancellationToken cancel)
    {
        string[] words = ["-d", "-m", "0700", "-o", Name, "-g", Name, path];
        var start = new ProcessStartInfo("install", words) { RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)
            ?? throw new StartupException("Programmet install gick inte att starta.");
        var errors = await process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode == 0)
            return;

        throw errors.Contains("No space left", StringComparison.Ordinal)
            ? StartupException.DiskFull(path)
            : new StartupException(
                $"Mappen {path} kunde inte lämnas till användaren {Name} ({errors.Trim()}). Installera paketet "
                + "postgresql, som skapar användaren, eller kör Kris som en vanlig användare.");
    }

    private static bool MisleadsPostgres(string name) =>
        name.StartsWith("PG", StringComparison.Ordinal) || name.StartsWith("LC_", StringComparison.Ordinal)
        || name is "LANG" or "LANGUAGE";
}
