using System.Globalization;
using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>
/// The lines that may say the same as another: its corrections, what it corrects, the copies of a line that was moved,
/// of a merge the word of it in the other incident, and of a reason what was done for the same one. What is done about
/// one of them is seldom enough done about that one alone.
/// </summary>
public sealed class RelatedLines(NpgsqlDataSource source)
{
    /// <summary>How many are looked for; a line is corrected and moved a few times at most.</summary>
    public const int MaxLines = 30;

    /// <summary>In order of stream and number, without the line itself.</summary>
    public async Task<IReadOnlyList<JournalLine>> OfAsync(
        JournalLine line, CancellationToken cancellationToken = default)
    {
        var found = new Dictionary<(Guid Stream, long Number), JournalLine> { [(line.Stream, line.Number)] = line };
        var asked = new Queue<JournalLine>([line]);
        while (asked.TryDequeue(out var next) && found.Count <= MaxLines)
        {
            foreach (var near in await NextToAsync(next, cancellationToken))
            {
                if (found.TryAdd((near.Stream, near.Number), near))
                    asked.Enqueue(near);
            }
        }

        found.Remove((line.Stream, line.Number));
        return
        [
            .. found.Values.OrderBy(near => near.Stream).ThenBy(near => near.Number)
                .Where(near => !near.IsSystem || TellsOfMerge(near) || ReasonOf(near) is not null),
        ];
    }

    /// <summary>The lines of the system that tell of a line, and repeat something of it.</summary>
    public async Task<IReadOnlyList<JournalLine>> TellingAsync(
        JournalLine line, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            $"""
            {JournalStore.Columns}
            WHERE l.stream_id = $1 AND l.fields ->> 'about' = $2 AND l.fields ->> 'act' IN (
                'line-struck', 'line-released', 'task-done', 'task-reopened', 'task-changed')
            ORDER BY c.number LIMIT $3
            """);
        command.Parameters.AddWithValue(line.Stream);
        command.Parameters.AddWithValue(line.Number.ToString(CultureInfo.InvariantCulture));
        command.Parameters.AddWithValue(JournalStore.MaxLimit);
        return await JournalStore.ReadAsync(command, cancellationToken);
    }

    /// <summary>What a line goes back to, through its corrections, of which some may be erased.</summary>
    public async Task<LineOrigin> OriginAsync(JournalLine line, CancellationToken cancellationToken = default)
    {
        var number = LineStates.First(line);
        var first = number == line.Number ? line : (await AtAsync(line.Stream, number, cancellationToken))[0];
        return new LineOrigin(
            first,
            first.State.ChangedBy is { } by ? (await AtAsync(line.Stream, by, cancellationToken))[0] : null);
    }

    private async Task<IReadOnlyList<JournalLine>> NextToAsync(JournalLine line, CancellationToken cancellationToken)
    {
        var near = new List<JournalLine>();
        if (line.State.StruckBy is { } by)
            near.AddRange(await AtAsync(line.Stream, by, cancellationToken));
        if (line.Corrects is { } corrected)
            near.AddRange(await AtAsync(line.Stream, corrected, cancellationToken));
        if (Guid.TryParse(line.Field("movedFrom"), out var from)
            && long.TryParse(line.Field("movedFromNumber"), CultureInfo.InvariantCulture, out var number))
            near.AddRange(await AtAsync(from, number, cancellationToken));
        if (Guid.TryParse(line.Field("mergedInto") ?? line.Field("mergedFrom"), out var other))
            near.AddRange(await MergeAsync(line.Stream, other, cancellationToken));
        if (ReasonOf(line) is { } reason)
            near.AddRange(await ForSameReasonAsync(line, reason, cancellationToken));

        await using var copies = source.CreateCommand(
            $"""
            {JournalStore.Columns}
            WHERE l.fields ? 'movedFrom' AND l.fields ->> 'movedFrom' = $1 AND l.fields ->> 'movedFromNumber' = $2
            LIMIT $3
            """);
        copies.Parameters.AddWithValue(line.Stream.ToString());
        copies.Parameters.AddWithValue(line.Number.ToString(CultureInfo.InvariantCulture));
        copies.Parameters.AddWithValue(MaxLines);
        near.AddRange(await JournalStore.ReadAsync(copies, cancellationToken));
        return near;
    }

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
        await using var command = source.CreateCommand(
            $"""
            {JournalStore.Columns}
            WHERE {alike} AND l.fields ->> 'author' = $2
            AND right(l.fields ->> 'text', length($3)) = $3 AND NOT (l.stream_id = $1 AND l.number = $4)
            ORDER BY c.stream_id, c.number LIMIT $5
            """);
        command.Parameters.AddWithValue(line.Stream);
        command.Parameters.AddWithValue(line.Field(LineFields.Author) ?? "");
        command.Parameters.AddWithValue(reason);
        command.Parameters.AddWithValue(line.Number);
        command.Parameters.AddWithValue(MaxLines);
        return await JournalStore.ReadAsync(command, cancellationToken);
    }

    // Both logs give the reason.
    private async Task<IReadOnlyList<JournalLine>> MergeAsync(
        Guid here, Guid other, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            $"""
            {JournalStore.Columns}
            WHERE l.stream_id = $1 AND l.fields ->> 'act' IN ('merged', 'merged-here')
            AND coalesce(l.fields ->> 'mergedInto', l.fields ->> 'mergedFrom') = $2 LIMIT $3
            """);
        command.Parameters.AddWithValue(other);
        command.Parameters.AddWithValue(here.ToString());
        command.Parameters.AddWithValue(MaxLines);
        return await JournalStore.ReadAsync(command, cancellationToken);
    }

    private async Task<IReadOnlyList<JournalLine>> AtAsync(
        Guid stream, long number, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            $"{JournalStore.Columns} WHERE c.stream_id = $1 AND c.number = $2");
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(number);
        return await JournalStore.ReadAsync(command, cancellationToken);
    }
}
