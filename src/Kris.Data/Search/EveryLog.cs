using Kris.Data.Journal;
using Kris.Domain.Journal;
using Kris.Domain.Search;
using Npgsql;

namespace Kris.Data.Search;

/// <summary>
/// A question without words to all logs at once: what passes the filter, the newest first. It is read off the index of
/// when lines were recorded, back until the page is full.
/// </summary>
internal static class EveryLog
{
    /// <summary>Of incidents alone: accounts, readings and log sheets have streams too.</summary>
    public const string Incidents = "JOIN incident i ON i.id = h.stream_id";

    public const string NewestFirst = "h.recorded_at DESC, h.stream_id, h.number DESC";

    /// <summary>How much earlier than it happened a line can have been recorded: by a clock that is wrong.</summary>
    public static readonly TimeSpan Early = TimeSpan.FromDays(1);

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
