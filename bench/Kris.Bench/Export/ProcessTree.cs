using System.Globalization;

namespace Kris.Bench.Export;

/// <summary>
/// What this process and those that it has started hold of memory: a page that several share is counted once, divided
/// between them (PSS).
/// </summary>
internal static class ProcessTree
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(200);

    public static async Task<double> PeakAsync(CancellationToken over)
    {
        var peak = 0.0;
        while (!over.IsCancellationRequested)
        {
            peak = Math.Max(peak, Megabytes());
            await Task.Delay(Every, CancellationToken.None);
        }

        return peak;
    }

    public static double Megabytes()
    {
        if (!OperatingSystem.IsLinux())
            throw new BenchException("Minnet mäts bara på Linux.");
        var parents = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, null, out var id) ? id : 0)
            .Where(id => id > 0)
            .ToDictionary(id => id, ParentOf);
        return parents.Keys.Where(id => IsOurs(id, parents)).Sum(Proportional) / 1024.0;
    }

    private static bool IsOurs(int id, Dictionary<int, int> parents)
    {
        for (var at = id; at > 1; at = parents.GetValueOrDefault(at))
        {
            if (at == Environment.ProcessId)
                return true;
        }

        return false;
    }

    private static int ParentOf(int id) => Field($"/proc/{id}/status", "PPid:");

    private static double Proportional(int id) => Field($"/proc/{id}/smaps_rollup", "Pss:");

    // A process may be gone before it is read.
    private static int Field(string file, string name)
    {
        try
        {
            var line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
            var text = line?[name.Length..].Replace("kB", "", StringComparison.Ordinal).Trim();
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
