namespace Kris.Data.Journal;

/// <summary>
/// Parts of the question for tasks (TaskLines), of line l, its state s, the line g that changed it last, its state gs,
/// the terms t that hold and what is open of them, o.
/// </summary>
internal static class TaskSql
{
    private const string Nothing = "{}";

    /// <summary>Who carries it out, in small letters: the server's locale has no say in what a capital is.</summary>
    public const string Assignee =
        """
        translate(lower(o.terms ->> 'assignee' COLLATE "C"),
            'ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞŠŽŁŚČĆ', 'àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþšžłśčć')
        """;

    /// <summary>
    /// Whether the last correction was moved: it is struck by no correction, and the words of whoever moved it may be
    /// erased.
    /// </summary>
    public const string CorrectionIsMoved =
        """
        EXISTS (
            WITH RECURSIVE ahead AS (
                SELECT s.struck_by AS number
                UNION ALL
                SELECT n.struck_by FROM ahead a
                JOIN line_state n ON n.stream_id = l.stream_id AND n.number = a.number
                WHERE n.struck_by > a.number)
            SELECT FROM ahead a
            LEFT JOIN log_content m ON m.stream_id = l.stream_id AND m.number = a.number
            LEFT JOIN line_state e ON e.stream_id = l.stream_id AND e.number = a.number
            LEFT JOIN log_content d ON d.stream_id = l.stream_id AND d.number = e.erased_by
            WHERE coalesce(m.fields ->> 'act', d.fields ->> 'was.act') = 'line-struck')
        """;

    /// <summary>That who is to do it, when and by what horizon stands in a line that nobody has opened.</summary>
    public static readonly string AreTermsClosed =
        $"((g.number IS NULL AND {Readable.Closed("s")}) OR {Readable.Closed("gs")})";

    /// <summary>The tasks that are asked for, by all but whose they are and their horizon.</summary>
    // A task that was moved stands where it came to, in whatever wording it was moved; one that was corrected goes on
    // with its new text, and goes on too when that is erased: the decision says that it struck a line. Terms in a line
    // that the reader may not open are asked for in vain; of those that nobody has opened it is told whether they are
    // late and whether a life depends on them, and they are found and placed by no more. An exercise never stands
    // before what is real.
    public static readonly string Asked =
        $"""
        FROM log_content l
        LEFT JOIN line_state s ON s.stream_id = l.stream_id AND s.number = l.number
        LEFT JOIN log_content g ON g.stream_id = l.stream_id AND g.number = s.changed_by
        LEFT JOIN line_state gs ON gs.stream_id = l.stream_id AND gs.number = s.changed_by
        LEFT JOIN log_content x ON x.stream_id = l.stream_id AND x.number = s.struck_by
        LEFT JOIN incident i ON i.id = l.stream_id
        CROSS JOIN LATERAL (SELECT CASE WHEN g.number IS NULL THEN l.fields
            WHEN {Readable.Condition(8, "gs")} THEN g.fields ELSE '{Nothing}' END AS terms) t
        CROSS JOIN LATERAL (SELECT CASE WHEN {AreTermsClosed} THEN '{Nothing}' ELSE t.terms END AS terms) o
        WHERE (l.fields ->> 'kind' = 'uppgift' OR (l.fields ->> 'kind' = 'atgard' AND l.fields ? 'due'))
        AND (s.struck_by IS NULL OR x.fields ->> 'kind' = 'rattelse' OR (x.number IS NULL AND EXISTS (
            SELECT FROM line_state e JOIN log_content d ON d.stream_id = e.stream_id AND d.number = e.erased_by
            WHERE e.stream_id = l.stream_id AND e.number = s.struck_by AND d.fields ? 'strikes')))
        AND (s.struck_by IS NULL OR NOT {CorrectionIsMoved})
        AND ($1::uuid IS NULL OR l.stream_id = $1)
        AND ($2::bigint IS NULL OR l.number = $2)
        AND ($3::boolean IS NULL OR (s.done_by IS NULL) = $3)
        AND ($5::text IS NULL OR (t.terms ->> 'due' < $5 AND (s.done_by IS NULL OR (t.terms ->> 'due')::timestamptz < (
            SELECT d.recorded_at FROM log_chain d
            LEFT JOIN log_content w ON w.stream_id = d.stream_id AND w.number = d.number
            WHERE d.stream_id = l.stream_id AND d.number = s.done_by AND (w.fields ? 'withdrawn') IS NOT TRUE))))
        AND ($11::boolean IS NULL OR (i.closed_at IS NULL) = $11)
        AND {Readable.Condition(8)}
        """;
}
