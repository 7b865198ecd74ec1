using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>Work in the background, of which the model knows nothing.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261125106000_Exports")]
public sealed class Exports : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Journal.JournalSql.Read("exports.sql"));
}
