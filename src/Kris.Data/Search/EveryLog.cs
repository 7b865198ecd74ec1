using Kris.Data.Journal;
using Kris.Domain.Journal;
using Kris.Domain.Search;
using Npgsql;

namespace Kris.Data.Search;

/// <summary>
/// A question without words to all logs at once: what passes the filter, the newest first. It is asked of the newest
/// lines, of some more, and of all, until the page is full. PostgreSQL is not let choose: it does not know how often a
/// filter lets a line through, and read a million lines one by one for three, or all of them for the newest.
/// </summary>
internal static class EveryLog
{
    // Of incidents alone: accounts, readings and log sheets have streams too.
    private const string Incidents = "JOIN incident i ON i.id = h.stream_id";

    /// <summary>Of how many of the newest lines it is asked in turn; at last of all.</summary>
    public static readonly IReadOnlyList<int?> Reaches = [1_000, 30_000, null];

    /// <summary>How much earlier than it happened a line can have been recorded: by a clock that is wrong.</summary>
    public static readonly TimeSpan Early = TimeSpan.FromDays(1);

    /// <param name="reach">How many of the newest lines are looked at, one by one; all of them at once without.</param>
    /// <param name="passes">What the lines h with their content l and state s are to be.</param>
    /// <param name="sieve">What the same lines are besides, where that is soon told of all.</param>
    /// <param name="order">Of the lines, and where in it the page begins or ends.</param>
    public static string Sql(int? reach, string passes, string sieve, SearchOrder order, string paged)
    {
        var page = $"{order.Beyond("h", SearchOrder.Newest)} ORDER BY {order.By("h", SearchOrder.Newest)} {paged}";
        return reach is { } newest
            ? $"""
            WITH newest AS MATERIALIZED (
                SELECT h.stream_id, h.number, h.recorded_at FROM log_chain h {Incidents}
                {order.Nearest("h")} LIMIT {newest})
            SELECT false, h.stream_id, h.number, {SearchJoins.IsClosed} IS TRUE, h.recorded_at
            FROM newest h {SearchJoins.EachByLine} WHERE {passes} AND {page}
            """
            : $"""
            WITH found AS MATERIALIZED (
                SELECT h.stream_id, h.number, h.recorded_at, {SearchJoins.IsClosed} IS TRUE AS marked
                FROM log_chain h {SearchJoins.All} {Incidents} WHERE {passes} {sieve})
            SELECT false, h.stream_id, h.number, h.marked, h.recorded_at FROM found h WHERE {page}
            """;
    }

    /// <summary>A sieve: that a line is among those of which a state or a content tells.</summary>
    public static string OneOf(string state, string content = "false") =>
        $"""
        (h.stream_id, h.number) IN (
            SELECT s.stream_id, s.number FROM line_state s WHERE {state}
            UNION ALL SELECT c.stream_id, c.number FROM log_content c WHERE {content})
        """;

    /// <summary>
    /// With what the lines say. A marked one is a row without its content: opening it in the log is the reading. One
    /// that was marked for others or erased since it was found is left out.
    /// </summary>
    public static async Task<IReadOnlyList<SearchHit>> ShownAsync(
        NpgsqlDataSource source, IReadOnlyList<SearchHit> found, ReadingRight right, CancellationToken stop)
    {
        await using var command = source.CreateCommand(
            $"""
            {JournalStore.Columns}
            WHERE (c.stream_id, c.number) IN (SELECT w.stream_id, w.number FROM unnest($1, $2) AS w (stream_id, number))
            """);
        command.Parameters.AddWithValue(found.Select(hit => hit.Incident).ToArray());
        command.Parameters.AddWithValue(found.Select(hit => hit.Number).ToArray());
        var lines = (await JournalStore.ReadAsync(command, stop))
            .Where(line => line.Fields is not null && right.Reads(line.State.Marking))
            .ToDictionary(line => (line.Stream, line.Number));
        return
        [
            .. found.Where(hit => lines.ContainsKey((hit.Incident, hit.Number)))
                .Select(hit => Shown(lines[(hit.Incident, hit.Number)].Collapsed())),
        ];
    }

    private static SearchHit Shown(JournalLine line) => new(line.Stream, line.Number, line.IsCollapsed)
    {
        Fields = line.Fields!,
        Highlight = line.IsCollapsed ? "" : Highlight.Html(SearchedText.Of(line.Fields!).Shown),
        RecordedAt = line.RecordedAt,
        StruckBy = line.State.StruckBy,
        IsPending = line.IsPending,
    };
}
