using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>A draft belongs to the device that it is typed in.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261129120000_DraftDevices")]
public sealed class DraftDevices : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Journal.JournalSql.Read("draft-devices.sql"));
}
