namespace Kris.Data.Journal;

/// <summary>
/// What a correction corrects: the wording that holds is a correction, and is asked for as the line that was first.
/// </summary>
internal static class Corrected
{
    /// <summary>
    /// A condition: that the line <c>l</c>, with the chain's row <c>h</c> and the state <c>s</c>, corrects a line of
    /// which something holds. The kind is asked first: it is told without the state, which most lines have none of.
    /// </summary>
    /// <param name="holds">Asked of the line <c>o</c> that was first, and its state <c>os</c>.</param>
    public static string Holds(string holds) =>
        $"""
        (l.fields ->> 'kind' = 'rattelse' AND s.origin IS NOT NULL AND EXISTS (
            SELECT FROM log_content o
            LEFT JOIN line_state os ON os.stream_id = o.stream_id AND os.number = o.number
            WHERE o.stream_id = h.stream_id AND o.number = s.origin AND {holds}))
        """;
}
