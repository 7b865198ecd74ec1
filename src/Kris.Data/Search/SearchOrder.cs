using Kris.Domain.Search;

namespace Kris.Data.Search;

/// <summary>
/// The order of what is found, in which no two lines are alike, and the hit at which a page begins or ends. Pages that
/// were counted off from the first hit would repeat what new lines push down.
/// </summary>
/// <param name="next">Gives a value to the query, and its name there.</param>
internal sealed class SearchOrder(SearchQuestion question, Func<object, string> next)
{
    /// <summary>The best first; of two alike, the newest.</summary>
    public static readonly IReadOnlyList<string> Best = ["rank", "recorded_at", "stream_id", "number"];

    public static readonly IReadOnlyList<string> Newest = ["recorded_at", "stream_id", "number"];

    public static readonly IReadOnlyList<string> OfOneLog = ["number"];

    private readonly SearchPlace? place = question.After ?? question.Before;
    private readonly bool isBack = question.Before is not null;

    /// <param name="lines">What the lines are called in the query.</param>
    public string By(string lines, IReadOnlyList<string> columns) =>
        string.Join(", ", columns.Select(column => $"{lines}.{column} {(isBack ? "ASC" : "DESC")}"));

    /// <summary>The condition that lets through what stands on the page's side of the hit.</summary>
    public string Beyond(string lines, IReadOnlyList<string> columns) => place is null
        ? "true"
        : $"({string.Join(", ", columns.Select(column => $"{lines}.{column}"))}) {(isBack ? ">" : "<")} "
            + $"({string.Join(", ", columns.Select(column => next(ValueOf(column))))})";

    /// <summary>The lines of all logs that are looked at first: the newest, or those nearest to the hit.</summary>
    public string Nearest(string lines)
    {
        var from = place is null
            ? ""
            : $"WHERE {lines}.recorded_at {(isBack ? ">=" : "<=")} {next(place.RecordedAt.UtcDateTime)} ";
        return $"{from}ORDER BY {By(lines, ["recorded_at"])}";
    }

    private object ValueOf(string column) => column switch
    {
        "rank" => place!.Rank,
        "recorded_at" => place!.RecordedAt.UtcDateTime,
        "stream_id" => place!.Incident,
        _ => place!.Number,
    };
}
