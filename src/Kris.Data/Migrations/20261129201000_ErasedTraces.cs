using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>What is erased goes from the files of the database soon, and from drafts that repeat it.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261129201000_ErasedTraces")]
public sealed class ErasedTraces : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Journal.JournalSql.Read("erased-traces.sql"));
}
