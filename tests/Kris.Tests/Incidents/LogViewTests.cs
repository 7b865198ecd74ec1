using Kris.Data.Journal;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Web.Incidents;

namespace Kris.Tests.Incidents;

/// <summary>What the log's tab knows beyond the lines that it holds.</summary>
public sealed class LogViewTests
{
    private readonly LogView view = new(ReadingRight.Of(Actors.Tib));

    [Fact]
    public void A_close_counts_that_is_erased_or_stands_before_what_the_page_holds()
    {
        view.Begin([Line(300)], new Closings([(2, true)]));

        view.Take([Line(301), Line(302, "reopened"), Line(303)], me: Guid.Empty, withSystem: true);

        Assert.Equal([true, true, false], new[] { Line(300), Line(301), Line(303) }.Select(view.IsAfterClose));
    }

    [Fact]
    public void A_close_that_was_read_with_the_lines_is_not_heard_once_more()
    {
        view.Begin([Line(9)], new Closings([(10, true), (11, false)]));

        view.Take([Line(10, "closed"), Line(11, "reopened"), Line(12)], me: Guid.Empty, withSystem: true);

        Assert.False(view.IsAfterClose(Line(12)));
    }

    [Fact]
    public void A_line_and_its_correction_end_as_key_events_together_and_where_the_one_is_not_held_it_is_read_anew()
    {
        var (pinned, unpin) = (LineState.Untouched with { PinnedBy = 1 }, Line(9, "line-unpinned"));
        unpin = unpin with { Fields = new Dictionary<string, string>(unpin.Fields!) { ["about"] = "4" } };
        var corrected = Line(4) with { State = pinned with { Origin = 2 } };
        view.Begin([Line(2) with { State = pinned }, Line(3) with { State = pinned }, corrected], Closings.None);
        view.Take([unpin], me: Guid.Empty, withSystem: true);

        long?[] left = [null, 1, null];
        Assert.Equal(left, view.Rows(withSystem: false).Select(line => line.State.PinnedBy));
        Assert.Empty(view.TakeStale());

        view.Begin([Line(5), Line(6) with { State = pinned with { Origin = 2 } }], Closings.None);
        view.Take([unpin], me: Guid.Empty, withSystem: true);
        Assert.Equal([6L], view.TakeStale());
    }

    private static JournalLine Line(long number, string? act = null)
    {
        var fields = LineFields.Of(
            act is null ? LineKind.Anteckning : LineKind.System, "Text.", Actors.Stabschef, occurredAt: null);
        if (act is not null)
            fields[LineFields.Act] = act;
        return new(Guid.Empty, number, Guid.NewGuid(), Given.Now, [], fields, LineState.Untouched);
    }
}
