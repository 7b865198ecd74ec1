using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Kris.Data.Migrations;

/// <summary>What tells of a line keeps its own marking beside the one that it follows.</summary>
[DbContext(typeof(KrisDb))]
[Migration("20261129200000_FollowedMarkings")]
public sealed class FollowedMarkings : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql(Journal.JournalSql.Read("followed-markings.sql"));
}
