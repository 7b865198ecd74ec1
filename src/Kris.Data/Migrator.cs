using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Kris.Data;

/// <summary>
/// Brings a database to the schema of this program, and gives the application's role its rights in it.
/// </summary>
public static class Migrator
{
    // What is made anew of a large log, states and indexes, takes longer than any question may.
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    /// <param name="ownerConnection">The role that owns the tables; used for this and nothing else.</param>
    /// <param name="appRole">The role that the application logs in as.</param>
    public static async Task RunAsync(
        string ownerConnection, string appRole, CancellationToken cancellationToken = default)
    {
        var options = new DbContextOptionsBuilder<KrisDb>().UseNpgsql(ownerConnection).Options;
        await using var db = new KrisDb(options);
        db.Database.SetCommandTimeout(Patience);
        await db.Database.MigrateAsync(cancellationToken);
        await db.Database.OpenConnectionAsync(cancellationToken);
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        await using var grants = new NpgsqlCommand(Grants(Quoted(appRole)), connection);
        await grants.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Whether every migration of this program is in the database.</summary>
    public static async Task<bool> IsMigratedAsync(KrisDb db, CancellationToken cancellationToken = default) =>
        !(await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any();

    // The journal is read, and appended to through its function: no grant here lets the application change it.
    private static string Grants(string role) =>
        $"""
        GRANT USAGE ON SCHEMA public TO {role};
        GRANT SELECT, INSERT, UPDATE, DELETE ON
            account, duty_period, api_token, login, login_user_claims, login_user_logins, login_user_tokens,
            login_session, administrator_invitation, data_protection_keys, event_type, incident, level_change,
            municipality, unit, incident_seen, export_job, export_part, log_sheet, line_draft
            TO {role};
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role};
        GRANT SELECT ON "__EFMigrationsHistory", legal_basis TO {role};
        SET ROLE kris_journal;
        GRANT SELECT ON log_chain, log_content, line_state, line_search, line_search_reach TO {role};
        GRANT EXECUTE ON FUNCTION journal_append(uuid, uuid, bytea, bytea, bytea, jsonb, boolean) TO {role};
        GRANT EXECUTE ON FUNCTION journal_rebuild() TO {role};
        GRANT EXECUTE ON FUNCTION line_search_put(
            uuid, bigint, bigint, bigint[], text[], text[], text[], regconfig, text, boolean) TO {role};
        GRANT EXECUTE ON FUNCTION line_search_restart() TO {role};
        GRANT SELECT ON attachment, attachment_part, attachment_line, attachment_erased TO {role};
        GRANT INSERT ON attachment, attachment_part TO {role};
        GRANT EXECUTE ON FUNCTION journal_rebuild_attachments() TO {role};
        GRANT EXECUTE ON FUNCTION journal_sweep_attachments(int) TO {role};
        GRANT EXECUTE ON FUNCTION journal_erase(uuid, bigint) TO {role};
        RESET ROLE;
        """;

    private static string Quoted(string role) => $"\"{role.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
