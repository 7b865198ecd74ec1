using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>A print knows what was asked for, so that its key is nobody else's; the model knows nothing of prints.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261129130000_ExportRequest")]
public sealed class ExportRequest : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Journal.JournalSql.Read("export-request.sql"));
}
