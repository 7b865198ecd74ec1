using System.Security.Cryptography;
using Kris.Data.Journal;
using Kris.Data.Journal.Attachments;
using Kris.Domain.Incidents;
using Kris.Domain.Journal;
using Kris.Domain.Journal.Attachments;
using Kris.Tests.Accounts;
using Kris.Tests.Incidents;
using Kris.Tests.Server;
using Npgsql;

namespace Kris.Tests.Journal.Attachments;

/// <summary>The tables, their role and their proof.</summary>
[Collection(LogServerCollection.Name)]
public sealed class AttachmentStoreTests(TestServer server) : IAsyncLifetime
{
    private TestKris kris = null!;
    private NpgsqlDataSource source = null!;
    private AttachmentStore store = null!;
    private Incident incident = null!;

    public async Task InitializeAsync()
    {
        kris = await TestKris.NewAsync(server);
        source = NpgsqlDataSource.Create(kris.App);
        store = new AttachmentStore(source);
        incident = await kris.OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await source.DisposeAsync();
        await kris.DisposeAsync();
    }

    [Theory]
    [InlineData("UPDATE attachment SET name = 'x'")]
    [InlineData("UPDATE attachment_part SET bytes = 'x'")]
    [InlineData("DELETE FROM attachment")]
    [InlineData("DELETE FROM attachment_part")]
    [InlineData("TRUNCATE attachment CASCADE")]
    [InlineData("INSERT INTO attachment_line SELECT key, stream_id, 1 FROM attachment")]
    [InlineData("DELETE FROM attachment_line")]
    [InlineData("INSERT INTO attachment_erased (key) SELECT key FROM attachment")]
    [InlineData("SELECT journal_erase_attachments(gen_random_uuid(), 1)")]
    public async Task The_application_cannot_change_or_remove_what_is_kept(string sql)
    {
        await AttachedAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => Ask.RunAsync(kris.App, sql));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.Empty((await AuditAsync()).Faults);
    }

    [Theory]
    [InlineData("UPDATE attachment_part SET bytes = 'x'")]
    [InlineData("UPDATE attachment SET name = 'x'")]
    public async Task Not_even_a_superuser_changes_it_in_passing(string sql)
    {
        await AttachedAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => Ask.RunAsync(kris.Super, $"SET session_replication_role = replica; {sql}"));

        Assert.Contains("The journal only grows", refused.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_never_names_what_is_not_there_whoever_writes_it()
    {
        var gone = Described(Random(100)) with { Key = Guid.NewGuid() };

        await Refused.AsyncFor(
            Domain.Refusal.Rule, "finns inte kvar", () => kris.Journal.AppendAsync(Line(gone)));

        Assert.Single(await kris.Journal.LinesAsync(incident.Id, 0, 500));
    }

    [Fact]
    public async Task What_is_read_back_is_what_was_put_in_from_whatever_place()
    {
        var content = Random(600_000);
        var attachment = await AddedAsync(content);

        await using var stream = store.Open(attachment);
        foreach (var at in new[] { 0, 1, 262_143, 262_144, 524_288, 599_999 })
        {
            stream.Position = at;
            var read = new byte[Math.Min(300_000, content.Length - at)];
            await stream.ReadExactlyAsync(read);
            Assert.Equal(content[at..(at + read.Length)], read);
        }

        Assert.Equal(0, await stream.ReadAsync(new byte[1]));
    }

    [Fact]
    public async Task What_nobody_names_is_swept_after_a_day_and_what_a_line_names_never()
    {
        var (named, waiting) = (await AttachedAsync(), await AddedAsync(Random(100)));
        Assert.Equal((0, false), await store.SweepAsync());

        await TamperAsync("UPDATE attachment SET uploaded_at = now() - interval '25 hours'");

        Assert.Equal((1, false), await store.SweepAsync());
        Assert.Null(await store.FindAsync(waiting.Key));
        Assert.NotNull(await store.FindAsync(named.Key));
        Assert.Empty((await AuditAsync()).Faults);
    }

    [Fact]
    public async Task What_a_line_is_about_to_name_is_not_swept_under_it()
    {
        var waiting = await AddedAsync(Random(100));
        await TamperAsync("UPDATE attachment SET uploaded_at = now() - interval '25 hours'");
        await using var connection = new NpgsqlConnection(kris.App);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await JournalAppend.InTransactionAsync(connection, [Line(waiting)], begins: false, default);

        Assert.Equal((0, false), await store.SweepAsync());
        await transaction.CommitAsync();

        Assert.NotNull(await store.FindAsync(waiting.Key));
        Assert.Equal([2L], await store.LinesAsync(incident.Id, waiting.Key));
    }

    [Fact]
    public async Task Verification_holds_each_file_against_its_line()
    {
        var (sound, changed, missing) = (await AttachedAsync(), await AttachedAsync(), await AttachedAsync());
        Assert.Equal((3L, 0L), (await AuditAsync()).Attachments);

        await TamperAsync(
            $"""
            UPDATE attachment_part SET bytes = set_byte(bytes, 7, 255 - get_byte(bytes, 7))
            WHERE key = '{changed.Key}';
            DELETE FROM attachment_part WHERE key = '{missing.Key}'
            """);

        var faults = (await AuditAsync()).Faults;
        Assert.Equal([3L, 4L], faults.Select(fault => fault.Fault.Line).Order());
        Assert.Contains("Bilaga 1 på rad 3 håller inte", faults[0].Fault.Sentence, StringComparison.Ordinal);
        Assert.Contains("Bilaga 1 på rad 4 saknas", faults[1].Fault.Sentence, StringComparison.Ordinal);
        Assert.Equal(100_000, sound.Size);
    }

    [Fact]
    public async Task What_is_erased_by_decision_is_gone_and_no_fault()
    {
        var (erased, other) = (await AttachedAsync(), await AttachedAsync());

        await Ask.RunAsync(
            kris.Owner, $"SET ROLE kris_journal; SELECT journal_erase_attachments('{incident.Id}', 2)");

        Assert.Null(await store.FindAsync(erased.Key));
        Assert.True(await store.IsErasedAsync(erased.Key));
        Assert.Equal(
            0L,
            await Ask.ValueAsync<long>(
                kris.App, $"SELECT count(*) FROM attachment_part WHERE key = '{erased.Key}'"));
        Assert.NotNull(await store.FindAsync(other.Key));
        var report = await AuditAsync();
        Assert.Empty(report.Faults);
        Assert.Equal((2L, 1L), report.Attachments);
    }

    [Fact]
    public async Task Which_lines_name_what_can_be_made_anew()
    {
        var attachment = await AttachedAsync();
        await TamperAsync("DELETE FROM attachment_line");
        Assert.Empty(await store.LinesAsync(incident.Id, attachment.Key));

        await JournalRebuild.RunAsync(source);

        Assert.Equal([2L], await store.LinesAsync(incident.Id, attachment.Key));
    }

    private static byte[] Random(int length) => RandomNumberGenerator.GetBytes(length);

    private static Attachment Described(byte[] content) => new(
        Guid.NewGuid(),
        Convert.ToHexStringLower(SHA256.HashData(content)),
        content.Length,
        AttachmentType.Pdf,
        "rapport.pdf");

    private NewLine Line(Attachment attachment) => new LineDraft
    {
        Kind = LineKind.Anteckning,
        Text = "Så ser det ut.",
        Attachments = [attachment],
    }.ToLine(incident.Id, Guid.NewGuid(), Actors.Stabschef, Given.Now);

    private async Task<Attachment> AddedAsync(byte[] content)
    {
        var attachment = Described(content);
        Assert.True(await store.AddAsync(attachment, incident.Id, Actors.Stabschef.Id, new MemoryStream(content)));
        return attachment;
    }

    private async Task<Attachment> AttachedAsync()
    {
        var attachment = await AddedAsync(Random(100_000));
        await kris.Journal.AppendAsync(Line(attachment));
        return attachment;
    }

    private async Task<AuditReport> AuditAsync() => await new JournalAudit(source).RunAsync();

    private Task TamperAsync(string sql) => Ask.RunAsync(
        kris.Super,
        $"ALTER TABLE attachment DISABLE TRIGGER USER; ALTER TABLE attachment_part DISABLE TRIGGER USER; {sql}");
}
