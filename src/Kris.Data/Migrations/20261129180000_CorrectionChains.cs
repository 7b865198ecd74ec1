using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>A correction knows the line that was first, and is a key event or before the board as its line.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261129180000_CorrectionChains")]
public sealed class CorrectionChains : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Journal.JournalSql.Read("correction-chains.sql"));
}
