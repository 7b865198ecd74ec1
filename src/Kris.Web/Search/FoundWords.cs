using Kris.Domain.Search;

namespace Kris.Web.Search;

/// <summary>How much was found, as the heading of what was found says it.</summary>
public static class FoundWords
{
    /// <param name="found">Nothing where the question was refused.</param>
    public static string InLog(FoundPage? found, long? around, int page) => (found, around) switch
    {
        (null, _) => "Inga rader visas",
        (_, { } number) => $"Raderna kring rad {number}",
        _ => Of(found, page),
    };

    public static string Of(FoundPage found, int page)
    {
        var (count, before) = (found.Hits.Count, (page - 1) * SearchQuestion.DefaultLimit);
        return (count, before, found.More) switch
        {
            (0, 0, _) => "Inga träffar",
            (0, _, _) => "Inga fler träffar",
            (1, 0, false) => "1 träff",
            (_, 0, false) => $"{count} träffar",
            (_, _, true) => $"Träff {before + 1}–{before + count} av fler",
            _ => $"Träff {before + 1}–{before + count} av {before + count}",
        };
    }
}
