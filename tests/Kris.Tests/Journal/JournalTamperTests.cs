using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Server;

namespace Kris.Tests.Journal;

/// <summary>
/// What SQL stored is what the domain verifies, and what a superuser does to it afterwards is found. The stream has
/// six lines: the opening and five that a person wrote.
/// </summary>
[Collection(LogServerCollection.Name)]
public sealed class JournalTamperTests(TestServer server) : IAsyncLifetime
{
    private const string Unguarded =
        """
        ALTER TABLE log_chain DISABLE TRIGGER ALL;
        ALTER TABLE log_content DISABLE TRIGGER ALL;
        """;

    private TestKris kris = null!;
    private Incident incident = null!;

    public async Task InitializeAsync()
    {
        kris = await TestKris.NewAsync(server);
        incident = await kris.OpenAsync();
        for (var line = 2; line <= 6; line++)
            await kris.WriteAsync(incident.Id, $"Rad {line} är sann.");
    }

    public async Task DisposeAsync() => await kris.DisposeAsync();

    [Fact]
    public async Task What_sql_stored_is_what_the_domain_digests_and_chains()
    {
        string[] texts =
        [
            "Å ä ö é", "🚰🚒 \U0010FFFF", "\"citat\" \\ \\u0041 {}", "<b>&amp;</b>", "rad\nrad\ttabb",
            "a\u00a0\ufeff\u200db", "e\u0301 och \u00e9", "null", "1e400", new string('å', LineDraft.TextMaxLength),
        ];
        foreach (var text in texts)
            await kris.WriteAsync(incident.Id, text);

        var lines = await StoredStream.ReadAsync(kris.Super, incident.Id);

        Assert.Equal(6 + texts.Length, lines.Count);
        Assert.Equal(texts[..^1], lines.Skip(6).SkipLast(1).Select(line => line.Fields!["text"].Value));
        Assert.Null(await StoredStream.VerifyAsync(kris.Super, incident.Id));
    }

    [Fact]
    public async Task What_every_verb_recorded_verifies()
    {
        var closed = await kris.Desk.ActAsync(incident, i => i.Close("Klart.", Actors.Stabschef, Given.Now));
        await kris.Desk.ActAsync(closed, i => i.Reopen("Åter.", Actors.Stabschef, Given.Now));

        Assert.Equal(8, (await StoredStream.ReadAsync(kris.Super, incident.Id)).Count);
        Assert.Null(await StoredStream.VerifyAsync(kris.Super, incident.Id));
    }

    public static TheoryData<string, long, string> Tampering() => new()
    {
        { "a text", 3, "UPDATE log_content SET fields = fields || '{\"text\": \"Rad 3 är osann.\"}' WHERE number = 3" },
        { "an author", 4, "UPDATE log_content SET fields = fields || '{\"authorName\": \"Annan\"}' WHERE number = 4" },
        { "a time", 2, "UPDATE log_chain SET recorded_at = recorded_at - interval '1 microsecond' WHERE number = 2" },
        { "when", 3, "UPDATE log_content SET fields = fields || '{\"occurredAt\": \"x\"}' WHERE number = 3" },
        { "a field gone", 5, "UPDATE log_content SET fields = fields - 'duty' WHERE number = 5" },
        { "a key", 6, "UPDATE log_chain SET key = gen_random_uuid() WHERE number = 6" },
        { "a digest", 1, "UPDATE log_chain SET digest = sha256(digest) WHERE number = 1" },
        { "a hash", 6, "UPDATE log_chain SET hash = sha256(hash) WHERE number = 6" },
        { "a secret", 2, "UPDATE log_content SET secret = sha256(secret) WHERE number = 2" },
        { "two contents swapped", 3, Swap("log_content") },
        { "two lines swapped", 3, Swap("log_content") + Swap("log_chain") },
        { "a middle gone", 4, "DELETE FROM log_content WHERE number = 4; DELETE FROM log_chain WHERE number = 4" },
        { "a gap closed", 4, Delete(4) + Renumber("log_content") + Renumber("log_chain") },
        { "the first gone", 1, Delete(1) },
    };

    [Theory]
    [MemberData(nameof(Tampering))]
    public async Task A_superuser_who_edits_is_found_at_the_line(string what, long line, string sql)
    {
        await Ask.RunAsync(kris.Super, Unguarded + sql);

        var fault = await StoredStream.VerifyAsync(kris.Super, incident.Id);

        Assert.Equal((what, line), (what, fault?.Line));
    }

    [Fact]
    public async Task A_stream_does_not_pass_for_another()
    {
        var other = Guid.NewGuid();
        await Ask.RunAsync(
            kris.Super,
            $"{Unguarded} UPDATE log_content SET stream_id = '{other}'; UPDATE log_chain SET stream_id = '{other}'");

        var fault = await StoredStream.VerifyAsync(kris.Super, other);

        Assert.Equal(1, fault?.Line);
    }

    [Fact]
    public async Task A_cut_tail_is_found_against_a_saved_head_and_not_without()
    {
        var saved = await HeadAsync();
        await Ask.RunAsync(kris.Super, Unguarded + Delete(6) + Delete(5));

        Assert.Null(await StoredStream.VerifyAsync(kris.Super, incident.Id));
        Assert.Equal(5, (await StoredStream.VerifyAsync(kris.Super, incident.Id, saved))?.Line);
    }

    [Fact]
    public async Task A_rewrite_from_the_middle_is_found_against_a_saved_head_and_not_without()
    {
        var saved = await HeadAsync();
        await Ask.RunAsync(kris.Super, Unguarded + Delete(6) + Delete(5) + Delete(4));
        for (var line = 4; line <= 7; line++)
            await kris.WriteAsync(incident.Id, $"Rad {line} är omskriven.");

        Assert.Null(await StoredStream.VerifyAsync(kris.Super, incident.Id));
        Assert.Equal(6, (await StoredStream.VerifyAsync(kris.Super, incident.Id, saved))?.Line);
    }

    [Fact]
    public async Task An_erased_content_leaves_a_chain_that_holds()
    {
        var saved = await HeadAsync();
        await Ask.RunAsync(kris.Super, $"{Unguarded} DELETE FROM log_content WHERE number IN (2, 4)");

        Assert.Null(await StoredStream.VerifyAsync(kris.Super, incident.Id, saved));
        Assert.Equal("", (await kris.Journal.LineAsync(incident.Id, 4)).Text);
    }

    private async Task<ChainHead> HeadAsync()
    {
        var last = (await StoredStream.ReadAsync(kris.Super, incident.Id))[^1].Link;
        return new ChainHead(last.Number, last.Hash);
    }

    private static string Delete(long number) =>
        $" DELETE FROM log_content WHERE number = {number}; DELETE FROM log_chain WHERE number = {number};";

    private static string Renumber(string table) => $" UPDATE {table} SET number = number - 1 WHERE number > 4;";

    private static string Swap(string table) =>
        $" UPDATE {table} SET number = 100 WHERE number = 3; UPDATE {table} SET number = 3 WHERE number = 5;"
        + $" UPDATE {table} SET number = 5 WHERE number = 100;";
}
