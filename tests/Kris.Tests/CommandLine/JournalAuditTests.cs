using System.Globalization;
using Kris.Data.Journal;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Tests.Server;
using Npgsql;

namespace Kris.Tests.CommandLine;

/// <summary>What <c>./kris verify</c> finds in a whole database, tampered with as its superuser could.</summary>
[Collection(TestServerCollection.Name)]
public sealed class JournalAuditTests(TestServer server) : IAsyncLifetime
{
    private TestKris kris = null!;
    private Incident first = null!;
    private Incident second = null!;

    public async Task InitializeAsync()
    {
        kris = await TestKris.NewAsync(server);
        first = await kris.OpenAsync();
        second = await kris.OpenAsync();
        foreach (var incident in new[] { first, second })
        {
            for (var line = 2; line <= 4; line++)
                await kris.WriteAsync(incident.Id, $"Rad {line} är sann.");
        }
    }

    public async Task DisposeAsync() => await kris.DisposeAsync();

    [Fact]
    public async Task An_honest_database_holds_and_is_counted()
    {
        var report = await AuditAsync();

        Assert.Empty(report.Faults);
        Assert.Equal((2L, 8L, 0L), (report.Streams, report.Lines, report.Erased));
    }

    [Fact]
    public async Task Only_the_stream_that_was_tampered_with_fails_and_its_first_line_is_named()
    {
        await TamperAsync($"UPDATE log_content SET fields = fields || '{{\"text\": \"Osant\"}}' WHERE {Of(first, 3)}");

        var (stream, fault) = Assert.Single((await AuditAsync()).Faults);

        Assert.Equal((first.Id, 3L), (stream, fault.Line));
    }

    [Fact]
    public async Task Content_that_is_not_what_kris_writes_is_a_fault_and_no_crash()
    {
        await TamperAsync(
            $"""
            UPDATE log_content SET fields = '["lista"]' WHERE {Of(first, 2)};
            ALTER TABLE log_content DROP CONSTRAINT log_content_secret_check;
            UPDATE log_content SET secret = 'kort' WHERE {Of(second, 4)}
            """);

        var report = await AuditAsync();

        Assert.Equal(
            new[] { (first.Id, 2L), (second.Id, 4L) }.Order(),
            report.Faults.Select(fault => (fault.Stream, fault.Fault.Line)).Order());
    }

    [Theory]
    [InlineData("UPDATE log_content SET fields = 'null' WHERE {0}")]
    [InlineData("UPDATE log_content SET fields = jsonb_set(fields, '{{text}}', '{{\"inuti\": \"osant\"}}') WHERE {0}")]
    [InlineData("UPDATE log_content SET fields = fields || '{{\"text\": null}}' WHERE {0}")]
    [InlineData("UPDATE log_chain SET recorded_at = 'infinity' WHERE {0}")]
    [InlineData("UPDATE log_chain SET recorded_at = '290000-01-01' WHERE {0}")]
    [InlineData("UPDATE log_chain SET digest = sha256('x') WHERE {0}")]
    [InlineData("UPDATE log_chain SET hash = sha256('x') WHERE {0}")]
    [InlineData("UPDATE log_chain SET key = gen_random_uuid() WHERE {0}")]
    [InlineData("UPDATE log_content SET secret = sha256('x') WHERE {0}")]
    [InlineData("ALTER TABLE log_chain DROP CONSTRAINT log_chain_hash_check; UPDATE log_chain SET hash = '' WHERE {0}")]
    public async Task Whatever_of_a_line_is_changed_the_line_is_named(string sql)
    {
        await TamperAsync(string.Format(CultureInfo.InvariantCulture, sql, Of(first, 3)));

        var (stream, fault) = Assert.Single((await AuditAsync()).Faults);

        Assert.Equal((first.Id, 3L), (stream, fault.Line));
    }

    [Fact]
    public async Task Lines_longer_than_what_is_fetched_at_a_time_hold_as_others_do()
    {
        foreach (var length in new[] { 200_000, 10, 65_000, 700_000, 10 })
            await kris.Journal.AppendAsync(NewLine.Of(first.Id, Guid.CreateVersion7(), Long(length)));
        var many = Enumerable.Range(0, 400).Select(i => TestKris.Line(second.Id, $"Rad {i}"));
        await kris.Journal.AppendTogetherAsync(many);

        var report = await AuditAsync();

        Assert.Empty(report.Faults);
        Assert.Equal(8 + 5 + 400, report.Lines);
        await TamperAsync($"UPDATE log_content SET fields = fields || '{{\"text\": \"O\"}}' WHERE {Of(second, 390)}");
        Assert.Equal(390, Assert.Single((await AuditAsync()).Faults).Fault.Line);
    }

    [Fact]
    public async Task An_erased_line_is_counted_and_still_holds_where_two_persons_decided_it()
    {
        await kris.EraseAsync(second.Id, 2);
        await TamperAsync($"DELETE FROM log_content WHERE {Of(first, 2)}");

        var report = await AuditAsync();

        var (stream, fault) = Assert.Single(report.Faults);
        Assert.Equal((first.Id, 2L), (stream, fault.Line));
        Assert.Contains("inget beslut", fault.Sentence, StringComparison.Ordinal);
        Assert.Equal(2, report.Erased);
        Assert.Equal(new[] { (first.Id, 2L), (second.Id, 2L) }.Order(), report.ErasedLines.Order());
    }

    [Fact]
    public async Task A_row_without_a_stream_and_content_without_a_line_are_found()
    {
        await TamperAsync(
            $"""
            ALTER TABLE log_content DROP CONSTRAINT log_content_stream_id_number_fkey;
            DELETE FROM log_chain WHERE stream_id = '{first.Id}'
            """);

        var faults = (await AuditAsync()).Faults.Where(fault => fault.Stream == first.Id).ToList();

        Assert.Contains(faults, fault => fault.Fault.Sentence.Contains("tabellen incident", StringComparison.Ordinal));
        const string left = "har innehåll kvar";
        Assert.Equal(4, faults.Count(fault => fault.Fault.Sentence.Contains(left, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_cut_tail_shows_against_heads_saved_before_and_not_without()
    {
        var saved = await HeadsAsync();
        await TamperAsync(
            $"DELETE FROM log_content WHERE {Of(first, 4)}; DELETE FROM log_chain WHERE {Of(first, 4)}");

        Assert.Empty((await AuditAsync()).Faults);
        var (stream, fault) = Assert.Single((await AuditAsync(saved)).Faults);
        Assert.Equal((first.Id, 4L), (stream, fault.Line));
    }

    [Fact]
    public async Task Whoever_writes_meanwhile_is_neither_stopped_nor_seen_half()
    {
        var writing = Task.WhenAll(Enumerable.Range(0, 50).Select(i => kris.WriteAsync(first.Id, $"Under tiden {i}.")));

        for (var round = 0; round < 5; round++)
            Assert.Empty((await AuditAsync()).Faults);
        await writing;

        Assert.Equal(58, (await AuditAsync(await HeadsAsync())).Lines);
    }

    private static Dictionary<string, string> Long(int length) => new()
    {
        ["kind"] = "anteckning",
        ["text"] = string.Concat(Enumerable.Range(0, length / 4).Select(i => (char)('a' + (i * 7919L % 26)))) + "ö\n\"",
    };

    private static string Of(Incident incident, int number) => $"stream_id = '{incident.Id}' AND number = {number}";

    private async Task<AuditReport> AuditAsync(SavedHeads? saved = null)
    {
        await using var source = NpgsqlDataSource.Create(kris.App);
        return await new JournalAudit(source).RunAsync(saved);
    }

    private async Task<SavedHeads> HeadsAsync()
    {
        await using var source = NpgsqlDataSource.Create(kris.App);
        await using var text = new StringWriter();
        SavedHeads.Write(text, await new JournalAudit(source).HeadsAsync());
        using var file = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text.ToString()));
        return SavedHeads.Read(file);
    }

    private async Task TamperAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(kris.Super);
        await using var command = source.CreateCommand(
            $"ALTER TABLE log_chain DISABLE TRIGGER ALL; ALTER TABLE log_content DISABLE TRIGGER ALL; {sql}");
        await command.ExecuteNonQueryAsync();
    }
}
