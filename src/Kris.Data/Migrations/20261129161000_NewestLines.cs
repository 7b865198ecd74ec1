using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>All logs can be asked for their newest lines.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261129161000_NewestLines")]
public sealed class NewestLines : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Journal.JournalSql.Read("newest-lines.sql"));
}
