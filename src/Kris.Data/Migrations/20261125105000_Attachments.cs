using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>The files that lines carry; the model knows nothing of the journal's tables.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261125105000_Attachments")]
public sealed class Attachments : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Journal.JournalSql.Read("attachments.sql"));
}
