using Kris.Data.Journal;
using Kris.Domain;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Journal;
using Kris.Tests.Server;
using Npgsql;

namespace Kris.Tests.Secrecy;

/// <summary>The database lets go of what two persons decided about, and of nothing else.</summary>
[Collection(LogServerCollection.Name)]
public sealed class ErasuresTests(TestServer server) : IAsyncLifetime
{
    private const string Word = "Personnumret";

    private TestKris kris = null!;
    private Incident incident = null!;

    public async Task InitializeAsync()
    {
        kris = await TestKris.NewAsync(server);
        incident = await kris.OpenAsync();
        await kris.WriteAsync(incident.Id, $"{Word} är känt.");
        await kris.WriteAsync(incident.Id, "Rad som står kvar.");
    }

    public async Task DisposeAsync() => await kris.DisposeAsync();

    [Fact]
    public async Task The_content_is_gone_from_every_table_and_the_chain_still_holds()
    {
        var written = await kris.EraseAsync(incident.Id, 2);

        var line = await kris.Journal.LineAsync(incident.Id, 2);
        Assert.True(line.IsErased);
        Assert.Equal(written.Number, line.State.ErasedBy);
        Assert.Null(await StoredStream.VerifyAsync(kris.Super, incident.Id));
        Assert.Empty(await Ask.TablesWithAsync(kris.Super, Word));
        Assert.NotEmpty(await Ask.TablesWithAsync(kris.Super, "Rad som står kvar"));
    }

    [Fact]
    public async Task What_was_told_of_the_line_goes_with_it_and_the_journal_knows_why()
    {
        await kris.Journal.AppendAsync(LineActs.Release(await LineAsync(), $"{Word} till polisen", Actors.Stabschef));
        var other = await kris.Journal.LineAsync(incident.Id, 3);
        await kris.Journal.AppendAsync(LineActs.Release(other, "Länsstyrelsen", Actors.Stabschef));

        await kris.EraseAsync(incident.Id, 2);

        var lines = await kris.Journal.LinesAsync(incident.Id, 0, 500);
        Assert.Equal([2L, 4L], lines.Where(line => line.IsErased).Select(line => line.Number));
        Assert.Equal("Länsstyrelsen", lines[4].Field(LineFields.Recipients));
        Assert.Empty(await Ask.TablesWithAsync(kris.Super, Word));
        Assert.Empty((await new JournalAudit(kris.Source).RunAsync()).Faults);
        await Ask.ValueAsync<long>(kris.App, "SELECT journal_rebuild()");
        var rebuilt = await kris.Journal.LinesAsync(incident.Id, 0, 500);
        Assert.Equal(lines.Select(line => line.State), rebuilt.Select(line => line.State));
    }

    [Fact]
    public async Task A_decision_takes_nothing_with_it_that_did_not_tell_of_the_line()
    {
        await kris.Journal.AppendAsync(LineErasure.Propose(await LineAsync(), Spill.Annat, "Fel.", Actors.Stabschef));
        var line = await LineAsync();
        var proposal = await kris.Journal.LineAsync(incident.Id, line.State.ErasureBy!.Value);
        var decision = LineErasure.Confirm(line, proposal, Actors.Kommundirektor);
        var fields = new Dictionary<string, string>(decision.Fields) { [LineFields.Also] = "3" };

        await Assert.ThrowsAsync<PostgresException>(
            () => kris.Erasures.EraseAsync([(line, decision with { Fields = fields })]));

        Assert.Equal("Rad som står kvar.", (await kris.Journal.LineAsync(incident.Id, 3)).Text);
        Assert.False((await LineAsync()).IsErased);
    }

    [Fact]
    public async Task What_is_asked_for_again_under_the_lines_key_is_refused_whoever_asks_and_does_not_come_back()
    {
        var key = Guid.CreateVersion7();
        var first = await kris.WriteAsync(incident.Id, $"{Word} igen.", key);
        await kris.EraseAsync(incident.Id, first.Number);

        foreach (var text in new[] { $"{Word} igen.", "Något annat." })
        {
            await Refused.AsyncFor(
                Refusal.Stale, "raderats genom beslut", () => kris.WriteAsync(incident.Id, text, key));
        }

        var found = await kris.Journal.FindAsync(key, []);
        Assert.Equal((incident.Id, first.Number, null), found);
        Assert.True((await kris.Journal.LineAsync(incident.Id, first.Number)).IsErased);
    }

    [Fact]
    public async Task Two_who_decide_at_once_are_one_decision()
    {
        await kris.Journal.AppendAsync(
            LineErasure.Propose(await LineAsync(), Spill.Annat, "Fel.", Actors.Stabschef));
        var line = await LineAsync();
        var proposal = await kris.Journal.LineAsync(incident.Id, 4);
        var decision = LineErasure.Confirm(line, proposal, Actors.Kommundirektor);
        var other = LineErasure.Confirm(line, proposal, Actors.Another(Domain.Accounts.Duty.Registrator));

        await kris.Erasures.EraseAsync([(line, decision)]);
        await Refused.AsyncFor(
            Refusal.Stale, "gäller inte längre", () => kris.Erasures.EraseAsync([(line, other)]));

        Assert.Equal(5, (await kris.Journal.LinesAsync(incident.Id, 0, 500)).Count);
    }

    [Fact]
    public async Task A_decision_on_a_proposal_that_was_declined_meanwhile_changes_nothing()
    {
        await kris.Journal.AppendAsync(
            LineErasure.Propose(await LineAsync(), Spill.Annat, "Fel.", Actors.Stabschef));
        var line = await LineAsync();
        var proposal = await kris.Journal.LineAsync(incident.Id, 4);
        await kris.Journal.AppendAsync(LineErasure.Decline(line, proposal, Actors.Kommundirektor));

        await Refused.AsyncFor(Refusal.Stale, "gäller inte längre", () => kris.Erasures.EraseAsync(
            [(line, LineErasure.Confirm(line, proposal, Actors.Kommundirektor))]));

        Assert.Equal($"{Word} är känt.", (await LineAsync()).Text);
        Assert.Null((await LineAsync()).State.ErasureBy);
        Assert.Empty(await kris.Erasures.WaitingAsync());
    }

    [Fact]
    public async Task Nobody_whatever_the_role_deletes_a_line_of_which_nothing_is_decided()
    {
        await kris.EraseAsync(incident.Id, 2);
        Assert.False(await Ask.ValueAsync<bool>(kris.App, $"SELECT journal_erase('{incident.Id}', 3)"));
        Assert.False(await Ask.ValueAsync<bool>(kris.App, $"SELECT journal_erase('{incident.Id}', 2)"));
        const string copies = "SELECT journal_erase_copies(gen_random_uuid(), 1, '{}')";
        foreach (var sql in new[] { copies, "DELETE FROM log_content" })
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => Ask.RunAsync(kris.App, sql));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }

        var stopped = await Assert.ThrowsAsync<PostgresException>(
            () => Ask.RunAsync(kris.Super, "SET session_replication_role = replica; DELETE FROM log_content"));
        Assert.Contains("without a decision", stopped.MessageText, StringComparison.Ordinal);
        Assert.Equal("Rad som står kvar.", (await kris.Journal.LineAsync(incident.Id, 3)).Text);
    }

    [Fact]
    public async Task One_persons_word_is_no_decision_however_it_came_to_stand_in_the_journal()
    {
        var line = await LineAsync();
        await kris.Journal.AppendAsync(LineErasure.Propose(line, Spill.Annat, "Fel.", Actors.Stabschef));
        var proposal = await kris.Journal.LineAsync(incident.Id, 4);
        var decision = LineErasure.Confirm(await LineAsync(), proposal, Actors.Kommundirektor);
        var forged = new Dictionary<string, string>(decision.Fields) { ["author"] = Actors.Stabschef.Id.ToString() };

        await Refused.AsyncFor(Refusal.Stale, "gäller inte längre", () => kris.Erasures.EraseAsync(
            [(line, NewLine.Of(incident.Id, Guid.CreateVersion7(), forged))]));

        Assert.Equal($"{Word} är känt.", (await LineAsync()).Text);
    }

    [Fact]
    public async Task What_is_rebuilt_after_an_erasure_is_what_was_there()
    {
        var draft = Corrections.Of(2, $"{Word} var fel.");
        await kris.Journal.AppendAsync(TestKris.Line(incident.Id, "", draft: draft));
        await kris.EraseAsync(incident.Id, 4);
        await kris.EraseAsync(incident.Id, 2);
        var before = (await kris.Journal.LinesAsync(incident.Id, 0, 500)).Select(line => line.State);

        await Ask.ValueAsync<long>(kris.App, "SELECT journal_rebuild()");

        var after = await kris.Journal.LinesAsync(incident.Id, 0, 500);
        Assert.Equal(before, after.Select(line => line.State));
        Assert.Equal(4, after[1].State.StruckBy);
    }

    [Fact]
    public async Task What_holds_words_of_a_line_beside_the_journal_goes_too()
    {
        await PutBesideAsync();

        await kris.EraseAsync(incident.Id, 2);

        var left = await Ask.ValueAsync<string>(
            kris.Super,
            """
            SELECT concat_ws(' ', (SELECT count(*) FROM line_search), (SELECT count(*) FROM attachment),
                (SELECT count(*) FROM attachment_part), (SELECT count(*) FROM attachment_line),
                (SELECT count(*) FROM attachment_erased), (SELECT count(*) FROM export_job),
                (SELECT count(*) FROM export_part), (SELECT count(*) FROM line_draft))
            """);
        Assert.Equal("1 1 1 1 1 0 0 1", left);
    }

    [Fact]
    public async Task What_says_the_same_is_found_past_a_line_that_is_erased()
    {
        var other = await kris.OpenAsync();
        var correction = await AppendAsync(TestKris.Line(incident.Id, "", draft: Corrections.Of(2, "Rätt.")));
        var last = await AppendAsync(TestKris.Line(incident.Id, "", draft: Corrections.Of(correction, "Rättare.")));
        var (strike, copy) = LineCorrections.Move(
            await kris.Journal.LineAsync(incident.Id, last), "hit", other.Id, "dit", "Fel.", Actors.Stabschef);
        await kris.Journal.AppendTogetherAsync([strike, copy]);
        var (back, again) = LineCorrections.Move(
            await kris.Journal.LineAsync(other.Id, 2), "dit", incident.Id, "hit", "Fel.", Actors.Stabschef);
        await kris.Journal.AppendTogetherAsync([back, again]);
        var end = (await kris.Journal.LatestAsync(incident.Id, long.MaxValue, 1))[0];

        await kris.EraseAsync(incident.Id, correction);
        await kris.EraseAsync(other.Id, 2);

        var related = new RelatedLines(kris.Source);
        Assert.Contains(2L, Here(await related.OfAsync(end)));
        Assert.Contains(end.Number, Here(await related.OfAsync(await LineAsync())));
        IEnumerable<long> Here(LineFamily family) =>
            family.Near.Where(line => line.Stream == incident.Id && !line.IsErased).Select(line => line.Number);
    }

    [Fact]
    public async Task Of_more_that_say_the_same_than_are_looked_for_the_nearest_are_given_and_it_is_said()
    {
        var last = 2L;
        for (var time = 1; time <= RelatedLines.MaxLines; time++)
            last = await AppendAsync(TestKris.Line(incident.Id, "", draft: Corrections.Of(last, $"Rättare {time}.")));
        var related = new RelatedLines(kris.Source);

        var all = await related.OfAsync(await LineAsync());
        await AppendAsync(TestKris.Line(incident.Id, "", draft: Corrections.Of(last, "Rättast.")));
        var nearest = await related.OfAsync(await LineAsync());

        Assert.Equal((RelatedLines.MaxLines, false), (all.Near.Count, all.HasMore));
        Assert.Equal(all.Near.Select(line => line.Number), nearest.Near.Select(line => line.Number));
        Assert.True(nearest.HasMore);
    }

    private async Task<long> AppendAsync(NewLine line) => (await kris.Journal.AppendAsync(line)).Number;

    // The words, a file, a print and a draft of line 2, and of line 3 that stands.
    private async Task PutBesideAsync()
    {
        await Ask.RunAsync(
            kris.Super,
            $"""
            INSERT INTO line_search (stream_id, number, recorded_at, words)
            SELECT stream_id, number, now(), to_tsvector(fields ->> 'text') FROM log_content
            WHERE stream_id = '{incident.Id}' AND number IN (2, 3);
            WITH file AS (
                INSERT INTO attachment (key, stream_id, uploaded_by, sha256, size, type, name)
                SELECT gen_random_uuid(), '{incident.Id}', gen_random_uuid(), sha256(''), 1, 'pdf', n::text
                FROM generate_series(2, 3) AS n RETURNING key, name),
            part AS (INSERT INTO attachment_part (key, part, bytes) SELECT key, 0, 'x' FROM file)
            INSERT INTO attachment_line (key, stream_id, number) SELECT key, '{incident.Id}', name::bigint FROM file;
            WITH job AS (
                INSERT INTO export_job (id, incident_id, asked_by, asked_by_name, duty, is_token, asked_at, first, last,
                    with_system, head_number, head_hash, lines)
                VALUES (gen_random_uuid(), '{incident.Id}', gen_random_uuid(), 'Prov', 'stabschef', false, now(), 1, 3,
                    true, 3, '', 3) RETURNING id)
            INSERT INTO export_part (job_id, part, first, last, file) SELECT id, 1, 1, 3, 'x' FROM job;
            INSERT INTO line_draft (account_id, incident_id, content, device)
            SELECT gen_random_uuid(), '{incident.Id}', json_build_object('text', fields ->> 'text'), gen_random_uuid()
            FROM log_content WHERE stream_id = '{incident.Id}' AND number IN (2, 3)
            """);
    }

    private Task<JournalLine> LineAsync() => kris.Journal.LineAsync(incident.Id, 2);
}
