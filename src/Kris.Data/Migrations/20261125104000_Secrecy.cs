using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>Markings have a basis in law, readings are found, and what is to be erased is known.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261125104000_Secrecy")]
public sealed class Secrecy : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Journal.JournalSql.Read("secrecy.sql"));
}
