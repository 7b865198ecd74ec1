using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Kris.Data.Migrations
{
    /// <inheritdoc />
    public partial class Sessions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "last_duty",
                table: "login",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "last_unit",
                table: "login",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "administrator_invitation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_administrator_invitation", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "login_session",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account = table.Column<Guid>(type: "uuid", nullable: false),
                    browser = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_login_session", x => x.id);
                    table.ForeignKey(
                        name: "fk_login_session_account_account",
                        column: x => x.account,
                        principalTable: "account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_login_session_account",
                table: "login_session",
                column: "account");

            migrationBuilder.CreateIndex(
                name: "ix_login_session_seen_at",
                table: "login_session",
                column: "seen_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "administrator_invitation");

            migrationBuilder.DropTable(
                name: "login_session");

            migrationBuilder.DropColumn(
                name: "last_duty",
                table: "login");

            migrationBuilder.DropColumn(
                name: "last_unit",
                table: "login");
        }
    }
}
