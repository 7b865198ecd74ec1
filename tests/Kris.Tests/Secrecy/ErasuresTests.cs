using Kris.Domain;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Journal;
using Kris.Tests.Server;
using Npgsql;

namespace Kris.Tests.Secrecy;

/// <summary>The database lets go of what two persons decided about, and of nothing else.</summary>
[Collection(TestServerCollection.Name)]
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
        Assert.Empty(await TablesWithAsync(Word));
        Assert.NotEmpty(await TablesWithAsync("Rad som står kvar"));
    }

    [Fact]
    public async Task What_is_asked_for_again_under_the_lines_key_is_answered_and_does_not_come_back()
    {
        var key = Guid.CreateVersion7();
        var first = await kris.WriteAsync(incident.Id, $"{Word} igen.", key);
        await kris.EraseAsync(incident.Id, first.Number);

        var again = await kris.WriteAsync(incident.Id, $"{Word} igen.", key);

        Assert.Equal((first.Number, false), (again.Number, again.IsNew));
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
        await kris.Journal.AppendAsync(LineErasure.Decline(line, Actors.Kommundirektor));

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
        var draft = new LineDraft { Kind = LineKind.Rattelse, Text = $"{Word} var fel.", Corrects = 2 };
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
    public async Task The_words_beside_the_journal_go_too_when_there_are_any()
    {
        await Ask.RunAsync(
            kris.Owner,
            $"""
            CREATE TABLE IF NOT EXISTS line_search (stream_id uuid, number bigint, words text);
            GRANT SELECT, DELETE ON line_search TO kris_journal;
            INSERT INTO line_search (stream_id, number) VALUES ('{incident.Id}', 2), ('{incident.Id}', 3)
            """);

        await kris.EraseAsync(incident.Id, 2);

        Assert.Equal(1, await Ask.ValueAsync<long>(kris.Super, "SELECT count(*) FROM line_search"));
    }

    private Task<JournalLine> LineAsync() => kris.Journal.LineAsync(incident.Id, 2);

    // Every column of every table, as text: nowhere is nowhere.
    private Task<string[]> TablesWithAsync(string word) => Ask.ValueAsync<string[]>(
        kris.Super,
        $"""
        SELECT coalesce(array_agg(name), ARRAY[]::text[]) FROM (
            SELECT c.relname::text AS name,
                query_to_xml(format(
                    'SELECT count(*) AS n FROM %I t WHERE t::text LIKE %L', c.relname, '%{word}%'),
                    false, true, '')::text AS found
            FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace) AS tables
        WHERE found NOT LIKE '%<n>0</n>%'
        """);
}
