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
    /// <summary>How many are given, the nearest; a line is corrected and moved a few times, as a rule.</summary>
    public const int MaxLines = 30;

    /// <summary>In order of stream and number, beside the line itself.</summary>
    public Task<LineFamily> OfAsync(JournalLine line, CancellationToken cancellationToken = default) =>
        new NearLines(source.CreateCommand).OfAsync(line, MaxLines, cancellationToken);

    /// <summary>A line with them; nothing where there is no such line.</summary>
    public async Task<LineFamily?> FamilyAsync(
        Guid stream, long number, CancellationToken cancellationToken = default) =>
        await AtAsync(stream, number, cancellationToken) is [var line]
            ? await OfAsync(line, cancellationToken)
            : null;

    /// <summary>A line with them as they stand now, for whoever holds the streams.</summary>
    internal static async Task<LineFamily?> FamilyAsync(
        NpgsqlConnection connection, JournalLine line, CancellationToken cancellationToken)
    {
        var near = new NearLines(sql => new NpgsqlCommand(sql, connection));
        return await near.AtAsync(line.Stream, line.Number, cancellationToken) is [var now]
            ? await near.OfAsync(now, MaxLines, cancellationToken)
            : null;
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

    private Task<IReadOnlyList<JournalLine>> AtAsync(Guid stream, long number, CancellationToken cancellationToken) =>
        new NearLines(source.CreateCommand).AtAsync(stream, number, cancellationToken);
}
