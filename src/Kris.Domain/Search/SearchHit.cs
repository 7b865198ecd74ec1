using Kris.Domain.Journal;

namespace Kris.Domain.Search;

/// <summary>A line that was found.</summary>
/// <param name="IsMarked">Whether it is marked as secret; whoever is shown it has read it.</param>
public sealed record SearchHit(Guid Incident, long Number, bool IsMarked)
{
    /// <summary>HTML, escaped, with a mark around what was found; empty where no words were asked.</summary>
    public string Highlight { get; init; } = "";

    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>Written in a duty that was gone when it arrived, and not accepted yet.</summary>
    public bool IsPending { get; init; }

    /// <summary>The number of the line that corrects or moves it.</summary>
    public long? StruckBy { get; init; }

    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    public DateTimeOffset OccurredAt =>
        IsoTime.TryParse(Fields.GetValueOrDefault(LineFields.OccurredAt), out var at) ? at : RecordedAt;

    /// <summary>Whether it was written a minute or more after it happened.</summary>
    public bool IsLate => EventTime.IsLate(OccurredAt, RecordedAt);
}

/// <summary>A page of what was found.</summary>
/// <param name="More">Whether there is a next page.</param>
public sealed record FoundPage(IReadOnlyList<SearchHit> Hits, bool More);
