using System.Globalization;

namespace Kris.Domain.Journal;

/// <summary>Which lines of a log are taken out: a run of numbers, with or without what Kris itself wrote.</summary>
/// <param name="To">The last number, which exists.</param>
public sealed record LogCut(long From, long To, bool WithSystem)
{
    /// <summary>
    /// The lines that a filter showed, in order, and no others; nothing where every line of the run is taken.
    /// </summary>
    public SortedSet<long>? Only { get; init; }

    /// <summary>Whether the whole log as it stood is taken.</summary>
    public bool IsWhole(ChainHead head) => From == 1 && To == head.Number && WithSystem && Only is null;

    /// <param name="head">Where the log ends now; what is written after is in no cut of today.</param>
    /// <exception cref="RefusedException">No such lines, or the last before the first.</exception>
    public static LogCut Of(long? from, long? to, bool withSystem, ChainHead head)
    {
        Refuse.IfMalformed(from < 1 || to < 1, "Radnummer börjar på 1.");
        Refuse.If(from > head.Number, $"Loggen slutar med rad {head.Number}. Välj en tidigare första rad.");
        Refuse.If(from > to, "Den första raden ligger efter den sista.");
        return new LogCut(from ?? 1, Math.Min(to ?? head.Number, head.Number), withSystem);
    }

    /// <summary>What a filter shows of it.</summary>
    /// <exception cref="RefusedException">Nothing.</exception>
    public LogCut Showing(IEnumerable<long> numbers)
    {
        var shown = new SortedSet<long>(numbers.Where(number => number >= From && number <= To));
        Refuse.If(shown.Count == 0, "Filtret visar inga rader i urvalet.");
        return this with { From = shown.Min, To = shown.Max, Only = shown };
    }

    /// <summary>Whether a line of the log is taken out.</summary>
    public bool Takes(long number, bool isSystem) =>
        number >= From && number <= To && (WithSystem || !isSystem) && (Only?.Contains(number) ?? true);

    /// <summary>Numbers as the runs that they make: 3 5-9.</summary>
    public static string Runs(IEnumerable<long> numbers)
    {
        var runs = new List<(long First, long Last)>();
        foreach (var number in numbers)
        {
            if (runs.Count > 0 && runs[^1].Last == number - 1)
                runs[^1] = (runs[^1].First, number);
            else
                runs.Add((number, number));
        }

        return string.Join(' ', runs.Select(run => string.Create(
            CultureInfo.InvariantCulture,
            $"{run.First}{(run.First == run.Last ? "" : $"-{run.Last}")}")));
    }

    public string Swedish() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Only is null ? "" : "det filtret visade av ")}rad {From}–{To}{(WithSystem ? "" : ", utan systemrader")}");
}
