using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>A phrase is found where its words stand together.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261129141000_LineSearchGaps")]
public sealed class LineSearchGaps : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Journal.JournalSql.Read("line-search-gaps.sql"));
}
