using System.Diagnostics;

namespace Kris.Bench.Setup;

/// <summary>Programs as they are published, Kris and the reference alike.</summary>
internal static class Published
{
    /// <summary>What ./kris has built, or else a build of our own.</summary>
    public static async Task<string> KrisAsync(Ground ground, CancellationToken stop) =>
        Environment.GetEnvironmentVariable("KRIS_PROGRAM") is { Length: > 0 } program
            ? program
            : await PublishAsync(ground, Path.Combine("src", "Kris.Web"), "kris-web.dll", stop);

    public static Task<string> BareAsync(Ground ground, CancellationToken stop) =>
        PublishAsync(ground, Path.Combine("bench", "Kris.Bare"), "Kris.Bare.dll", stop);

    private static async Task<string> PublishAsync(
        Ground ground, string project, string program, CancellationToken stop)
    {
        var to = Path.Combine(ground.Folder, "published", Path.GetFileName(project));
        if (File.Exists(Path.Combine(to, program)))
            return Path.Combine(to, program);

        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true };
        string[] arguments = ["publish", Path.Combine(Root(), project), "-c", "Release", "-o", to];
        // As ./kris publishes: compiled ahead for this machine.
        string[] ahead = ["--use-current-runtime", "--self-contained", "false", "-p:PublishReadyToRun=true"];
        foreach (var argument in arguments.Concat(ahead).Concat(["--nologo", "-v", "q", "-p:UseAppHost=false"]))
            start.ArgumentList.Add(argument);
        using var publish = Process.Start(start) ?? throw new BenchException("dotnet publish startade inte.");
        var said = await publish.StandardOutput.ReadToEndAsync(stop);
        await publish.WaitForExitAsync(stop);
        if (publish.ExitCode != 0)
            throw new BenchException($"{project} gick inte att publicera: {said}");
        return Path.Combine(to, program);
    }

    private static string Root()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Kris.sln")))
                return at.FullName;
        }

        throw new BenchException("Mätprogrammet körs inte i Kris källkod, så inget kan publiceras att jämföra med.");
    }
}
