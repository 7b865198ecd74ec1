using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>
/// Who may read a marked line, as a condition of a query. An explicit condition and not row security, under which
/// PostgreSQL does not use the index of the text search.
/// </summary>
internal static class Readable
{
    /// <summary>
    /// Holds for the lines whose state, if they have one, lets the reader in. What is to be
    /// erased is open to those alone who read every line.
    /// </summary>
    /// <param name="first">The number of the first of the three parameters that <see cref="Add"/> gives.</param>
    /// <param name="state">What the state is called in the query, where it is another line's.</param>
    public static string Condition(int first, string state = "s") =>
        $"(${first} OR ({state}.erasure_by IS NULL AND ({state}.marked_by IS NULL "
        + $"OR {state}.circle = ANY (${first + 1}) OR ${first + 2} = ANY ({state}.readers)) "
        + $"AND ({state}.followed_by IS NULL OR {state}.followed_circle = ANY (${first + 1}) "
        + $"OR ${first + 2} = ANY ({state}.followed_readers))))";

    /// <summary>That the line is marked, or proposed to be erased, whoever reads it.</summary>
    public static string Closed(string state) =>
        $"({state}.marked_by IS NOT NULL OR {state}.followed_by IS NOT NULL OR {state}.erasure_by IS NOT NULL)";

    public static void Add(NpgsqlCommand command, ReadingRight right)
    {
        command.Parameters.AddWithValue(right.All);
        command.Parameters.AddWithValue(right.Circles.ToArray());
        command.Parameters.AddWithValue(right.Named ?? Guid.Empty);
    }
}
