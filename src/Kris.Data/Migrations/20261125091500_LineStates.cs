using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>What can be told of a line grows; the model knows nothing of the journal's tables.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261125091500_LineStates")]
public sealed class LineStates : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Journal.JournalSql.Read("line-state.sql"));
}
