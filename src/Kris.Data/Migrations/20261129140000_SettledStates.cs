using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>What is erased is no key event, and what holds a number alone is open.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261129140000_SettledStates")]
public sealed class SettledStates : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Journal.JournalSql.Read("settled-states.sql"));
}
