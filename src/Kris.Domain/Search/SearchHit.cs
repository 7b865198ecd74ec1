namespace Kris.Domain.Search;

/// <summary>A line that was found.</summary>
/// <param name="IsMarked">Whether it is marked as secret; whoever is shown it has read it.</param>
public sealed record SearchHit(Guid Incident, long Number, bool IsMarked)
{
    /// <summary>HTML, escaped, with a mark around what was found; empty where no words were asked.</summary>
    public string Highlight { get; init; } = "";

    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>The number of the line that corrects or moves it.</summary>
    public long? StruckBy { get; init; }

    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();
}

/// <summary>A page of what was found.</summary>
/// <param name="More">Whether there is a next page.</param>
public sealed record FoundPage(IReadOnlyList<SearchHit> Hits, bool More);
