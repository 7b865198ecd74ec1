using Kris.Domain.Accounts;

namespace Kris.Domain.Journal;

/// <summary>
/// A marking as secret as somebody wants it. It is a note to remember by: whether the line can be given out is tested
/// each time that somebody asks (OSL 5:5, 6:3).
/// </summary>
public sealed record MarkingDraft
{
    public const int ReasonMaxLength = 1_000;
    public const int MaxReaders = 50;

    public static MarkingDraft Empty { get; } = new() { Basis = null, Reason = null, Circle = null };

    /// <summary>Nothing where the register has no such basis, or none that is valid.</summary>
    public required LegalBasis? Basis { get; init; }

    public required string? Reason { get; init; }

    public required string? Circle { get; init; }

    /// <summary>The accounts that may read besides the circle; whoever wrote the line always may.</summary>
    public IReadOnlyCollection<Guid> Readers { get; init; } = [];

    /// <summary>Puts the marking among the fields of a line.</summary>
    /// <exception cref="RefusedException">Not by this duty, without basis or reason, or for no circle.</exception>
    public void Put(Dictionary<string, string> fields, Guid? author, Actor by)
    {
        Refuse.UnlessDuty(
            by.May(Act.MarkSecret),
            $"Du kan inte sekretessmarkera som {by.Duty.Swedish()}. Det gör {DutyTable.WhoMay(Act.MarkSecret)}.");
        Refuse.If(Basis is null, "Lagrummet finns inte eller gäller inte längre. Välj ett ur listan.");
        var why = Refuse.UnlessText(Reason, ReasonMaxLength, "Skriv varför raden är sekretessmarkerad.");
        Refuse.If(
            Circle is null || !ReadingRight.CircleNames.ContainsKey(Circle),
            $"Kretsen finns inte. Välj bland {string.Join(", ", ReadingRight.CircleNames.Keys)}.");
        Refuse.If(
            Circle == ReadingRight.Namngivna && Readers.Count == 0, "Välj minst en person som får läsa raden.");
        Refuse.If(Readers.Count > MaxReaders, $"Högst {MaxReaders} personer kan namnges. Välj en krets i stället.");

        fields[LineFields.Lagrum] = Basis.Code;
        fields[LineFields.MarkingReason] = why;
        fields[LineFields.Circle] = Circle;
        fields[LineFields.Readers] = Names(author is { } wrote ? Readers.Append(wrote) : Readers);
    }

    /// <summary>
    /// Gives a line that repeats something of a marked one the same marking, for the same readers and its own author.
    /// </summary>
    public static void Keep(Dictionary<string, string> fields, LineMarking? marking, string why, Guid? author)
    {
        foreach (var name in new[]
                 {
                     LineFields.Lagrum, LineFields.MarkingReason, LineFields.Circle, LineFields.Readers,
                 })
            fields.Remove(name);
        if (marking is null)
            return;

        fields[LineFields.Lagrum] = marking.Lagrum ?? "";
        fields[LineFields.MarkingReason] = why;
        if (marking.Circle is { } circle)
            fields[LineFields.Circle] = circle;
        var readers = marking.Readers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse);
        fields[LineFields.Readers] = Names(author is { } wrote ? readers.Append(wrote) : readers);
    }

    // In one order, so that the same request is the same bytes.
    private static string Names(IEnumerable<Guid> readers) =>
        string.Join(' ', readers.Distinct().Select(id => id.ToString()).Order(StringComparer.Ordinal));
}
