using Kris.Data.Search;
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

        return cut.Showing(await search.NumbersAsync(question, me, stop));
    }
}
