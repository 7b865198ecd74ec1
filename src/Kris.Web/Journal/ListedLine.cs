using System.Text.Json.Serialization;
using Kris.Data.Journal;
using Kris.Domain.Journal;

namespace Kris.Web.Journal;

/// <summary>A line of the log, or that one stands there.</summary>
[JsonDerivedType(typeof(LineReply))]
[JsonDerivedType(typeof(HiddenLine))]
public abstract record ListedLine
{
    public static ListedLine Of(JournalLine line, Closings closings) =>
        line.IsHidden ? new HiddenLine(line.Number, line.RecordedAt) : LineReply.Of(line, closings);
}

/// <summary>Marked as secret for a circle that the caller is not in.</summary>
public sealed record HiddenLine(long Number, DateTimeOffset RecordedAt) : ListedLine
{
    public bool Hidden => true;
}

/// <summary>What a marking rests on, and who may read besides those who read every line.</summary>
public sealed record MarkingReply(long By, string? Lagrum, string? Circle)
{
    public static MarkingReply? Of(LineMarking? marking) =>
        marking is null ? null : new MarkingReply(marking.By, marking.Lagrum, marking.Circle);
}
