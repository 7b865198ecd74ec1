namespace Kris.Browser.Faults;

/// <summary>A line as the tables hold it, with the moment of its commit.</summary>
internal sealed record Stored(Guid Stream, long Number, Guid Key, string Text, string Hash, DateTimeOffset CommittedAt)
{
    /// <summary>Of each file, the digest that the line gives and the one that its bytes have.</summary>
    public IReadOnlyList<(string Said, string Kept)> Files { get; init; } = [];

    /// <summary>Whether Kris wrote it of itself, or nobody knows any more who did.</summary>
    public bool IsSystem { get; init; }
}

/// <summary>What must not be, counted, with a sentence for each of the first.</summary>
internal sealed record Verdict(int Lost, int Doubled, int Gaps, IReadOnlyList<string> Sentences)
{
    public bool Holds => Sentences.Count == 0;
}

/// <summary>
/// Compares what the writers were told with what is stored. It knows nothing of how either came about, so that a
/// planted fault is found as a real one is.
/// </summary>
internal sealed class Invariants(IEnumerable<Stored> stored, Ledger ledger)
{
    // A page's clock shows whole milliseconds.
    private static readonly TimeSpan Grain = TimeSpan.FromMilliseconds(2);

    private readonly ILookup<(Guid Stream, string Text), Stored> byText =
        stored.ToLookup(line => (line.Stream, line.Text));

    private readonly List<string> sentences = [];
    private int lost;
    private int doubled;
    private int gaps;

    public Verdict Check()
    {
        var streams = byText.SelectMany(lines => lines).ToLookup(line => line.Stream);
        foreach (var line in ledger.Lines)
            Present(line);
        foreach (var written in ledger.Lines.Where(line => line.Writer is not null)
            .GroupBy(line => (line.Stream, line.Writer)))
            InOrder(written);
        Foreign();
        foreach (var stream in streams)
            WithoutGap([.. stream.OrderBy(line => line.Number)]);
        var known = streams.SelectMany(stream => stream).ToLookup(line => (line.Stream, line.Number));
        foreach (var saying in ledger.Sayings)
            NotTooEarly(saying, [.. known[(saying.Stream, saying.Number)]]);
        sentences.AddRange(ledger.Complaints);
        return new Verdict(lost, doubled, gaps, sentences);
    }

    private void Present(Sent line)
    {
        var found = byText[(line.Stream, line.Text)].ToList();
        if (found.Count == 0 && line.IsHandedOver)
        {
            lost++;
            sentences.Add($"Raden ”{line.Text}” har lämnat utkorgen och finns inte i loggen.");
        }
        else if (found.Count > 1)
        {
            doubled += found.Count - 1;
            sentences.Add($"Raden ”{line.Text}” finns {found.Count} gånger.");
        }
        else if (found.Count == 1)
        {
            WithItsFile(line, found[0]);
            if (line.Number is { } number)
                AsTold(line, number, found[0]);
        }
    }

    // Half a line, or two in one, is none that anybody has written.
    private void Foreign()
    {
        var written = ledger.Lines.Select(line => (line.Stream, line.Text)).ToHashSet();
        foreach (var lines in byText.Where(lines => !written.Contains(lines.Key)))
        {
            if (lines.FirstOrDefault(line => !line.IsSystem) is { } line)
                sentences.Add($"I loggen står ”{line.Text}” som nummer {line.Number}, och det har ingen skrivit.");
        }
    }

    // Once, and every byte of it.
    private void WithItsFile(Sent line, Stored found)
    {
        (string, string)[] wanted = line.File is { } digest ? [(digest, digest)] : [];
        if (!found.Files.SequenceEqual(wanted))
            sentences.Add($"Raden ”{line.Text}” har inte den bilaga som den skrevs med.");
    }

    private void AsTold(Sent line, long number, Stored found)
    {
        if (found.Number != number || found.Key != line.Key || found.Hash != line.Hash)
            sentences.Add($"Raden ”{line.Text}” kvitterades som nummer {number} men är en annan i loggen.");
        if (line.ToldAt + Grain < found.CommittedAt)
            sentences.Add($"Raden ”{line.Text}” kvitterades innan den var sparad.");
    }

    // What somebody wrote first is read first, however long it waited.
    private void InOrder(IEnumerable<Sent> written)
    {
        var last = 0L;
        foreach (var line in written)
        {
            if (byText[(line.Stream, line.Text)].FirstOrDefault() is not { } found)
                continue;
            if (found.Number < last)
                sentences.Add($"Raden ”{line.Text}” står före en rad som skrevs tidigare av samma person.");
            last = Math.Max(last, found.Number);
        }
    }

    private void WithoutGap(List<Stored> stream)
    {
        for (var index = 0; index < stream.Count; index++)
        {
            if (stream[index].Number == index + 1)
                continue;
            gaps++;
            sentences.Add($"I {stream[index].Stream} står nummer {stream[index].Number} på plats {index + 1}.");
            return;
        }
    }

    private void NotTooEarly(Said saying, IReadOnlyList<Stored> found)
    {
        if (found.Count == 0)
            sentences.Add($"En sida sade att nummer {saying.Number} är sparad, men det finns inte i loggen.");
        else if (saying.At + Grain < found[0].CommittedAt)
            sentences.Add($"En sida sade att nummer {saying.Number} är sparad innan det var det.");
    }
}
