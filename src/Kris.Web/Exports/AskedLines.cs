using System.Globalization;
using System.Text.Json;
using Kris.Domain.Journal;
using Kris.Domain.Search;

namespace Kris.Web.Exports;

/// <summary>Which lines somebody asks to take out: a run of numbers, and what a filter shows of it.</summary>
public sealed record AskedLines(long? From, long? To, bool WithSystem, SearchQuestion? Filter = null)
{
    /// <summary>
    /// The request by its digest: which lines a filter shows changes as lines are written and marked, but what was
    /// asked does not. A digest, because the words of a filter are nobody's to keep.
    /// </summary>
    public byte[] Digest(Guid incident) => NewLine.RequestDigest(
        incident,
        [
            ("from", Text(From ?? 1)),
            ("to", To is { } last ? Text(last) : null),
            ("system", WithSystem ? null : "no"),
            ("filter", IsNarrow ? JsonSerializer.Serialize(Narrowing) : null),
        ]);

    private SearchQuestion? Narrowing => Filter is null
        ? null
        : Filter with { Around = null, Skip = 0, Limit = SearchQuestion.DefaultLimit };

    private bool IsNarrow => Narrowing is { HasWords: true } or { IsFiltered: true };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
