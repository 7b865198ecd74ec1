using System.CommandLine;
using Kris.Web.Hosting;

namespace Kris.Web.CommandLine;

internal static class MigrateCommand
{
    public static Command Make()
    {
        var command = new Command(
            "migrate",
            """
            Uppdatera databasens tabeller till det här programmet. ./kris up gör det av sig självt.

            Med en egen databasserver görs det av rollen i KRIS_DB_OWNER.
            """);
        command.SetAction(async (_, stop) =>
        {
            await using var database = await Database.OpenAsync(StartupChecks.Settings(), stop);
            Console.WriteLine(await database.MigrateAsync(stop)
                ? "Tabellerna är uppdaterade."
                : "Tabellerna var redan aktuella.");
            await database.PrepareSearchAsync(stop);
            return Commands.Done;
        });
        return command;
    }
}
