using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>What somebody typed when proposing an erasure, or voiding a log sheet, can be erased too.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261129160000_ErasedReasons")]
public sealed class ErasedReasons : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Journal.JournalSql.Read("erased-reasons.sql"));
}
