using System.Globalization;

namespace Kris.Browser.Faults;

/// <summary>What one fault came to, in figures, with a sentence for each thing that did not hold.</summary>
internal sealed record Figures(string Fault)
{
    public const string Heading =
        "fel                 gånger  rader  kvitterade  förlorade  dubbla  luckor  längsta uppehåll";

    /// <summary>How many times the fault was let loose.</summary>
    public int Times { get; init; }

    public int Lines { get; init; }

    public int Acknowledged { get; init; }

    public int Lost { get; init; }

    public int Doubled { get; init; }

    public int Gaps { get; init; }

    public TimeSpan LongestGap { get; init; }

    /// <summary>What belongs to this fault alone.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    public IReadOnlyList<string> Broken { get; init; } = [];

    /// <summary>Why it was not run at all.</summary>
    public string? NotRun { get; init; }

    public bool Holds => Broken.Count == 0;

    public override string ToString()
    {
        if (NotRun is not null)
            return $"{Fault,-18}  kördes inte: {NotRun}";
        var row = string.Create(
            CultureInfo.InvariantCulture,
            $"{Fault,-18}  {Times,6}  {Lines,5}  {Acknowledged,10}  {Lost,9}  {Doubled,6}  {Gaps,6}  ");
        var gap = LongestGap == default ? "–" : $"{LongestGap.TotalSeconds:0.00} s";
        return string.Join('\n', [row + gap, .. Notes.Select(note => $"    {note}"), .. Broken.Take(20).Select(Fails)]);
    }

    private static string Fails(string sentence) => $"    HÅLLER INTE: {sentence}";
}
