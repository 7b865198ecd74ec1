using Kris.Data.Journal;
using Kris.Domain.Accounts;
using Kris.Domain.Journal;
using Npgsql;

namespace Kris.Browser.Faults;

/// <summary>A PostgreSQL for what is planted.</summary>
public sealed class PlantedGround : IAsyncLifetime
{
    internal Ground Ground { get; private set; } = null!;

    public async Task InitializeAsync() => Ground = await Ground.SharedAsync();

    public async Task DisposeAsync() => await Ground.DisposeAsync();
}

/// <summary>
/// What the campaign looks for is found when it is there: each loss, double, gap and rewritten head is planted by a
/// superuser, and where the check had said that all is well, it says so no more.
/// </summary>
public sealed class InvariantTests(PlantedGround planted) : IClassFixture<PlantedGround>, IAsyncLifetime
{
    private const int Lines = 5;

    private static readonly Actor Writer = new(Guid.CreateVersion7(), "Loggförare", Duty.Loggforare);

    private readonly Ledger ledger = new(TimeProvider.System);
    private Records records = null!;
    private Guid stream;

    public async Task InitializeAsync()
    {
        stream = (await planted.Ground.People.IncidentsAsync(1))[0];
        records = new Records(planted.Ground.Connection);
        for (var line = 1; line <= Lines; line++)
        {
            var sent = ledger.Add(new Sent(stream, $"Rad {line}", Guid.CreateVersion7()));
            var written = await AppendAsync(sent.Text, sent.Key!.Value);
            ledger.Acknowledge(sent, written.Number, Convert.ToHexStringLower(written.Hash));
        }

        Assert.True((await CheckAsync()).Holds);
        Assert.Empty(await BrokenChainsAsync());
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_line_that_is_gone_is_a_loss_and_a_gap()
    {
        await PlantAsync($"DELETE FROM log_content WHERE {Here} AND number = 3");
        await PlantAsync($"DELETE FROM log_chain WHERE {Here} AND number = 3");

        var verdict = await CheckAsync();

        Assert.Equal((1, 0, 1), (verdict.Lost, verdict.Doubled, verdict.Gaps));
        Assert.NotEmpty(await BrokenChainsAsync());
    }

    [Fact]
    public async Task The_last_line_gone_is_a_loss_and_a_head_that_no_longer_stands()
    {
        await PlantAsync($"DELETE FROM log_content WHERE {Here} AND number = {Lines + 1}");
        await PlantAsync($"DELETE FROM log_chain WHERE {Here} AND number = {Lines + 1}");

        var verdict = await CheckAsync();

        Assert.Equal((1, 0, 0), (verdict.Lost, verdict.Doubled, verdict.Gaps));
        Assert.Contains("avkortad", Assert.Single(await BrokenChainsAsync()));
    }

    [Fact]
    public async Task A_line_that_was_sent_again_under_a_new_key_is_a_double()
    {
        await AppendAsync("Rad 2", Guid.CreateVersion7());

        var verdict = await CheckAsync();

        Assert.Equal((0, 1, 0), (verdict.Lost, verdict.Doubled, verdict.Gaps));
        Assert.Empty(await BrokenChainsAsync());
    }

    [Fact]
    public async Task A_line_that_was_written_again_with_the_same_words_is_no_longer_the_head_that_was_saved()
    {
        var last = ledger.Lines.Last();
        await PlantAsync($"DELETE FROM log_content WHERE {Here} AND number = {Lines + 1}");
        await PlantAsync($"DELETE FROM log_chain WHERE {Here} AND number = {Lines + 1}");
        await AppendAsync(last.Text, last.Key!.Value);

        var verdict = await CheckAsync();

        Assert.Contains(verdict.Sentences, sentence => sentence.Contains("är en annan i loggen"));
        Assert.NotEmpty(await BrokenChainsAsync());
    }

    [Fact]
    public async Task A_changed_text_is_a_loss_and_a_broken_chain()
    {
        const string untrue = "fields || jsonb_build_object('text', 'Osant')";
        await PlantAsync($"UPDATE log_content SET fields = {untrue} WHERE {Here} AND number = 2");

        Assert.Equal(1, (await CheckAsync()).Lost);
        Assert.NotEmpty(await BrokenChainsAsync());
    }

    [Fact]
    public async Task A_line_that_left_the_outbox_and_never_came_is_a_loss_and_one_that_stands_in_the_form_is_not()
    {
        ledger.Add(new Sent(stream, "Aldrig framme", Key: null));
        ledger.Add(new Sent(stream, "Kvar i formuläret", Key: null) { IsHandedOver = false });

        var verdict = await CheckAsync();

        Assert.Equal(1, verdict.Lost);
        Assert.Contains("Aldrig framme", Assert.Single(verdict.Sentences));
    }

    [Fact]
    public async Task Lines_of_one_writer_that_changed_places_are_out_of_order_and_those_of_two_are_not()
    {
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        ledger.Add(new Sent(stream, "Skrevs först", first) { Writer = "Person 1" });
        ledger.Add(new Sent(stream, "En annans", Key: null) { Writer = "Person 2", IsHandedOver = false });
        ledger.Add(new Sent(stream, "Skrevs sedan", second) { Writer = "Person 1" });
        await AppendAsync("Skrevs sedan", second);
        await AppendAsync("Skrevs först", first);
        await AppendAsync("En annans", Guid.CreateVersion7());

        Assert.Equal(
            ["Raden ”Skrevs sedan” står före en rad som skrevs tidigare av samma person."],
            (await CheckAsync()).Sentences);
    }

    [Fact]
    public async Task What_was_acknowledged_before_its_commit_was_acknowledged_too_early()
    {
        var early = ledger.Lines.First();
        early.ToldAt = early.ToldAt!.Value.AddSeconds(-5);

        Assert.Contains("kvitterades innan den var sparad", Assert.Single((await CheckAsync()).Sentences));
    }

    [Fact]
    public async Task A_page_that_says_saved_of_what_is_not_or_not_yet_is_heard()
    {
        var now = TimeProvider.System.GetUtcNow();
        ledger.Say(new Said(stream, 2, now));
        ledger.Say(new Said(stream, 3, now.AddMinutes(-1)));
        ledger.Say(new Said(stream, 99, now));

        Assert.Equal(
            [
                "En sida sade att nummer 3 är sparad innan det var det.",
                "En sida sade att nummer 99 är sparad, men det finns inte i loggen.",
            ],
            (await CheckAsync()).Sentences);
    }

    [Fact]
    public async Task Half_a_line_in_the_log_is_none_that_anybody_has_written()
    {
        await AppendAsync("Rad", Guid.CreateVersion7());

        Assert.Equal(
            [$"I loggen står ”Rad” som nummer {Lines + 2}, och det har ingen skrivit."],
            (await CheckAsync()).Sentences);
    }

    [Theory]
    [InlineData("Rad 5", "", 1)]
    [InlineData("Rad 6\nRad 6", "Rad 6", 1)]
    [InlineData("Ra", "Rad 6", 0)]
    [InlineData("", "", 0)]
    public async Task Words_that_stand_in_a_form_where_nobody_left_them_are_heard(
        string stands, string left, int faults)
    {
        ledger.Stood("Person 1", stands, left);

        Assert.Equal(faults, (await CheckAsync()).Sentences.Count);
    }

    [Theory]
    [InlineData("x", 0)]
    [InlineData("y", 1)]
    public async Task A_line_whose_file_is_another_by_a_byte_is_told(string kept, int faults)
    {
        var (key, file) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("x"u8));
        ledger.Add(new Sent(stream, "Med bilaga", key) { File = digest });
        var written = await AppendAsync("Med bilaga", key);
        await PlantAsync(
            $"""
            INSERT INTO attachment (key, stream_id, uploaded_by, sha256, size, type, name)
            VALUES ('{file}', '{stream}', '{file}', sha256('x'), 1, 'application/pdf', 'x.pdf');
            INSERT INTO attachment_part (key, part, bytes) VALUES ('{file}', 0, '{kept}');
            UPDATE log_content SET fields = fields || jsonb_build_object('attachment.1', '{file}:{digest}:1:x:x.pdf')
            WHERE {Here} AND number = {written.Number}
            """);

        Assert.Equal(faults, (await CheckAsync()).Sentences.Count);
    }

    private string Here => $"stream_id = '{stream}'";

    private async Task<Verdict> CheckAsync() => new Invariants(await records.LinesAsync([stream]), ledger).Check();

    private async Task<IReadOnlyList<string>> BrokenChainsAsync() =>
        [.. (await records.VerifyAsync()).Where(fault => fault.StartsWith($"{stream}", StringComparison.Ordinal))];

    private async Task<Written> AppendAsync(string text, Guid key)
    {
        await using var source = NpgsqlDataSource.Create(planted.Ground.Connection);
        var line = new LineDraft { Kind = LineKind.Anteckning, Text = text }
            .ToLine(stream, key, Writer, TimeProvider.System.GetUtcNow());
        return await new JournalStore(source, new JournalSignal()).AppendAsync(line);
    }

    private async Task PlantAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(planted.Ground.Connection);
        await using var command = source.CreateCommand(
            $"""
            ALTER TABLE log_chain DISABLE TRIGGER ALL;
            ALTER TABLE log_content DISABLE TRIGGER ALL;
            {sql};
            """);
        await command.ExecuteNonQueryAsync();
    }
}
