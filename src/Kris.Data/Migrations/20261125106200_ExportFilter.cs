using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>A print may be of what a filter shows; the model knows nothing of prints.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261125106200_ExportFilter")]
public sealed class ExportFilter : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Journal.JournalSql.Read("export-filter.sql"));
}
