using Kris.Data.Journal;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Journal;
using Kris.Tests.Server;

namespace Kris.Tests.Secrecy;

/// <summary>What a person typed into lines of the system goes, and what those lines did stays done.</summary>
[Collection(LogServerCollection.Name)]
public sealed class SystemErasuresTests(TestServer server) : IAsyncLifetime
{
    private const string Word = "Personnumret";

    private static readonly Guid Reader = Guid.NewGuid();

    private TestKris kris = null!;
    private Incident incident = null!;

    public async Task InitializeAsync()
    {
        kris = await TestKris.NewAsync(server);
        incident = await kris.OpenAsync();
    }

    public async Task DisposeAsync() => await kris.DisposeAsync();

    [Fact]
    public async Task Reasons_of_acts_about_lines_go_and_the_lines_stay_struck_marked_and_open()
    {
        foreach (var text in new[] { "Flyttas.", "Märks.", "Öppnas.", "Lämnas." })
            await kris.WriteAsync(incident.Id, text);
        var other = await kris.OpenAsync();
        var by = Actors.Stabschef;
        await AppendAsync(LineCorrections.Move(await LineAsync(2), "här", other.Id, "dit", Word, by).Strike);
        await AppendAsync(LineMarkings.Mark(await LineAsync(3), Marking(Word), by));
        await AppendAsync(LineMarkings.Mark(await LineAsync(4), Marking("Visar förmåga."), by));
        await AppendAsync(LineMarkings.Unmark(await LineAsync(4), Word, by));
        await AppendAsync(LineActs.Release(await LineAsync(5), Word, by));
        var before = await StatesAsync(2, 5);

        foreach (var number in new[] { 6L, 7, 9, 10 })
            await kris.EraseAsync(incident.Id, number);

        Assert.Empty(await Ask.TablesWithAsync(kris.Super, Word));
        Assert.Equal(before, await StatesAsync(2, 5));
        Assert.Equal((6L, 7L, null, 10L), (
            before[0].StruckBy, before[1].Marked?.By, before[2].Marked, before[3].ReleasedBy));
        await HoldsAndIsRebuiltAsync();
    }

    [Fact]
    public async Task Reasons_of_the_incidents_own_acts_go_from_its_state_too()
    {
        var reason = Given.ToSarskild with { Reason = Word };
        incident = await kris.Desk.ActAsync(incident, i => i.Raise(reason, Actors.Tib, Given.Now));
        incident = await kris.Desk.ActAsync(incident, i => i.Close(Word, Actors.Stabschef, Given.Now));
        await kris.WriteAsync(incident.Id, "Efter avslutet.");

        foreach (var number in new[] { 2L, 3 })
            await kris.EraseAsync(incident.Id, number);

        Assert.Empty(await Ask.TablesWithAsync(kris.Super, Word));
        var now = await kris.LoadAsync(incident.Id);
        Assert.Equal((IncidentLevel.SarskildHandelse, false), (now.Level, now.IsOpen));
        Assert.Equal("Raderat genom beslut.", now.ClosingSummary);
        Assert.Equal(
            ["Öppnad som störning.", "Raderat genom beslut."],
            now.LevelHistory.OrderBy(change => change.Step).Select(change => change.Reason));
        var closings = await Closings.OfAsync(kris.Source, incident.Id);
        Assert.True(closings.IsAfterClose(await LineAsync(4)));
        await HoldsAndIsRebuiltAsync();
    }

    [Fact]
    public async Task Of_two_acts_with_the_same_reason_one_keeps_its_words()
    {
        var reason = Given.ToSarskild with { Reason = "Två förvaltningar berörs." };
        var proposal = Given.ToExtraordinar with { Reason = reason.Reason };
        var by = Actors.Kommundirektor;
        incident = await kris.Desk.ActAsync(incident, i => i.Raise(reason, by, Given.Now));
        incident = await kris.Desk.ActAsync(incident, i => i.ProposeExtraordinar(proposal, by, Given.Now));

        await kris.EraseAsync(incident.Id, 3);

        var history = (await kris.LoadAsync(incident.Id)).LevelHistory.ToDictionary(change => change.Step);
        Assert.Equal(
            (reason.Reason, "Raderat genom beslut.", "Raderat genom beslut."),
            (history[LevelStep.Raised].Reason,
                history[LevelStep.Proposed].Reason,
                history[LevelStep.Proposed].Urgent));
    }

    [Fact]
    public async Task The_word_of_a_merge_in_the_other_incident_is_shown_as_saying_the_same()
    {
        var other = await kris.OpenAsync();
        await kris.Desk.ActOnTwoAsync<Incident>(
            incident.Id,
            incident.Version,
            other.Id,
            (from, into) => from.MergeInto(into, Word, Actors.Stabschef, Given.Now));
        var related = new RelatedLines(kris.Source);

        var from = (await related.OfAsync(await LineAsync(2))).Near;
        var into = (await related.OfAsync(await kris.Journal.LineAsync(other.Id, 2))).Near;

        Assert.Equal((other.Id, 2L), (Assert.Single(from).Stream, from[0].Number));
        Assert.Equal((incident.Id, 2L), (Assert.Single(into).Stream, into[0].Number));
        await kris.EraseAsync(incident.Id, 2);
        await kris.EraseAsync(other.Id, 2);
        Assert.Empty(await Ask.TablesWithAsync(kris.Super, Word));
    }

    [Fact]
    public async Task A_title_goes_from_the_line_and_stays_in_the_facts_until_they_are_changed()
    {
        incident = await kris.OpenAsync(facts: Given.Facts with { Title = Word });

        await kris.EraseAsync(incident.Id, 1);
        Assert.Equal(["incident"], await Ask.TablesWithAsync(kris.Super, Word));
        incident = await kris.LoadAsync(incident.Id);
        await kris.Desk.ActAsync(incident, i => i.ChangeFacts(Given.Facts, Actors.Stabschef, Given.Now));
        var changed = (await kris.Journal.LatestAsync(incident.Id, long.MaxValue, 1))[0];
        await kris.EraseAsync(incident.Id, changed.Number);

        Assert.Empty(await Ask.TablesWithAsync(kris.Super, Word));
    }

    [Fact]
    public async Task Of_what_is_proposed_only_the_line_itself_waits_for_a_decision()
    {
        await kris.WriteAsync(incident.Id, "Lämnas.");
        await AppendAsync(LineActs.Release(await LineAsync(2), Word, Actors.Stabschef));

        await AppendAsync(LineErasure.Propose(await LineAsync(3), Spill.Annat, "Fel.", Actors.Stabschef));
        Assert.Equal([3L], (await kris.Erasures.WaitingAsync()).Select(line => line.Number));
        await AppendAsync(LineErasure.Propose(await LineAsync(2), Spill.Annat, "Fel.", Actors.Stabschef));

        Assert.Equal([2L], (await kris.Erasures.WaitingAsync()).Select(line => line.Number));
    }

    [Fact]
    public async Task Who_was_let_in_by_a_marking_whose_reason_is_erased_is_no_more_told_than_before()
    {
        await kris.WriteAsync(incident.Id, "Märks.");
        await AppendAsync(LineMarkings.Mark(await LineAsync(2), Marking(Word), Actors.Stabschef));
        var decision = await kris.EraseAsync(incident.Id, 3);
        var readings = new ReadingLog(kris.Source, kris.Journal, TimeProvider.System);
        var cut = new LogCut(1, decision.Number, WithSystem: true);

        var shown = new List<ProvenLine>();
        await foreach (var line in new JournalProof(kris.Source).ShownToAsync(
            Actors.Tib, readings, incident.Id, decision.Number, cut))
            shown.Add(line);

        Assert.NotNull(shown[^1].Fields!["was.about"].Value);
        Assert.Null(shown[^1].Fields!["was.readers"].Value);
    }

    private static MarkingDraft Marking(string reason) => new()
    {
        Basis = new LegalBasis("osl-18-13", "OSL 18:13", "risk", DateOnly.MinValue, ValidUntil: null),
        Reason = reason,
        Circle = ReadingRight.Namngivna,
        Readers = [Reader],
    };

    private Task<Written> AppendAsync(NewLine line) => kris.Journal.AppendAsync(line);

    private Task<JournalLine> LineAsync(long number) => kris.Journal.LineAsync(incident.Id, number);

    private async Task<List<LineState>> StatesAsync(long first, long last) =>
    [
        .. (await kris.Journal.LinesAsync(incident.Id, 0, 500))
            .Where(line => line.Number >= first && line.Number <= last).Select(line => line.State),
    ];

    private async Task HoldsAndIsRebuiltAsync()
    {
        Assert.Null(await StoredStream.VerifyAsync(kris.Super, incident.Id));
        Assert.Empty((await new JournalAudit(kris.Source).RunAsync()).Faults);
        var before = await StatesAsync(1, 500);
        await Ask.ValueAsync<long>(kris.App, "SELECT journal_rebuild()");
        Assert.Equal(before, await StatesAsync(1, 500));
    }
}
