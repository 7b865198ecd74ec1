using Kris.Data.Search;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Kris.Domain.Search;

namespace Kris.Web.Exports;

/// <summary>What the filter of a log shows, to be taken out as it is shown.</summary>
public sealed class ShownLines(LineSearch search)
{
    /// <summary>The cut, narrowed to what the filter in the address shows to this reader.</summary>
    /// <exception cref="RefusedException">Nothing, or more than a filter shows.</exception>
    public async Task<LogCut> OfAsync(LogCut cut, SearchQuestion filter, Actor me, CancellationToken stop = default)
    {
        var question = filter with { Around = null };
        if (!question.HasWords && !question.IsFiltered)
            return cut;

        var numbers = new List<long>();
        for (var skip = 0; ; skip += SearchQuestion.MaxLimit)
        {
            Refuse.If(
                skip + SearchQuestion.MaxLimit > SearchQuestion.MaxHits,
                $"Filtret visar fler än {SearchQuestion.MaxHits} rader. Gör det smalare, eller ta hela loggen.");
            var page = await search.FindAsync(
                question with { Skip = skip, Limit = SearchQuestion.MaxLimit }, me, stop);
            numbers.AddRange(page.Hits.Select(hit => hit.Number));
            if (!page.More)
                return cut.Showing(numbers);
        }
    }
}
