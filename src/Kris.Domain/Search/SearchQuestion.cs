using System.Text.Json.Serialization;
using Kris.Domain.Journal;

namespace Kris.Domain.Search;

/// <summary>
/// What is asked of the logs: words, or a filter, or both, of one incident's lines or of all. What is left out narrows
/// nothing.
/// </summary>
public sealed record SearchQuestion
{
    public const int WordsMaxLength = 200;
    public const int TagMaxLength = 50;
    public const int PersonMaxLength = 100;
    public const int DefaultLimit = 25;
    public const int MaxLimit = 100;

    /// <summary>How far anybody turns the pages; whoever is still looking needs other words.</summary>
    public const int MaxHits = 1_000;

    /// <summary>How many lines on either side of one are shown with it.</summary>
    public const int Near = 25;

    /// <summary>Words, "phrases" and -exclusions, "or" between alternatives.</summary>
    public string? Words { get; init; }

    public Guid? Incident { get; init; }

    public LineKind? Kind { get; init; }

    /// <summary>Of the name of whoever wrote, or for whom it was written.</summary>
    public string? Person { get; init; }

    public Guid? Unit { get; init; }

    public string? Tag { get; init; }

    /// <summary>The first moment that counts, of when it happened.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The first moment that no longer counts.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Key events alone.</summary>
    public bool IsPinned { get; init; }

    /// <summary>Marked lines alone, or open ones alone.</summary>
    public bool? IsMarked { get; init; }

    /// <summary>The number of a line, to be shown with those around it.</summary>
    public long? Around { get; init; }

    public int Skip { get; init; }

    /// <summary>The hit that the page begins after, or the one that it ends before, instead of how many are skipped.
    /// </summary>
    [JsonIgnore]
    public SearchPlace? After { get; init; }

    [JsonIgnore]
    public SearchPlace? Before { get; init; }

    public int Limit { get; init; } = DefaultLimit;

    public bool HasWords => !string.IsNullOrWhiteSpace(Words);

    /// <summary>Whether anything but words narrows what is shown.</summary>
    public bool IsFiltered => IsNarrowed || Around is not null;

    /// <summary>Whether all that is asked for is what stands around a line, whatever it is.</summary>
    public bool IsAroundAlone => Around is not null && !HasWords && !IsNarrowed;

    private bool IsNarrowed => Kind is not null || Person is not null || Unit is not null || Tag is not null
        || From is not null || Until is not null || IsPinned || IsMarked is not null;

    /// <summary>The question as it can be asked.</summary>
    /// <exception cref="RefusedException">Too long, too far, or with nothing to look for.</exception>
    public SearchQuestion Checked()
    {
        var words = Refuse.UnlessStorable(Words, WordsMaxLength);
        var asked = this with
        {
            Words = words,
            Person = Refuse.UnlessStorable(Person, PersonMaxLength),
            Tag = Refuse.UnlessStorable(Tag?.TrimStart('#'), TagMaxLength)?.ToLowerInvariant(),
        };
        Refuse.IfMalformed(
            words is null && Incident is null && !asked.IsNarrowed,
            "Skriv ett eller flera ord att söka efter, eller välj ett filter.");
        Refuse.If(
            words is not null && !SearchWords.Of(words).HasSomethingToFind,
            "Skriv minst ett ord att söka efter; ett minustecken utesluter bara.");
        Refuse.IfMalformed(
            Limit is < 1 or > MaxLimit || Skip < 0 || Around < 1,
            $"limit ska vara ett tal mellan 1 och {MaxLimit}.");
        Refuse.IfMalformed(
            new[] { Skip > 0, After is not null, Before is not null }.Count(isSaid => isSaid) > 1,
            "En sida börjar på ett sätt: ange after eller skip.");
        Refuse.If(
            Skip + Limit > MaxHits, $"Högst {MaxHits} träffar visas. Gör sökningen smalare.");
        Refuse.If(From >= Until, "Tiden slutar innan den börjar.");
        return asked;
    }
}
