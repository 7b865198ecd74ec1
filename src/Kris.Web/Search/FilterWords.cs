using Kris.Domain.Journal;
using Kris.Domain.Search;
using Kris.Web.Components;

namespace Kris.Web.Search;

/// <summary>What narrows a log, in words, for whoever has the lines and not the form.</summary>
public static class FilterWords
{
    public static string Of(SearchQuestion question, IReadOnlyDictionary<Guid, string> units)
    {
        string?[] said =
        [
            question.Around is { } number ? $"kring rad {number}" : null,
            question.HasWords ? $"sökning på {question.Words}" : null,
            question.Kind is { } kind ? $"typ {kind.Swedish()}" : null,
            question.Person is { } person ? $"person {person}" : null,
            question.Unit is { } unit ? $"enhet {units.GetValueOrDefault(unit, "som inte finns")}" : null,
            question.Tag is { } tag ? $"tagg {tag}" : null,
            question.From is { } from ? $"hände från {Swedish.DateAndClock(from)}" : null,
            question.Until is { } until ? $"hände till och med {Swedish.DateAndClock(until.AddMinutes(-1))}" : null,
            question.IsPinned ? "bara nyckelhändelser" : null,
            question.IsMarked switch
            {
                true => "bara sekretessmarkerade",
                false => "bara öppna rader",
                _ => null,
            },
        ];
        var filter = string.Join(", ", said.OfType<string>());
        return filter.Length > 0 ? filter : "filtret går inte att läsa";
    }
}
