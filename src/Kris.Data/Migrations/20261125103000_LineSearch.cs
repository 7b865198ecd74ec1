using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>The words to search; the model knows nothing of them.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261125103000_LineSearch")]
public sealed class LineSearch : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Journal.JournalSql.Read("line-search.sql"));
}
