using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>A print knows what was asked for under its key; the model knows nothing of prints.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261129130000_ExportRequest")]
public sealed class ExportRequest : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Journal.JournalSql.Read("export-request.sql"));
}
