using Kris.Domain.Accounts;

namespace Kris.Domain.Journal;

/// <summary>
/// What of the marked lines somebody may read: the one rule, asked of a line here and given to the database by its
/// parts. Whoever may not read is told that a line stands there, and nothing of it.
/// </summary>
/// <param name="All">Every marked line: the duty carries the whole log.</param>
/// <param name="Circles">The circles that the duty belongs to.</param>
/// <param name="Named">The account that a marking may name; nobody where the duty neither reads nor writes any.</param>
public sealed record ReadingRight(bool All, IReadOnlyList<string> Circles, Guid? Named)
{
    /// <summary>The staff as it sits, whoever leads it.</summary>
    public const string Staben = "staben";

    /// <summary>Stabschef, loggförare and kommundirektör.</summary>
    public const string Stabsledningen = "stabsledningen";

    /// <summary>Those alone who are named, and the author.</summary>
    public const string Namngivna = "namngivna";

    public static readonly IReadOnlyDictionary<string, string> CircleNames = new Dictionary<string, string>
    {
        [Staben] = "staben",
        [Stabsledningen] = "stabsledningen",
        [Namngivna] = "namngivna personer",
    };

    private static readonly Duty[] Staff =
    [
        Duty.Tib, Duty.Stabschef, Duty.Stabsmedlem, Duty.Loggforare, Duty.Kommundirektor, Duty.Beredskapssamordnare,
        Duty.Kommunikator,
    ];

    public static ReadingRight Of(Actor by) => by.GrantFor(Act.ReadMarked) switch
    {
        Grant.Yes => new ReadingRight(All: true, [], by.Id),
        Grant.InCircle => new ReadingRight(All: false, Staff.Contains(by.Duty) ? [Staben] : [], by.Id),
        // Whoever writes their own decisions alone reads what they have written, also when it is marked.
        _ => new ReadingRight(All: false, [], by.May(Act.WriteLine) ? by.Id : null),
    };

    public bool Reads(LineMarking? marking) =>
        marking is null || All || (IsLetInBy(marking) && Reads(marking.And));

    /// <summary>The line as this reader is shown it.</summary>
    public JournalLine Shown(JournalLine line) => Reads(line.State.Marking) ? line : line.Hidden();

    private bool IsLetInBy(LineMarking marking) =>
        (marking.Circle is { } circle && Circles.Contains(circle)) || (Named is { } me && marking.Names(me));
}
