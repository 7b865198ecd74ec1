using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Server;
using Kris.Web.Incidents;
using Kris.Web.Tavla;

namespace Kris.Tests.Tavla;

/// <summary>The line that a wall shows of an incident.</summary>
[Collection(LogServerCollection.Name)]
public sealed class LastWordsTests(TestServer server)
{
    [Fact]
    public async Task A_wall_tells_no_decision_that_waits_to_be_accepted()
    {
        await using var kris = await TestKris.NewAsync(server);
        var incident = await kris.OpenAsync();
        var words = new LastWords(kris.Journal);
        var (decision, at) = (new LineDraft { Kind = LineKind.Beslut, Text = "Vattnet stängs av." }, Given.Now);
        await kris.WriteAsync(incident.Id, "Läckan söks.");
        var written = await kris.Journal.AppendAsync(
            LineActs.Pending(decision.ToLine(incident.Id, Guid.NewGuid(), Actors.Tib, at), at.AddMinutes(-5)));
        var waits = await kris.Journal.LineAsync(incident.Id, written.Number);
        await kris.Journal.AppendAsync(LineActs.Flag(waits, Actors.Stabschef));

        Assert.Equal(("Läckan söks.", null), (await ShownAsync(true), await ShownAsync(false)));
        await kris.Journal.AppendAsync(LineActs.Accept(waits, Actors.Stabschef));
        at = at.AddMinutes(1);
        Assert.Equal((decision.Text, decision.Text), (await ShownAsync(true), await ShownAsync(false)));

        async Task<string?> ShownAsync(bool reads)
        {
            var active = new ActiveIncident(
                incident.Id, incident.Number, "Läcka", incident.Level, false, false, at, at, null,
                new EquatableList([]), false, false, false);
            return (await words.OfAsync(active, reads))?.Text;
        }
    }
}
