using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>What is erased from the log is erased from files, prints and drafts too.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261125107000_ErasedCopies")]
public sealed class ErasedCopies : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Journal.JournalSql.Read("erased-copies.sql"));
}
