using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Accounts;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Journal;
using Kris.Tests.Server;

namespace Kris.Tests.Secrecy;

/// <summary>What was typed as a reason goes by the same decision, and what rests on it still proves itself.</summary>
[Collection(LogServerCollection.Name)]
public sealed class ErasedReasonsTests(TestServer server) : IAsyncLifetime
{
    private const string Word = "Personnumret";

    private TestKris kris = null!;
    private Incident incident = null!;

    public async Task InitializeAsync()
    {
        kris = await TestKris.NewAsync(server);
        incident = await kris.OpenAsync();
        await kris.WriteAsync(incident.Id, "Raderas.");
    }

    public async Task DisposeAsync() => await kris.DisposeAsync();

    [Fact]
    public async Task The_reason_of_a_proposal_goes_and_the_decision_that_rests_on_it_is_still_one_of_two()
    {
        await kris.EraseAsync(incident.Id, 2, $"{Word} är 19121212.");
        await kris.EraseAsync(incident.Id, 3, $"Skälet upprepar {Word}.");
        await kris.EraseAsync(incident.Id, 5);

        Assert.Empty(await Ask.TablesWithAsync(kris.Super, Word));
        Assert.Equal([2L, 3L, 5L], (await LinesAsync()).Where(line => line.IsErased).Select(line => line.Number));
        await HoldsAndIsRebuiltAsync();
    }

    [Fact]
    public async Task So_does_that_of_a_proposal_that_was_declined_and_the_line_stands()
    {
        await ProposeAsync(2, $"{Word} är 19121212.");
        var line = await LineAsync(2);
        await kris.Journal.AppendAsync(
            LineErasure.Decline(line, await LineAsync(line.State.ErasureBy!.Value), Actors.Kommundirektor));

        await kris.EraseAsync(incident.Id, 3);

        Assert.Empty(await Ask.TablesWithAsync(kris.Super, Word));
        Assert.Equal(("Raderas.", null), ((await LineAsync(2)).Text, (await LineAsync(2)).State.ErasureBy));
        await HoldsAndIsRebuiltAsync();
    }

    [Fact]
    public async Task A_proposal_that_somebody_is_still_to_decide_on_is_closed_and_stays()
    {
        await ProposeAsync(2, $"{Word} är 19121212.");
        await ProposeAsync(3, "Skälet upprepar raden.");

        Assert.True(ReadingRight.Of(Actors.Tib).Shown(await LineAsync(3)).IsHidden);
        Assert.True(await kris.Erasures.IsWaitedForAsync(await LineAsync(3)));
        await Refused.AsyncFor(Refusal.Rule, "inget beslut fattat", () => ConfirmAsync(3));
        await ConfirmAsync(2);
        await ConfirmAsync(3);

        Assert.Empty(await Ask.TablesWithAsync(kris.Super, Word));
        await HoldsAndIsRebuiltAsync();
    }

    [Fact]
    public async Task A_content_that_is_gone_without_two_is_found_also_when_its_proposal_is_said_to_be_erased()
    {
        await ProposeAsync(2, "Fel.");
        var decision = LineErasure.Confirm(await LineAsync(2), await LineAsync(3), Actors.Kommundirektor);
        await kris.Journal.AppendAsync(decision);
        var forged = LineFields.Of(LineKind.System, "Raderades.", Actors.Stabschef, occurredAt: null);
        (forged["act"], forged["about"], forged["proposal"]) = ("line-erased", "3", "3");
        (forged["was.act"], forged["was.about"], forged["was.author"]) = ("spill-proposed", "2", $"{Guid.NewGuid()}");
        await kris.Journal.AppendAsync(NewLine.Of(incident.Id, Guid.CreateVersion7(), forged));
        await Ask.RunAsync(
            kris.Super,
            $"""
            ALTER TABLE log_content DISABLE TRIGGER ALL;
            DELETE FROM log_content WHERE stream_id = '{incident.Id}' AND number IN (2, 3);
            ALTER TABLE log_content ENABLE ALWAYS TRIGGER log_content_goes
            """);

        var report = await new JournalAudit(kris.Source).RunAsync();

        Assert.Equal([2L, 3L], report.Faults.Select(fault => fault.Fault.Line).Order());
    }

    [Fact]
    public async Task Proposals_that_were_given_one_reason_are_shown_as_saying_the_same()
    {
        var other = await kris.OpenAsync();
        foreach (var (stream, reason) in new[] { (incident.Id, Word), (other.Id, Word), (other.Id, "Annat.") })
        {
            var written = await kris.WriteAsync(stream, "Rad.");
            var line = await kris.Journal.LineAsync(stream, written.Number);
            await kris.Journal.AppendAsync(LineErasure.Propose(line, Spill.Annat, reason, Actors.Stabschef));
        }

        var same = (await new RelatedLines(kris.Source).OfAsync(await LineAsync(4))).Near;

        Assert.Equal((other.Id, 3L), (Assert.Single(same).Stream, same[0].Number));
    }

    [Fact]
    public async Task Why_a_log_sheet_was_voided_goes_from_its_register_too()
    {
        var sheets = new LogSheets(kris.Source, kris.Signal);
        var keeper = Actors.In(Duty.Loggforare);
        await new SheetNumbers(kris.Source).PrintAsync(2, incident: null, keeper, Given.Now);
        await sheets.VoidAsync(1, $"{Word} stod på bladet.", keeper, Given.Now);
        await sheets.VoidAsync(2, "Kaffe.", keeper, Given.Now);
        var voiding = await kris.Erasures.VoidingAsync([1, 2]);

        await kris.EraseAsync(LogSheet.Register, voiding[1]);

        Assert.Empty(await Ask.TablesWithAsync(kris.Super, Word));
        Assert.Equal(
            ["Kaffe.", "Raderat genom beslut."], (await sheets.LatestAsync()).Select(sheet => sheet.VoidReason));
        Assert.Equal([2], (await kris.Erasures.VoidingAsync([1, 2])).Keys);
        Assert.Null(await StoredStream.VerifyAsync(kris.Super, LogSheet.Register));
        await HoldsAndIsRebuiltAsync();
    }

    [Fact]
    public async Task Closing_words_go_with_the_line_that_closed_the_incident_and_not_with_one_that_said_the_same()
    {
        foreach (var _ in Enumerable.Range(0, 2))
        {
            incident = await kris.Desk.ActAsync(incident, i => i.Close(Word, Actors.Stabschef, Given.Now));
            incident = await kris.Desk.ActAsync(incident, i => i.Reopen("Åter.", Actors.Stabschef, Given.Now));
        }

        incident = await kris.Desk.ActAsync(incident, i => i.Close(Word, Actors.Stabschef, Given.Now));

        await kris.EraseAsync(incident.Id, 3);
        Assert.Equal(Word, (await kris.LoadAsync(incident.Id)).ClosingSummary);
        await kris.EraseAsync(incident.Id, 7);
        Assert.Equal("Raderat genom beslut.", (await kris.LoadAsync(incident.Id)).ClosingSummary);
        await kris.EraseAsync(incident.Id, 5);
        Assert.Empty(await Ask.TablesWithAsync(kris.Super, Word));
    }

    // The clock of a server may be set back; which words go is told by the words.
    [Fact]
    public async Task Of_two_steps_for_one_reason_that_goes_whose_words_the_line_has()
    {
        var by = Actors.Kommundirektor;
        var (later, earlier) = (Given.Now, Given.Now.AddHours(-2));
        var first = Given.ToExtraordinar with
        {
            Reason = "Läget.",
            Criteria = Given.ToExtraordinar.Criteria! with { Urgent = "Bråttom." },
        };
        var second = first with { Criteria = first.Criteria! with { Urgent = Word } };
        incident = await kris.Desk.ActAsync(incident, i => i.ProposeExtraordinar(first, by, later));
        incident = await kris.Desk.ActAsync(incident, i => i.ProposeExtraordinar(second, by, earlier));

        await kris.EraseAsync(incident.Id, 4);

        Assert.Empty(await Ask.TablesWithAsync(kris.Super, Word));
        var history = (await kris.LoadAsync(incident.Id)).LevelHistory;
        Assert.Contains(history, change => change.Urgent == "Bråttom.");
    }

    private Task<Written> ProposeAsync(long number, string reason) => AppendAsync(
        number, line => LineErasure.Propose(line, Spill.Annat, reason, Actors.Stabschef));

    private async Task<Written> AppendAsync(long number, Func<JournalLine, NewLine> act) =>
        await kris.Journal.AppendAsync(act(await LineAsync(number)));

    private async Task ConfirmAsync(long number)
    {
        var line = await LineAsync(number);
        var decision = LineErasure.Confirm(line, await kris.Erasures.ReasonAsync(line), Actors.Kommundirektor);
        await kris.Erasures.EraseAsync([(line, decision)]);
    }

    private Task<JournalLine> LineAsync(long number) => kris.Journal.LineAsync(incident.Id, number);

    private Task<IReadOnlyList<JournalLine>> LinesAsync() => kris.Journal.LinesAsync(incident.Id, 0, 500);

    private async Task HoldsAndIsRebuiltAsync()
    {
        Assert.Null(await StoredStream.VerifyAsync(kris.Super, incident.Id));
        Assert.Empty((await new JournalAudit(kris.Source).RunAsync()).Faults);
        var before = (await LinesAsync()).Select(line => line.State).ToList();
        await Ask.ValueAsync<long>(kris.App, "SELECT journal_rebuild()");
        Assert.Equal(before, (await LinesAsync()).Select(line => line.State));
    }
}
