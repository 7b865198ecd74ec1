using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>Paper that the municipality has printed; its stream is the journal's.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261125106100_LogSheets")]
public sealed class LogSheetTable : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Journal.JournalSql.Read("log-sheets.sql"));
}
