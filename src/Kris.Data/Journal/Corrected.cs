namespace Kris.Data.Journal;

/// <summary>
/// What a correction corrects, back to the line that was first: the wording that holds is a correction, and is asked
/// for as what it corrects.
/// </summary>
internal static class Corrected
{
    /// <summary>A correction is corrected again now and then; a chain longer than this is somebody's play.</summary>
    public const int MaxSteps = 5;

    /// <summary>
    /// A condition: that the line <c>l</c>, with the chain's row <c>h</c>, corrects a line of which something holds.
    /// </summary>
    /// <param name="holds">Asked of the line <c>o</c> and its state <c>os</c>.</param>
    public static string Holds(string holds) =>
        $"""
        (l.fields ->> 'kind' = 'rattelse' AND EXISTS (
            WITH RECURSIVE back AS (
                SELECT (l.fields ->> 'corrects')::bigint AS number, 1 AS step
                UNION ALL
                SELECT (c.fields ->> 'corrects')::bigint, b.step + 1
                FROM back b JOIN log_content c ON c.stream_id = h.stream_id AND c.number = b.number
                WHERE c.fields ? 'corrects' AND b.step < {MaxSteps})
            SELECT FROM back b JOIN log_content o ON o.stream_id = h.stream_id AND o.number = b.number
            LEFT JOIN line_state os ON os.stream_id = h.stream_id AND os.number = b.number
            WHERE {holds}))
        """;
}
