using Kris.Data.Journal;
using Kris.Domain.Incidents;
using Kris.Tests.Accounts;
using Kris.Tests.Server;

namespace Kris.Tests.Secrecy;

/// <summary>What stands beside the journal for a while, and says the same as a line that is erased.</summary>
[Collection(LogServerCollection.Name)]
public sealed class ErasedTracesTests(TestServer server) : IAsyncLifetime
{
    private TestKris kris = null!;
    private Incident incident = null!;

    public async Task InitializeAsync()
    {
        kris = await TestKris.NewAsync(server);
        incident = await kris.OpenAsync();
    }

    public async Task DisposeAsync() => await kris.DisposeAsync();

    [Fact]
    public async Task Drafts_go_that_the_author_had_then_or_that_repeat_a_run_of_the_words_wherever_they_are()
    {
        const string run = "mannen i rött hus vid sjön heter Nils Ek";
        var other = await kris.OpenAsync();
        var line = await kris.WriteAsync(incident.Id, $"Grannen sade att {run} och bor kvar.");
        await DraftAsync(incident.Id, Actors.Stabschef.Id, "Något helt annat.", "now() - interval '1 hour'");
        await DraftAsync(incident.Id, Actors.Stabschef.Id, "Det nyaste.", "now() + interval '1 hour'");
        var heard = run.Replace("mannen", "Mannen", StringComparison.Ordinal);
        await DraftAsync(other.Id, Actors.Tib.Id, $"Hört:\\n{heard}.", "now()");
        await DraftAsync(other.Id, Actors.Tib.Id, "Grannen sade att det är lugnt.", "now()");

        await kris.EraseAsync(incident.Id, line.Number);

        Assert.Equal("Det nyaste. Grannen sade att det är lugnt.", await Ask.ValueAsync<string>(
            kris.Super, "SELECT string_agg(content::json ->> 'text', ' ' ORDER BY content) FROM line_draft"));
    }

    [Fact]
    public async Task Drafts_that_nobody_has_touched_for_long_are_removed()
    {
        await DraftAsync(incident.Id, Actors.Tib.Id, "Gammalt.", "now() - interval '31 days'");
        await DraftAsync(incident.Id, Actors.Tib.Id, "Nytt.", "now() - interval '29 days'");

        Assert.Equal(1, await ExpiredDrafts.RemoveAsync(kris.Source));
    }

    [Fact]
    public async Task A_single_dead_row_is_reason_enough_to_clean_a_table_that_holds_words_of_lines()
    {
        var tables = await Ask.ValueAsync<long>(
            kris.Super,
            """
            SELECT count(*) FROM pg_class WHERE reloptions @> ARRAY['autovacuum_vacuum_threshold=0',
                'autovacuum_vacuum_scale_factor=0', 'vacuum_index_cleanup=on']
            """);

        // The tables and where PostgreSQL keeps their long values.
        Assert.InRange(tables, 12, 20);
    }

    [Fact]
    public async Task A_copy_that_is_older_than_an_erasure_is_said_to_bring_the_line_back()
    {
        var line = await kris.WriteAsync(incident.Id, "Personnumret är känt.");
        await kris.WriteAsync(incident.Id, "Står kvar.");
        await kris.EraseAsync(incident.Id, line.Number);
        await using var older = await TestKris.NewAsync(server);
        await Ask.RunAsync(
            older.Super,
            $"""
            INSERT INTO log_chain (stream_id, number, key, recorded_at, digest, hash)
            SELECT '{incident.Id}', n, gen_random_uuid(), now(), sha256(''), sha256(n::text::bytea)
            FROM generate_series(1, 3) AS n;
            INSERT INTO log_content (stream_id, number, secret, request_digest, fields)
            SELECT stream_id, number, sha256(''), sha256(''), '{"{}"}' FROM log_chain
            """);

        Assert.Equal([(incident.Id, line.Number)], await ReturnedLines.OfAsync(kris.Source, older.Source));
    }

    private Task DraftAsync(Guid where, Guid by, string text, string saved) => Ask.RunAsync(
        kris.Super,
        $$"""
        INSERT INTO line_draft (account_id, incident_id, content, device, saved_at)
        VALUES ('{{by}}', '{{where}}', '{"text":"{{text}}"}', gen_random_uuid(), {{saved}})
        """);
}
