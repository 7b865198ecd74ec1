using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>Indexes for what is asked of the lines, and when somebody last looked; the model knows neither.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261125101000_Tasks")]
public sealed class Tasks : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Journal.JournalSql.Read("tasks.sql"));
}
