namespace Kris.Data.Journal;

/// <summary>Parts of the question for tasks (TaskLines), of line l, its state s and the open terms o.</summary>
internal static class TaskSql
{
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
}
