using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>Drafts, which the model knows nothing of, and where to call somebody.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261125102000_Drafts")]
public sealed class Drafts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<string>(
            "phone", "account", "character varying(30)", maxLength: 30, nullable: true);
        migrationBuilder.Sql(Journal.JournalSql.Read("draft.sql"));
    }
}
