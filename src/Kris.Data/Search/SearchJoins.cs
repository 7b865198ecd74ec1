using Kris.Domain.Search;

namespace Kris.Data.Search;

/// <summary>What a question joins to the lines that it finds, called h: what they say, and their state.</summary>
internal static class SearchJoins
{
    public const string IsClosed =
        "(s.marked_by IS NOT NULL OR s.followed_by IS NOT NULL OR s.erasure_by IS NOT NULL)";

    public const string All = $"{Content} LEFT JOIN line_state s ON s.stream_id = h.stream_id AND s.number = h.number";

    // PostgreSQL does not know how rare a word is that it is asked for, takes it for five thousand lines, and would
    // gather every state there is to join them. A subquery that it may not take apart is asked line by line: that is
    // a twentieth of the time for one line, and a third more for a word that is in every third line.
    public const string ByLine = $"{Content} {StateByLine}";

    /// <summary>The content line by line too: for few lines, whatever PostgreSQL takes them for.</summary>
    public const string EachByLine =
        $"""
        JOIN LATERAL (
            SELECT one.fields FROM log_content one
            WHERE one.stream_id = h.stream_id AND one.number = h.number OFFSET 0
        ) l ON true {StateByLine}
        """;

    // The few closed lines are all that the condition needs, and they have an index of their own.
    public const string ClosedByLine =
        """
        LEFT JOIN LATERAL (
            SELECT one.* FROM line_state one WHERE one.stream_id = h.stream_id AND one.number = h.number
                AND (one.marked_by IS NOT NULL OR one.followed_by IS NOT NULL OR one.erasure_by IS NOT NULL) OFFSET 0
        ) s ON true
        """;

    /// <summary>
    /// What is searched of a line (<see cref="SearchedText.Shown"/>), with spaces for all that is no letter. A picture
    /// is one sign here and two in .NET.
    /// </summary>
    /// <param name="beside">The names of the fields beside the text.</param>
    public static string Shown(string fields, string beside) =>
        $"""
        regexp_replace(regexp_replace(normalize(coalesce({fields} ->> 'text', '') || coalesce((
            SELECT string_agg(' · ' || CASE WHEN b.name LIKE 'attachment.%'
                THEN regexp_replace({fields} ->> b.name, '^[^:]*:[^:]*:[^:]*:[^:]*:', '')
                ELSE {fields} ->> b.name END, '' ORDER BY b.place)
            FROM unnest({beside}) WITH ORDINALITY AS b (name, place) WHERE {fields} ? b.name), '')),
            '[\U00010000-\U0010FFFF]', '  ', 'g'), '{SearchedText.NoWordPattern}', ' ', 'g')
        """;

    private const string StateByLine =
        """
        LEFT JOIN LATERAL (
            SELECT one.* FROM line_state one WHERE one.stream_id = h.stream_id AND one.number = h.number OFFSET 0
        ) s ON true
        """;

    private const string Content = "JOIN log_content l ON l.stream_id = h.stream_id AND l.number = h.number";
}
