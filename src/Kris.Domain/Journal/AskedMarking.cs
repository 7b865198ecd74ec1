namespace Kris.Domain.Journal;

/// <summary>A marking as it was asked for, by codes and ids.</summary>
public sealed record AskedMarking(string? Lagrum, string? Reason, string? Circle, IReadOnlyList<Guid>? Readers)
{
    public bool IsNone =>
        string.IsNullOrEmpty(Lagrum)
        && string.IsNullOrEmpty(Reason)
        && string.IsNullOrEmpty(Circle)
        && Readers is null or { Count: 0 };

    /// <summary>Whether a line says of itself what was asked. A correction has that of what it corrects.</summary>
    internal bool StandsIn(JournalLine line, Guid author)
    {
        if (IsNone)
            return line.Field(LineFields.Lagrum) is null || line.Corrects is not null;

        var readers = (line.Field(LineFields.Readers) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return line.Field(LineFields.Lagrum) == Lagrum
            && line.Field(LineFields.MarkingReason) == Refuse.UnlessStorable(Reason, MarkingDraft.ReasonMaxLength)
            && line.Field(LineFields.Circle) == Circle
            && (Readers ?? []).Append(author).Select(id => id.ToString()).ToHashSet().SetEquals(readers);
    }
}
