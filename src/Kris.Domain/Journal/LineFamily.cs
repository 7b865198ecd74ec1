using System.Globalization;

namespace Kris.Domain.Journal;

/// <summary>
/// A line with those that may say the same, as they were seen: what closes one of them is decided about all.
/// </summary>
/// <param name="HasMore">Whether there are more than are near: what is decided is not decided about those.</param>
public sealed record LineFamily(JournalLine Line, IReadOnlyList<JournalLine> Near, bool HasMore)
{
    public IEnumerable<JournalLine> All => Near.Prepend(Line);

    /// <param name="now">As it stands.</param>
    /// <param name="right">Of whoever is told what came.</param>
    /// <exception cref="RefusedException">Another line has come, or something was said of one of them.</exception>
    public void UnlessStill(LineFamily now, ReadingRight right)
    {
        var seen = All.ToDictionary(line => (line.Stream, line.Number));
        if (now.HasMore != HasMore || now.All.Count() != seen.Count || !now.All.All(line => IsAs(seen, line)))
            throw new RefusedException(WhatCame(now, right), Refusal.Stale);
    }

    /// <summary>What has come since this was seen, in a sentence; of what somebody may not read nothing is told.
    /// </summary>
    public string WhatCame(LineFamily now, ReadingRight right)
    {
        var seen = All.Select(line => (line.Stream, line.Number)).ToHashSet();
        var came = now.Near
            .Where(line => !seen.Contains((line.Stream, line.Number)) && right.Reads(line.State.Marking))
            .Select(Named).ToList();
        var what = came.Count > 0
            ? $"{string.Join(" och ", came)} har kommit till, och kan säga samma sak."
            : $"Någon annan hann före med rad {LineActs.Number(Line.Number)}, eller med en rad som säger samma sak.";
        return $"{what} Läs om, och spara igen om det fortfarande stämmer.";
    }

    private string Named(JournalLine line) => string.Create(
        CultureInfo.InvariantCulture,
        $"Rad {line.Number}{(line.Stream == Line.Stream ? "" : " i en annan händelse")}");

    private static bool IsAs(Dictionary<(Guid Stream, long Number), JournalLine> seen, JournalLine now) =>
        seen.TryGetValue((now.Stream, now.Number), out var then)
        && then.State == now.State
        && then.IsErased == now.IsErased;
}
