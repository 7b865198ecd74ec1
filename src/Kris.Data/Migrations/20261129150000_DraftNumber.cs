using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>A draft knows how far the log had come.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261129150000_DraftNumber")]
public sealed class DraftNumber : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Journal.JournalSql.Read("draft-number.sql"));
}
