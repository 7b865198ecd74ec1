using Kris.Domain.Journal;

namespace Kris.Domain.Search;

/// <summary>A line that was found.</summary>
/// <param name="IsMarked">Whether it is marked as secret; whoever is shown it has read it.</param>
public sealed record SearchHit(Guid Incident, long Number, bool IsMarked)
{
    /// <summary>HTML, escaped, with a mark around what was found; empty where no words were asked.</summary>
    public string Highlight { get; init; } = "";

    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>How well it matches the words.</summary>
    public float Rank { get; init; }

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
public sealed record FoundPage(IReadOnlyList<SearchHit> Hits, bool More)
{
    /// <summary>The places of the first hit that was found and the last, also where what is shown are fewer.</summary>
    public SearchPlace? First { get; init; }

    public SearchPlace? Last { get; init; }

    /// <param name="hits">In the order in which they were asked for: one more than is shown tells of a next page.
    /// </param>
    public static FoundPage Of(IReadOnlyList<SearchHit> hits, SearchQuestion question)
    {
        var isBack = question.Before is not null;
        var shown = hits.Take(question.Limit).ToList();
        if (isBack)
            shown.Reverse();
        return new FoundPage(shown, isBack || hits.Count > question.Limit)
        {
            First = shown is [var first, ..] ? PlaceOf(first) : null,
            Last = shown is [.., var last] ? PlaceOf(last) : null,
        };
    }

    private static SearchPlace PlaceOf(SearchHit hit) => new(hit.Rank, hit.RecordedAt, hit.Incident, hit.Number);
}
