using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>What must never have been written goes by two persons' decision, and by nothing else.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261125104500_Erasure")]
public sealed class Erasure : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Journal.JournalSql.Read("erasure.sql"));
}
