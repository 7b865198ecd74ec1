using Kris.Domain.Incidents;
using Kris.Tests.Server;
using Npgsql;

namespace Kris.Tests.Journal;

/// <summary>What the application's role, and anybody above it, can do to the journal past its own function.</summary>
[Collection(LogServerCollection.Name)]
public sealed class JournalRoleTests(TestServer server) : IAsyncLifetime
{
    // A table of the session's own stands before the journal's in a search path that does not say otherwise, and its
    // triggers run as whoever writes to it.
    private const string Shadow =
        """
        CREATE TEMP TABLE log_chain (LIKE public.log_chain);
        CREATE TEMP TABLE log_content (LIKE public.log_content);
        CREATE FUNCTION pg_temp.take() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            ALTER TABLE public.log_content DISABLE TRIGGER log_content_grows;
            UPDATE public.log_content SET fields = '{"text": "taken"}';
            RETURN NEW;
        END $$;
        CREATE TRIGGER take BEFORE INSERT ON log_chain FOR EACH ROW EXECUTE FUNCTION pg_temp.take();
        GRANT ALL ON log_chain, log_content TO PUBLIC;
        """;

    private TestKris kris = null!;
    private Incident incident = null!;

    public async Task InitializeAsync()
    {
        kris = await TestKris.NewAsync(server);
        incident = await kris.OpenAsync();
    }

    public async Task DisposeAsync() => await kris.DisposeAsync();

    [Theory]
    [InlineData("UPDATE log_chain SET recorded_at = now()")]
    [InlineData("UPDATE log_content SET fields = '{}'")]
    [InlineData("UPDATE line_state SET struck_by = 1")]
    [InlineData("DELETE FROM log_chain")]
    [InlineData("DELETE FROM log_content")]
    [InlineData("DELETE FROM line_state")]
    [InlineData("TRUNCATE log_chain, log_content CASCADE")]
    [InlineData("TRUNCATE line_state")]
    [InlineData("INSERT INTO log_chain SELECT stream_id, 2, gen_random_uuid(), now(), digest, hash FROM log_chain")]
    [InlineData("INSERT INTO log_content SELECT stream_id, 2, secret, request_digest, fields FROM log_content")]
    [InlineData("INSERT INTO line_state SELECT stream_id, 1, 1, 1 FROM log_chain")]
    [InlineData("SELECT journal_project(gen_random_uuid(), 1, '{}')")]
    [InlineData("CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'")]
    [InlineData("CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'")]
    [InlineData("CREATE TABLE mine (id int)")]
    [InlineData("CREATE SCHEMA mine")]
    [InlineData("DROP TABLE log_content")]
    [InlineData("DROP FUNCTION journal_rebuild()")]
    [InlineData("ALTER TABLE log_chain DISABLE TRIGGER log_chain_grows")]
    [InlineData("DROP TRIGGER log_chain_grows ON log_chain")]
    [InlineData("SET session_replication_role = replica")]
    [InlineData("SET ROLE kris_journal")]
    [InlineData("SET ROLE kris_owner")]
    [InlineData("CREATE ROLE mine")]
    [InlineData("GRANT kris_journal TO kris_app")]
    [InlineData("COPY log_chain TO PROGRAM 'true'")]
    public async Task The_application_cannot(string sql)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Ask.RunAsync(kris.App, sql));

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        Assert.Null(await StoredStream.VerifyAsync(kris.Super, incident.Id));
    }

    [Theory]
    [InlineData("UPDATE log_chain SET recorded_at = now()")]
    [InlineData("UPDATE log_content SET fields = '{}'")]
    [InlineData("DELETE FROM log_content")]
    [InlineData("DELETE FROM log_chain")]
    [InlineData("TRUNCATE log_content CASCADE")]
    [InlineData("TRUNCATE log_chain, log_content CASCADE")]
    [InlineData("UPDATE log_content SET fields = '{}' WHERE false")]
    public async Task Even_a_superuser_in_replica_mode_is_stopped_by_the_triggers(string sql)
    {
        foreach (var role in new[] { kris.Owner, kris.Super })
        {
            var mode = role == kris.Super ? "SET session_replication_role = replica;" : "SET ROLE kris_journal;";
            var refused = await Assert.ThrowsAsync<PostgresException>(() => Ask.RunAsync(role, mode + sql));

            Assert.Contains("The journal only grows", refused.MessageText, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_table_of_the_sessions_own_does_not_stand_in_for_the_journal()
    {
        var append =
            $$"""
            SELECT journal_append(
                '{{incident.Id}}', gen_random_uuid(), sha256(''), sha256(''), sha256(''), '{"text": "true"}', true);
            """;

        await Ask.RunAsync(kris.App, Shadow + append);

        var lines = await kris.Journal.LinesAsync(incident.Id, 0, 500);
        Assert.DoesNotContain(lines, line => line.Text == "taken");
        Assert.Equal([1L, 2L], lines.Select(line => line.Number));
    }

    [Fact]
    public async Task The_journal_belongs_to_a_role_that_nobody_logs_in_as()
    {
        Assert.False(await Ask.ValueAsync<bool>(
            kris.Super, "SELECT rolcanlogin OR rolsuper FROM pg_roles WHERE rolname = 'kris_journal'"));
        Assert.Equal(
            "kris_journal",
            await Ask.ValueAsync<string>(
                kris.Super,
                """
                SELECT string_agg(DISTINCT owner::regrole::text, ' ') FROM (
                    SELECT relowner FROM pg_class WHERE relname IN ('log_chain', 'log_content', 'line_state')
                    UNION SELECT proowner FROM pg_proc WHERE proname LIKE 'journal\_%') AS o (owner)
                """));
    }
}
