using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>Sheets that are registered after they were printed; their stream is the journal's.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261129190000_RegisteredSheets")]
public sealed class RegisteredSheets : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Journal.JournalSql.Read("registered-sheets.sql"));
}
