namespace Kris.Domain.Journal;

/// <summary>The one marking of words that are taken from several marked lines: for those alone who read all of them.
/// </summary>
public static class CommonMarking
{
    // The narrower last. Whoever reads every line is in all of them.
    private static readonly string[] Circles =
        [ReadingRight.Staben, ReadingRight.Stabsledningen, ReadingRight.Namngivna];

    /// <summary>
    /// The narrower circle, and the readers whom both name: that somebody who is named by the one stands in the circle
    /// of the other is asked of a duty, and cannot be told of a name.
    /// </summary>
    /// <exception cref="RefusedException">Nobody but those who read every line would read it.</exception>
    public static LineMarking? Of(IEnumerable<LineMarking?> markings)
    {
        LineMarking? common = null;
        foreach (var marking in markings.SelectMany(Each))
        {
            if (common is null)
                common = marking;
            else if (!IsSame(common, marking))
                common = Of(common, marking);
        }

        return common;
    }

    private static LineMarking Of(LineMarking one, LineMarking other)
    {
        var narrower = Width(one) < Width(other) ? other : one;
        var readers = Names(one).Intersect(Names(other)).Order(StringComparer.Ordinal).ToList();
        Refuse.If(
            narrower.Circle is null or ReadingRight.Namngivna && readers.Count == 0,
            "Raderna är markerade för olika personer, och det som säger något om båda hade ingen av dem fått läsa. "
                + "Ge raderna samma krets först.");
        return narrower with { Readers = string.Join(' ', readers) };
    }

    private static IEnumerable<LineMarking> Each(LineMarking? marking)
    {
        for (var each = marking; each is not null; each = each.And)
            yield return each with { And = null };
    }

    private static bool IsSame(LineMarking one, LineMarking other) =>
        one.Circle == other.Circle && Names(one).ToHashSet().SetEquals(Names(other));

    // A code that is not known names nobody.
    private static int Width(LineMarking marking) =>
        Array.IndexOf(Circles, marking.Circle) is var at and >= 0 ? at : Circles.Length;

    private static string[] Names(LineMarking marking) =>
        marking.Readers.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
