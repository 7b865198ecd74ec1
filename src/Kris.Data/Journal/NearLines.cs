using System.Globalization;
using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>From one line to those that may say the same, step by step, on whatever connection is given.</summary>
/// <param name="command">Makes a command of SQL.</param>
internal sealed class NearLines(Func<string, NpgsqlCommand> command)
{
    // Of each question one more than is given, beside the line itself: where it is cut off, too many are found.
    private const int MaxAnswers = RelatedLines.MaxLines + 2;

    /// <summary>The nearest, in order of stream and number, and whether there are more.</summary>
    public async Task<LineFamily> OfAsync(JournalLine line, int many, CancellationToken cancellationToken)
    {
        var seen = new HashSet<(Guid Stream, long Number)> { (line.Stream, line.Number) };
        var found = new List<JournalLine>();
        var asked = new Queue<JournalLine>([line]);
        while (found.Count <= many && asked.TryDequeue(out var next))
        {
            var near = (await NextToAsync(next, cancellationToken))
                .Where(each => seen.Add((each.Stream, each.Number))).ToList();
            near.ForEach(asked.Enqueue);
            found.AddRange(near.Where(each => !each.IsSystem || TellsOfMerge(each) || ReasonOf(each) is not null));
        }

        return new LineFamily(
            line,
            [.. found.Take(many).OrderBy(near => near.Stream).ThenBy(near => near.Number)],
            HasMore: found.Count > many);
    }

    public async Task<IReadOnlyList<JournalLine>> AtAsync(
        Guid stream, long number, CancellationToken cancellationToken)
    {
        await using var at = command($"{JournalStore.Columns} WHERE c.stream_id = $1 AND c.number = $2");
        at.Parameters.AddWithValue(stream);
        at.Parameters.AddWithValue(number);
        return await JournalStore.ReadAsync(at, cancellationToken);
    }

    private async Task<IReadOnlyList<JournalLine>> NextToAsync(JournalLine line, CancellationToken cancellationToken)
    {
        // Of an erased line the decision keeps what it was tied to: the others are found past it.
        var decision = line is { IsErased: true, State.ErasedBy: { } decided }
            ? await AtAsync(line.Stream, decided, cancellationToken) is [var found] ? found : null
            : null;
        string? Said(string name) => line.Field(name) ?? decision?.Field(SystemErasure.Was + name);
        var near = new List<JournalLine>();
        if (line.State.StruckBy is { } by)
            near.AddRange(await AtAsync(line.Stream, by, cancellationToken));
        if (Number(line.Field(LineFields.Corrects) ?? decision?.Field(LineFields.Strikes)) is { } corrected)
            near.AddRange(await AtAsync(line.Stream, corrected, cancellationToken));
        if (Guid.TryParse(Said(LineFields.MovedFrom), out var from)
            && Number(Said(LineFields.MovedFromNumber)) is { } number)
            near.AddRange(await AtAsync(from, number, cancellationToken));
        if (Guid.TryParse(line.Field("mergedInto") ?? line.Field("mergedFrom"), out var other))
            near.AddRange(await MergeAsync(line.Stream, other, cancellationToken));
        if (ReasonOf(line) is { } reason)
            near.AddRange(await ForSameReasonAsync(line, reason, cancellationToken));
        near.AddRange(await CopiesAsync(line, cancellationToken));
        return near;
    }

    // Those that are erased too: what they were copied to may stand.
    private async Task<IReadOnlyList<JournalLine>> CopiesAsync(JournalLine line, CancellationToken cancellationToken)
    {
        await using var copies = command(
            $"""
            {JournalStore.Columns}
            WHERE (c.stream_id, c.number) IN (
                SELECT m.stream_id, m.number FROM log_content m
                WHERE m.fields ? 'movedFrom'
                AND m.fields ->> 'movedFrom' = $1 AND m.fields ->> 'movedFromNumber' = $2
                UNION ALL
                SELECT d.stream_id, (d.fields ->> 'about')::bigint FROM log_content d
                WHERE d.fields ->> 'act' = 'line-erased'
                AND d.fields ->> 'was.movedFrom' = $1 AND d.fields ->> 'was.movedFromNumber' = $2)
            ORDER BY c.stream_id, c.number LIMIT $3
            """);
        copies.Parameters.AddWithValue(line.Stream.ToString());
        copies.Parameters.AddWithValue(line.Number.ToString(CultureInfo.InvariantCulture));
        copies.Parameters.AddWithValue(MaxAnswers);
        return await JournalStore.ReadAsync(copies, cancellationToken);
    }

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool TellsOfMerge(JournalLine line) => line.Field(LineFields.Act) is "merged" or "merged-here";

    // Proposals about several lines, and voided sheets, are given their reason once.
    private static string? ReasonOf(JournalLine line) => line.Field(LineFields.Act) switch
    {
        LineActs.SpillProposed when line.Text.IndexOf(": ", StringComparison.Ordinal) is > 0 and var at =>
            line.Text[at..],
        LogSheet.Voided => line.Field("reason"),
        _ => null,
    };

    private async Task<IReadOnlyList<JournalLine>> ForSameReasonAsync(
        JournalLine line, string reason, CancellationToken cancellationToken)
    {
        // Named in the query, so that the index of such lines is used.
        var alike = SystemErasure.IsProposal(line)
            ? $"l.fields ->> 'act' = '{LineActs.SpillProposed}'"
            : $"l.stream_id = $1 AND l.fields ->> 'act' = '{LogSheet.Voided}'";
        await using var asked = command(
            $"""
            {JournalStore.Columns}
            WHERE {alike} AND l.fields ->> 'author' = $2
            AND right(l.fields ->> 'text', length($3)) = $3 AND NOT (l.stream_id = $1 AND l.number = $4)
            ORDER BY c.stream_id, c.number LIMIT $5
            """);
        asked.Parameters.AddWithValue(line.Stream);
        asked.Parameters.AddWithValue(line.Field(LineFields.Author) ?? "");
        asked.Parameters.AddWithValue(reason);
        asked.Parameters.AddWithValue(line.Number);
        asked.Parameters.AddWithValue(MaxAnswers);
        return await JournalStore.ReadAsync(asked, cancellationToken);
    }

    // Both logs give the reason.
    private async Task<IReadOnlyList<JournalLine>> MergeAsync(
        Guid here, Guid other, CancellationToken cancellationToken)
    {
        await using var asked = command(
            $"""
            {JournalStore.Columns}
            WHERE l.stream_id = $1 AND l.fields ->> 'act' IN ('merged', 'merged-here')
            AND coalesce(l.fields ->> 'mergedInto', l.fields ->> 'mergedFrom') = $2
            ORDER BY c.number LIMIT $3
            """);
        asked.Parameters.AddWithValue(other);
        asked.Parameters.AddWithValue(here.ToString());
        asked.Parameters.AddWithValue(MaxAnswers);
        return await JournalStore.ReadAsync(asked, cancellationToken);
    }
}
