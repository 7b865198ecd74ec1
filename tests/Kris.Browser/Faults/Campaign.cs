using System.Diagnostics;
using Kris.Browser.Faults.Kinds;

namespace Kris.Browser.Faults;

/// <summary>A fault by its name, with what it is in a few Swedish words and its part of the time.</summary>
internal sealed record FaultKind(string Name, string About, double Part, Func<Stage, Extent, Task<Figures>> RunAsync)
{
    /// <summary>What the computer has not, so that the fault cannot be let loose, or not the whole of it.</summary>
    public Func<string?> Lacks { get; init; } = () => null;
}

/// <summary>All faults, one after the other, and what they came to.</summary>
internal static class Campaign
{
    public static IReadOnlyList<FaultKind> Kinds { get; } =
    [
        new("web-killed", "programmet dödas med kill -9 medan rader skrivs", 0.2, WebKilled.RunAsync),
        new("database-killed", "PostgreSQL dödas med kill -9", 0.15, DatabaseKilled.RunAsync),
        new("wire-cut", "nätet mellan webbläsare och program tystnar, eller bryts före svaret", 0.15, WireCut.RunAsync),
        new("database-cut", "nätet mellan program och databas tystnar", 0.1, DatabaseCut.RunAsync),
        new("disk-full", "databasens disk fylls (kräver root)", 0.1, DiskFull.RunAsync)
        {
            Lacks = Disk.Lacks,
        },
        new("wal-full", "disken med databasens egen logg (WAL) fylls (kräver root)", 0.05, WalFull.RunAsync)
        {
            Lacks = Disk.Lacks,
        },
        new("clock-wrong", "klockor går två timmar fel, och databasens ställs om en timme", 0.05, ClockWrong.RunAsync)
        {
            Lacks = ClockWrong.Lacks,
        },
        new("same-again", "samma rad kommer hundra gånger på en gång, och igen", 0.05, SameAgain.RunAsync),
        new("two-nodes", "två noder på en databas, och den ena dödas", 0.1, TwoNodes.RunAsync),
        new("malformed", "hundra tusen felaktiga inmatningar", 0.3, Malformed.RunAsync),
    ];

    public static FaultKind Kind(string name) => Kinds.Single(kind => kind.Name == name);

    /// <returns>Whether everything held.</returns>
    public static async Task<bool> RunAsync(
        IReadOnlyList<FaultKind> kinds, Extent whole, TextWriter say, CancellationToken stop)
    {
        var parts = kinds.Sum(kind => kind.Part);
        var holds = true;
        var notRun = new List<string>();
        var begun = Stopwatch.GetTimestamp();
        await using var stage = new Stage();
        await say.WriteLineAsync(Figures.Heading);
        foreach (var kind in kinds)
        {
            stop.ThrowIfCancellationRequested();
            var figures = await OneAsync(stage, kind, whole with { Time = whole.Time * (kind.Part / parts) });
            holds &= figures.Holds;
            if (figures.NotRun is not null)
                notRun.Add(kind.Name);
            await say.WriteLineAsync(figures.ToString());
        }

        var minutes = Stopwatch.GetElapsedTime(begun).TotalMinutes;
        var verdict = (holds, notRun.Count) switch
        {
            (false, _) => "ALLT HÖLL INTE.",
            (true, 0) => "Allt höll.",
            _ => $"Allt som kördes höll. Kördes inte: {string.Join(", ", notRun)}.",
        };
        await say.WriteLineAsync(
            $"{verdict} Frö {whole.Seed}, {minutes:0.0} minuter. "
            + $"Samma fel igen: ./kris faults --seed {whole.Seed}");
        return holds;
    }

    // What the fault did to the campaign itself is told as what it did to Kris is.
    private static async Task<Figures> OneAsync(Stage stage, FaultKind kind, Extent extent)
    {
        try
        {
            return await kind.RunAsync(stage, extent);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return new Figures(kind.Name) { Broken = [$"Provet gick inte att slutföra: {broken}"] };
        }
    }
}
