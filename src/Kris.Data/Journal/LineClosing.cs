using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Data.Journal;

/// <summary>
/// Closes a line together with what may say the same: while the streams are held it is looked for anew, so that no
/// correction, move or other marking comes between what somebody saw and what is written.
/// </summary>
public sealed class LineClosing(NpgsqlDataSource source, JournalSignal signal)
{
    /// <summary>Appends all of the lines or none, and answers in the order that they were given.</summary>
    /// <param name="seen">What was decided on.</param>
    /// <param name="by">Whoever decided it, and is told what came meanwhile.</param>
    /// <exception cref="RefusedException">It is not as it was seen any more.</exception>
    public async Task<IReadOnlyList<Written>> AppendAsync(
        LineFamily seen, IEnumerable<NewLine> lines, Actor by, CancellationToken cancellationToken = default)
    {
        var given = lines.ToList();
        var ordered = given.OrderBy(line => line.Stream).ToList();
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await JournalAppend.HoldAsync(connection, seen: [], Streams(seen, ordered), cancellationToken);
        var now = await RelatedLines.FamilyAsync(connection, seen.Line, cancellationToken);
        seen.UnlessStill(now!, ReadingRight.Of(by));
        var written = await JournalAppend.InTransactionAsync(connection, ordered, begins: false, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var line in ordered)
            signal.Changed(line.Stream);
        return [.. given.Select(line => written[ordered.IndexOf(line)])];
    }

    private static IEnumerable<Guid> Streams(LineFamily seen, IEnumerable<NewLine> lines) =>
        lines.Select(line => line.Stream).Concat(seen.All.Select(line => line.Stream));
}
